import { z } from 'zod';
import { ExplainError } from '../errors.js';
import type { Subject } from '../method/subject.js';
import { additivityMeasures } from './additivity.js';
import { enumerateParts, partsOf } from './enumeration.js';
import type { LocalExplainer } from './explainer.js';
import { localOptions } from './options.js';
import type { Stopped } from './precision.js';
import { explainByGame } from './question.js';
import { lundberg2017, shapley1953 } from './sources.js';
import { attributionWords } from './summaries.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(50).describe('Rows drawn from the data that stand in for a feature left out; all of them if there are fewer.'),
});
type Options = z.output<typeof options>;

/** Features in which a row may differ from a background row: 65,536 sets of them, each a question to the model. */
export const MOST_FEATURES = 16;

/**
 * Shapley values by their definition,
 *   φ_j = Σ_{S ∌ j} |S|! (m − |S| − 1)! ÷ m! · (v(S ∪ j) − v(S)),   v(S) = mean over background rows of f(row in S, background elsewhere),
 * background row by background row, with 2^d questions where the row differs from it in d features (enumeration.ts): nothing is drawn, so nothing is left to chance but the background itself.
 * Refused where a row may differ in more than 16 features. A row's detail: stopped ("exact"), varying (features that can matter), evaluations (rows the model was asked about), additivityGap.
 */
export const exactShap: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'exactShap',
  version: 1,
  label: 'Exact Shapley values',
  summary: 'How much each feature moves the model’s answer for a person away from its average answer, with every set of features asked about.',
  definition:
    'Shapley values φ of v(S) = mean over background rows of f(x in S, background elsewhere), from v of every set of features; for at most 16 features that differ between rows. A data column is one player, whatever a mapping makes of it. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval), relativeStandardError (0: nothing is drawn), additivityGap (largest |Σφ + v(∅) − f(x)|).',
  measureWords: {
    ...attributionWords,
    additivityGap: 'The largest difference, over the rows, between the model’s answer and what base and contributions add up to; 0: none.',
  },
  sources: [shapley1953, lundberg2017],
  needs: ['predict'],
  direction: 'none',
  onRequest: true,
  options,
  explainsNumbers: true,
  chosenBecause: () => null,
  lacking(subject) {
    const varying = varyingFeatures(subject);
    return varying <= MOST_FEATURES ? null : `${varying} of the model’s features differ between rows, and at most ${MOST_FEATURES} can be asked about in all combinations; kernelShap and permutationShap draw some of them`;
  },
  questions: ({ background }, features) => 2 ** features * background,
  measures: ['additivityGap'],
  prepare: (scene) =>
    explainByGame(scene, async (question) => {
      const parts = partsOf(question);
      const most = Math.max(...parts.map(({ features }) => features.length));
      if (most > MOST_FEATURES) throw new ExplainError('UNSUPPORTED', `A row differs from a background row in ${most} features; exactShap asks about all sets of at most ${MOST_FEATURES}. Use kernelShap or permutationShap.`);
      const { values, evaluations } = await enumerateParts(question, parts);
      const detail = { stopped: 'exact' satisfies Stopped, varying: new Set(parts.flatMap(({ features }) => features)).size, evaluations };
      return { values, standardErrors: Array.from(values, () => 0), detail };
    }),
  diagnostics: (rows) => additivityMeasures(rows),
};

/** The model's features that are not the same in every row of the data. */
function varyingFeatures({ model, dataset }: Subject): number {
  const features = model.source === 'file' ? model.features : [];
  return features.filter((feature) => {
    const column = dataset.columns.find(({ name }) => name === feature);
    if (column === undefined || (column.missing > 0 && column.missing < dataset.rows)) return true;
    const isOneNumber = column.numbers !== null && column.numbers.min === column.numbers.max;
    return column.missing < dataset.rows && !isOneNumber && column.levels?.length !== 1;
  }).length;
}
