import { difference } from './disparity.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { corbettDavies2017, feldmanCousins1998, newcombe1998, romano2014 } from './sources.js';

/**
 * max_a FPR_a − min_a FPR_a,   in [0, 1], ideal 0. Undefined (null) when fewer than two groups have members or a group has an empty denominator.
 * Corbett-Davies et al. 2017: predictive equality.
 */
export const falsePositiveRateDifference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'falsePositiveRateDifference',
  version: 2,
  label: 'False positive rate difference',
  summary: 'Largest gap between any two groups in the share of the truly negative that the model calls positive.',
  definition:
    'max − min of the false positive rate over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the widest gap itself, from all pairs at once (Newcombe; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution:
    '0 means that the truly negative of all groups are called positive equally often: predictive equality. It matters most where being called positive harms. It rests on rows labelled negative alone and trusts those labels. The largest of several gaps is too large on average, the more so the more and the smaller the groups; how large it would be by chance alone is counted beside it.',
  sources: [corbettDavies2017, newcombe1998, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [rateStatistic(falsePositiveRate)], options),
};
