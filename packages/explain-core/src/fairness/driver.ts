import { ExplainError } from '../errors.js';
import type { Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { Driver, MethodChoice } from '../method/task.js';
import { notEstimable } from '../numeric/estimate.js';
import { checkClasses, checkGrouping, checkGroups, checkReferenceGroups } from './checkSubject.js';
import { groupWarningsArtifacts } from './groupWarnings.js';
import { toResult } from './toResult.js';
import type { FairnessWork } from './work.js';
import { fairnessWorks } from './works.js';

/** Fairness is several works, each with methods of its own; most of them follow from one pass over the rows. */
export const fairness: Driver = {
  pillar: 'fairness',
  methods: fairnessWorks.flatMap(({ methods }) => methods).filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index),
  defaults: ({ label }) => fairnessWorks.filter(({ about }) => (about === 'numbers') === (label.kind === 'number')).flatMap(({ methods }) => methods.filter(({ onRequest }) => onRequest !== true).map(({ id }) => ({ method: id }))),

  tasks(subject, methods, random) {
    checkGrouping(subject);
    checkGroups(subject);
    checkClasses(subject);
    for (const { options } of methods) {
      if ('referenceGroups' in options) checkReferenceGroups(subject, { referenceGroups: options['referenceGroups'] as Record<string, string> });
    }
    return fairnessWorks.flatMap((work) => {
      const able = choicesOf(work, methods).filter((choice) => lacking(work, subject, choice) === null);
      return able.length === 0 ? [] : work.tasks(subject, able, random);
    });
  },

  async run(task, context) {
    return await workNamed(task.work).run(task, context);
  },

  combine(work, partials, { subject, methods, random }) {
    if (work === null) {
      const results = methods.flatMap((choice): Result[] => {
        const reasons = fairnessWorks.filter((one) => choicesOf(one, [choice]).length > 0).map((one) => lacking(one, subject, choice));
        return reasons.includes(null) ? [] : [toResult(choice, { estimate: notEstimable(0, reasons[0]!) })];
      });
      return { results, artifacts: groupWarningsArtifacts(subject) };
    }
    const one = workNamed(work);
    return one.combine(partials, { subject, random, methods: choicesOf(one, methods).filter((choice) => lacking(one, subject, choice) === null) });
  },
};

function choicesOf({ methods }: FairnessWork, choices: readonly MethodChoice[]): MethodChoice[] {
  return choices.filter(({ method }) => methods.some(({ id }) => id === method));
}

function lacking(work: FairnessWork, subject: Subject, choice: MethodChoice): string | null {
  return subject.dataset.rows === 0 ? 'the data set has no rows' : (otherKind(work, subject) ?? work.lacking(subject, choice));
}

/** Why a work's methods mean nothing for what is predicted here; null where they do. */
function otherKind({ about }: FairnessWork, { label, model }: Subject): string | null {
  if (about !== 'numbers') return label.kind === 'number' || (model.source === 'file' && model.task === 'regression') ? 'the model predicts a number, and this metric is about predicted classes' : null;
  return label.kind === 'number' && (model.source === 'predictions' || model.task === 'regression') ? null : 'the model decides between classes, and this metric is about a predicted number';
}

function workNamed(id: string): FairnessWork {
  const work = fairnessWorks.find((candidate) => candidate.id === id);
  if (!work) throw new ExplainError('BAD_PLAN', `Fairness has no work "${id}"; there are ${fairnessWorks.map((one) => `"${one.id}"`).join(', ')}.`);
  return work;
}
