import { ratio } from './disparity.js';
import { falseNegativeRate } from './falseNegativeRate.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { feldmanCousins1998, hardt2016, koopman1984, romano2014 } from './sources.js';

/**
 * min_a FNR_a ÷ max_a FNR_a,   in [0, 1], ideal 1. Undefined (null) when the highest is 0, fewer than two groups have members or a group has an empty denominator.
 * Not the ratio of true positive rates turned round: small error rates differ more as ratios. Hardt, Price, Srebro 2016.
 */
export const falseNegativeRateRatio: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'falseNegativeRateRatio',
  version: 2,
  label: 'False negative rate ratio',
  summary: 'Lowest false negative rate of any group divided by the highest.',
  definition:
    'min ÷ max of the false negative rate over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain, a group has an empty denominator, or the highest is 0. Interval for the smallest ratio itself, from all pairs at once (Koopman; lower end intersection–union, upper end two-step Bonferroni). Of two groups it is the unified interval of the size of its logarithm (Feldman and Cousins), which holds the true ratio as often as the level says; of more it holds it at least as often.',
  caution:
    '1 means that the truly positive of all groups are missed equally often. Where misses are rare the ratio swings with single rows, and a group without any makes it 0: look at its interval and at the difference.',
  sources: [hardt2016, koopman1984, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: disparityOptions,
  compute: (outcomes, options) => ratio(outcomes, [rateStatistic(falseNegativeRate)], options),
};
