import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { wilson1927 } from '../method/sources.js';
import { galhotra2017, garg2019 } from './individualSources.js';
import { hall1992 } from './scoreSources.js';

const options = z.strictObject({
  rows: z.number().int().min(2).max(20_000).default(2000).describe('Rows drawn from the data; all of them if there are fewer.'),
  values: z.number().int().min(2).max(400).default(20).describe('Most values that a column is replaced by; of more, so many are drawn.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});
export type FlipOptions = z.output<typeof options>;

/**
 * What is measured; named in a result's options as `measure`.
 *   flipRate: share of rows whose decision is another one for at least one replacement;
 *   flipRateTowards, flipRateAway: the same for rows that gain, or lose, the favourable outcome (shares of all rows; with two classes they add up to flipRate);
 *   scoreChange: mean over rows of the mean absolute change of the favourable outcome's score over the replacements;
 *   largestScoreChange: the largest such change of all;
 *   pairFlipRate: flipRate of rows of one group for one replacement, `from` and `to` in the options.
 * All but the last two also by own group; without an attribute: any one of the columns that the model reads.
 */
export const flipMeasures = ['flipRate', 'flipRateTowards', 'flipRateAway', 'scoreChange', 'largestScoreChange'] as const;

/**
 * Replaces each protected value that the model reads by every other value the column has (missing too, where it occurs; a column cut into ranges: by the
 * middle of every other range), keeps all else, and asks again. Galhotra et al. 2017 call the share of flipped rows causal discrimination;
 * Garg et al. 2019 the mean change of score the counterfactual token fairness gap. It is not the counterfactual fairness of Kusner et al. 2017: no causal
 * model says what else about a person would have been different.
 */
export const counterfactualFlip: MethodInfo<FlipOptions> = {
  pillar: 'fairness',
  id: 'counterfactualFlip',
  version: 2,
  label: 'Counterfactual flip',
  summary: 'How many people would be decided otherwise if only their protected attribute were written differently.',
  definition:
    'Of rows drawn from the data, each protected value that the model reads is replaced by every other value of its column, all else kept. flipRate: rows whose decision changes for at least one replacement ÷ rows (sums of weights, where rows are weighted); flipRateTowards and flipRateAway: those that gain or lose the favourable outcome; scoreChange: mean absolute change of the favourable score; by own group, and flips for each pair of values. Wilson’s interval for shares, Student’s with Hall’s correction of skewness for the mean; weighted rows count as as many as say as much, (Σw)² ÷ Σw².',
  caution:
    'A flip shows that the model itself uses the attribute. No flip does not show that it treats groups alike: other columns may carry the attribute (see proxies), and what else would differ had a person been of another group is not modelled. Replaced rows may be combinations that no person has.',
  sources: [galhotra2017, garg2019, wilson1927, hall1992],
  needs: ['predict', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options,
};
