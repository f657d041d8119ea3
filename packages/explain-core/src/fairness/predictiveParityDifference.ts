import { difference } from './disparity.js';
import { precision } from './precision.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { chouldechova2017, feldmanCousins1998, newcombe1998, romano2014 } from './sources.js';

/**
 * max_a PPV_a − min_a PPV_a,   in [0, 1], ideal 0. Undefined (null) when fewer than two groups have members or a group has an empty denominator.
 * Chouldechova 2017: predictive parity.
 */
export const predictiveParityDifference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'predictiveParityDifference',
  version: 2,
  label: 'Predictive parity difference',
  summary: 'Largest gap in precision between any two groups.',
  definition:
    'max − min of the precision over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the widest gap itself, from all pairs at once (Newcombe; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution:
    '0 means that being called positive is worth the same in every group. Where base rates differ, it cannot be 0 together with equal error rates, unless the model is perfect; decide first which of them the use calls for. The largest of several gaps is too large on average, the more so the more and the smaller the groups; how large it would be by chance alone is counted beside it.',
  sources: [chouldechova2017, newcombe1998, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [rateStatistic(precision)], options),
};
