import { difference } from './disparity.js';
import { falseDiscoveryRate } from './falseDiscoveryRate.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { chouldechova2017, feldmanCousins1998, newcombe1998, romano2014 } from './sources.js';

/**
 * max_a FDR_a − min_a FDR_a,   in [0, 1], ideal 0. Undefined (null) when fewer than two groups have members or a group has an empty denominator.
 * Chouldechova 2017; equals the gap in precision.
 */
export const falseDiscoveryRateDifference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'falseDiscoveryRateDifference',
  version: 2,
  label: 'False discovery rate difference',
  summary: 'Largest gap between any two groups in the share of those called positive who truly are not.',
  definition:
    'max − min of the false discovery rate over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the widest gap itself, from all pairs at once (Newcombe; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution:
    'The same number as the predictive parity difference; use one of them. The largest of several gaps is too large on average, the more so the more and the smaller the groups; how large it would be by chance alone is counted beside it.',
  sources: [chouldechova2017, newcombe1998, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [rateStatistic(falseDiscoveryRate)], options),
};
