import { ratio } from './disparity.js';
import { errorRate } from './errorRate.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { berk2021, feldmanCousins1998, koopman1984, romano2014 } from './sources.js';

/**
 * min_a P(h ≠ y)_a ÷ max_a P(h ≠ y)_a,   in [0, 1], ideal 1. Undefined (null) when the highest is 0, fewer than two groups have members or a group has an empty denominator.
 * Not the ratio of accuracies turned round: small error rates differ more as ratios. Berk et al. 2021.
 */
export const errorRateRatio: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'errorRateRatio',
  version: 2,
  label: 'Error rate ratio',
  summary: 'Lowest error rate of any group divided by the highest.',
  definition:
    'min ÷ max of the error rate over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain, a group has an empty denominator, or the highest is 0. Interval for the smallest ratio itself, from all pairs at once (Koopman; lower end intersection–union, upper end two-step Bonferroni). Of two groups it is the unified interval of the size of its logarithm (Feldman and Cousins), which holds the true ratio as often as the level says; of more it holds it at least as often.',
  caution:
    '1 means that the model is wrong equally often in all groups. Of two accurate models the ratio can be far from 1 though hardly anybody is concerned: look at the difference beside it.',
  sources: [berk2021, koopman1984, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: disparityOptions,
  compute: (outcomes, options) => ratio(outcomes, [rateStatistic(errorRate)], options),
};
