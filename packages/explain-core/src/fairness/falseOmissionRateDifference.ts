import { difference } from './disparity.js';
import { falseOmissionRate } from './falseOmissionRate.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { berk2021, feldmanCousins1998, newcombe1998, romano2014 } from './sources.js';

/**
 * max_a FOR_a − min_a FOR_a,   in [0, 1], ideal 0. Undefined (null) when fewer than two groups have members or a group has an empty denominator.
 * Berk et al. 2021: half of conditional use accuracy equality.
 */
export const falseOmissionRateDifference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'falseOmissionRateDifference',
  version: 2,
  label: 'False omission rate difference',
  summary: 'Largest gap between any two groups in the share of those not called positive who truly are.',
  definition:
    'max − min of the false omission rate over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the widest gap itself, from all pairs at once (Newcombe; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution:
    '0 means that not being called positive is wrong equally often in all groups. Where base rates differ, it cannot be 0 together with equal error rates, unless the model is perfect. The largest of several gaps is too large on average, the more so the more and the smaller the groups; how large it would be by chance alone is counted beside it.',
  sources: [berk2021, newcombe1998, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [rateStatistic(falseOmissionRate)], options),
};
