import { ratio } from './disparity.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { feldman2015, feldmanCousins1998, koopman1984, romano2014 } from './sources.js';
import { selectionRate } from './selectionRate.js';

/**
 * Lowest selection rate of any group divided by the highest.
 *   min_a P(h = 1 | A = a) ÷ max_a P(h = 1 | A = a),   in [0, 1], ideal 1
 * Undefined (null) when fewer than two groups have members or nobody is selected. No reference group: see disparateImpactRatio.
 * Feldman et al. 2015, "Certifying and removing disparate impact".
 */
export const demographicParityRatio: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'demographicParityRatio',
  version: 2,
  label: 'Demographic parity ratio',
  summary: 'Lowest selection rate of any group divided by the highest.',
  definition:
    'min ÷ max over groups of the selection rate. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain, a group has an empty denominator or the highest rate is 0. Interval for the smallest ratio itself, from all pairs at once (Koopman; lower end intersection–union, upper end two-step Bonferroni). Of two groups it is the unified interval of the size of its logarithm (Feldman and Cousins), which holds the true ratio as often as the level says; of more it holds it at least as often.',
  caution:
    '1 means that all groups are given the favourable outcome equally often; labels play no part. The four-fifths rule screens on such a ratio, but it is no safe harbour and no proof: where few are selected it swings with single rows, so look at its interval and at the difference.',
  sources: [feldman2015, koopman1984, romano2014, feldmanCousins1998],
  needs: ['predictions', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options: disparityOptions,
  compute: (outcomes, options) => ratio(outcomes, [rateStatistic(selectionRate)], options),
};
