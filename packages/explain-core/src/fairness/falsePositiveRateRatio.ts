import { ratio } from './disparity.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { corbettDavies2017, feldmanCousins1998, koopman1984, romano2014 } from './sources.js';

/**
 * min_a FPR_a ÷ max_a FPR_a,   in [0, 1], ideal 1. Undefined (null) when the highest is 0, fewer than two groups have members or a group has an empty denominator.
 * Corbett-Davies et al. 2017: predictive equality, as a ratio.
 */
export const falsePositiveRateRatio: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'falsePositiveRateRatio',
  version: 2,
  label: 'False positive rate ratio',
  summary: 'Lowest false positive rate of any group divided by the highest.',
  definition:
    'min ÷ max of the false positive rate over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain, a group has an empty denominator, or the highest is 0. Interval for the smallest ratio itself, from all pairs at once (Koopman; lower end intersection–union, upper end two-step Bonferroni). Of two groups it is the unified interval of the size of its logarithm (Feldman and Cousins), which holds the true ratio as often as the level says; of more it holds it at least as often.',
  caution:
    '1 means that the truly negative of all groups are called positive equally often. Where false positives are rare the ratio swings with single rows, and a group without any makes it 0: look at its interval and at the difference.',
  sources: [corbettDavies2017, koopman1984, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: disparityOptions,
  compute: (outcomes, options) => ratio(outcomes, [rateStatistic(falsePositiveRate)], options),
};
