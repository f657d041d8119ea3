import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { className, level } from './options.js';
import { efron1982, friedmanPopescu2008 } from './sources.js';

/** With more features than this, all pairs are too many to be asked about unless they are named. */
export const MOST_FEATURES = 15;

const options = z.strictObject({
  rows: z.number().int().min(3).max(300).default(100).describe('Rows drawn from the data; for each feature and each pair the model is asked about their square.'),
  features: z
    .array(z.string())
    .min(2)
    .max(100)
    .optional()
    .describe(`Features whose pairs are looked at; left out: all, where the model reads no more than ${MOST_FEATURES}. Totals are given of every feature.`),
  class: className,
  level,
});
export type HStatisticOptions = z.output<typeof options>;

/** Of each feature the first two, of each pair the others. */
export const hMeasures = ['total', 'totalStrength', 'pairwise', 'pairwiseStrength'] as const;

/**
 * How much of what features do they do together: the part of the variation of the model's dependence on two features that is not the sum of what each does alone (pairwise), and of the model's
 * answer that is not the sum of what a feature and all others do (total). 0 for a sum of parts, 1 where all is interaction. Friedman and Popescu 2008, section 8.1, equations 44 to 46, of dependences at
 * the drawn rows' own values; H is the root of their H², as they plot it. Intervals by the jackknife (dependence/interaction.ts).
 */
export const hStatistic: MethodInfo<HStatisticOptions> = {
  pillar: 'explainability',
  id: 'hStatistic',
  version: 1,
  label: 'Interaction (H-statistic)',
  summary: 'How much features act together, beyond what each does alone.',
  definition:
    'pairwise = √(Σ (F_jk − F_j − F_k)² ÷ Σ F_jk²), total = √(Σ (f − F_j − F_others)² ÷ Σ f²), sums over the drawn rows, F the partial dependence at the row’s own values, each less its mean. pairwiseStrength and totalStrength: the roots of the same numerators ÷ rows, in the unit of the answer. Intervals: jackknife over rows, of the logarithms.',
  caution:
    'H is a share: of two features that hardly matter it may be near 1, or above, and mean nothing, since its denominator is nearly 0. Read it beside the strength, which is in the unit of the answer. Like partial dependence it asks about people who do not exist where features go together, and then finds interactions that the data cannot show.',
  measureWords: {
    total: 'Share of what a feature does that it does only together with others.',
    totalStrength: 'The same in the unit of the answer.',
    pairwise: 'Share of what two features do that they do only together.',
    pairwiseStrength: 'The same in the unit of the answer.',
  },
  sources: [friedmanPopescu2008, efron1982],
  needs: ['predict'],
  direction: 'none',
  options,
  onRequest: true,
};
