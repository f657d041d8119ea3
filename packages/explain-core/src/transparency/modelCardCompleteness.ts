import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import type { Outcome } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import { askedFields, modelCard } from './modelCard.js';

/**
 * Share of the asked fields of a model card that hold more than blanks, in [0, 1], ideal 1. It says that a question was answered, not that
 * the answer is true or good. Without a card the share is 0, which is a number: nothing is documented.
 * Mitchell et al. 2019, "Model Cards for Model Reporting", FAT*.
 */
export const modelCardCompleteness: MethodInfo = {
  pillar: 'transparency',
  id: 'modelCardCompleteness',
  version: 1,
  label: 'Completeness of the model card',
  summary: 'How many of the questions that a model’s documentation should answer it answers at all.',
  definition: 'Answered fields ÷ asked fields of the model card. It counts answers; it does not judge them.',
  sources: [{ authors: 'Mitchell, Wu, Zaldivar et al.', year: 2019, title: 'Model Cards for Model Reporting', where: 'FAT*' }],
  needs: [],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options: z.strictObject({}),
};

export function cardCompleteness(subject: Subject): Outcome {
  const card = modelCard.parse(subject.modelCard ?? {});
  const fields = askedFields.map(([section, field, question]) => {
    const answer = (card[section] as Readonly<Record<string, string | undefined>>)[field];
    return { section, field, question, answered: answer !== undefined && answer.trim() !== '' };
  });
  const answered = fields.filter((field) => field.answered).length;
  const { id, version } = modelCardCompleteness;
  return {
    results: [
      {
        dimension: 'transparency',
        method: id,
        version,
        options: {},
        estimate: { value: answered / fields.length, n: fields.length, exact: 'counted over all asked fields' },
        counts: { numerator: answered, denominator: fields.length },
      },
    ],
    artifacts: [{ name: 'transparency/modelCardCompleteness/fields', body: fields }],
  };
}
