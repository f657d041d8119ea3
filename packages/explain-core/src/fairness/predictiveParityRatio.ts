import { ratio } from './disparity.js';
import { precision } from './precision.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { chouldechova2017, feldmanCousins1998, koopman1984, romano2014 } from './sources.js';

/**
 * min_a PPV_a ÷ max_a PPV_a,   in [0, 1], ideal 1. Undefined (null) when the highest is 0, fewer than two groups have members or a group has an empty denominator.
 * Chouldechova 2017: predictive parity, as a ratio.
 */
export const predictiveParityRatio: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'predictiveParityRatio',
  version: 2,
  label: 'Predictive parity ratio',
  summary: 'Lowest precision of any group divided by the highest.',
  definition:
    'min ÷ max of the precision over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain, a group has an empty denominator, or the highest is 0. Interval for the smallest ratio itself, from all pairs at once (Koopman; lower end intersection–union, upper end two-step Bonferroni). Of two groups it is the unified interval of the size of its logarithm (Feldman and Cousins), which holds the true ratio as often as the level says; of more it holds it at least as often.',
  caution:
    '1 means that being called positive is worth the same in every group. Where base rates differ, it cannot be 1 together with equal error rates, unless the model is perfect.',
  sources: [chouldechova2017, koopman1984, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: disparityOptions,
  compute: (outcomes, options) => ratio(outcomes, [rateStatistic(precision)], options),
};
