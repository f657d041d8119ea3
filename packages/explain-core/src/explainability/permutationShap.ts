import { z } from 'zod';
import { additivityMeasures } from './additivity.js';
import type { LocalExplainer } from './explainer.js';
import { localOptions } from './options.js';
import { targetError } from './precision.js';
import { explainByGame } from './question.js';
import { castro2009, lundberg2017, mitchell2022 } from './sources.js';
import { attributionWords } from './summaries.js';
import { walk, type DrawOrder } from './walks.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(50).describe('Rows drawn from the data that stand in for a feature left out; all of them if there are fewer.'),
  walks: z.number().int().min(2).max(100_000).default(32).describe('Most orders of the features that are walked through, each there and back: two questions a feature, each with every background row.'),
  targetError,
});
type Options = z.output<typeof options>;

/**
 * Shapley values as means over drawn orders of what a feature adds to those before it, each order walked there and back (walks.ts). Castro, Gómez and Tejada 2009; antithetic as in Mitchell et al. 2022
 * and in shap's permutation explainer. Against the other explainers it has this to say for itself: values add up in every walk, and the error is the plain spread of independent walks.
 * A row's detail: stopped (why), walks, rounds, evaluations (rows the model was asked about), relativeError (Σ standard errors ÷ Σ |values|), additivityGap.
 */
export const permutationShap: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'permutationShap',
  version: 1,
  label: 'Permutation SHAP',
  summary: 'How much each feature moves the model’s answer for a person away from its average answer, on average over orders in which features become known.',
  definition:
    'Shapley values φ of v(S) = mean over background rows of f(x in S, background elsewhere), as means over drawn orders, each walked there and back, of v with a feature and those before it less v of those before it; drawn in rounds until Σ standard errors ≤ target × Σ|φ| or the budget is used. Standard errors from the spread of walks. A data column is one player, whatever a mapping makes of it. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval), relativeStandardError (Σ standard errors ÷ Σ |φ|), additivityGap (largest |Σφ + v(∅) − f(x)|).',
  measureWords: {
    ...attributionWords,
    additivityGap: 'The largest difference, over the rows, between the model’s answer and what base and contributions add up to; 0: none.',
  },
  sources: [castro2009, mitchell2022, lundberg2017],
  needs: ['predict'],
  direction: 'none',
  onRequest: true,
  options,
  explainsNumbers: true,
  chosenBecause: () => null,
  questions: ({ walks, background }, features) => walks * 2 * features * background,
  effort: { option: 'walks', least: 4 },
  measures: ['additivityGap'],
  prepare: (scene, { walks: most, targetError }) =>
    explainByGame(scene, async (question, random) => {
      const { values, standardErrors, stopped, walks, rounds, evaluations, relativeError } = await walk(question, most, targetError, anyOrder, random.child('walks'));
      return { values, standardErrors: [...standardErrors], detail: { stopped, walks, rounds, evaluations, relativeError } };
    }),
  diagnostics: (rows) => additivityMeasures(rows),
};

const anyOrder: DrawOrder = (varying, random) => random.permutation(varying.length).map((position) => varying[position]);
