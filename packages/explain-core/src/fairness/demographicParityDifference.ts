import { difference } from './disparity.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { dwork2012, feldmanCousins1998, newcombe1998, romano2014 } from './sources.js';
import { selectionRate } from './selectionRate.js';

/**
 * Largest gap in selection rate between any two groups.
 *   max_a P(h = 1 | A = a) − min_a P(h = 1 | A = a),   in [0, 1], ideal 0
 * Undefined (null) when fewer than two groups have members. Groups are compared with each other, not with a reference group.
 * Dwork et al. 2012, "Fairness through awareness": statistical parity.
 */
export const demographicParityDifference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'demographicParityDifference',
  version: 2,
  label: 'Demographic parity difference',
  summary: 'Largest gap in selection rate between any two groups.',
  definition:
    'max − min over groups of the selection rate. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the largest gap itself, from all pairs at once (Newcombe; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution:
    '0 means that all groups are given the favourable outcome equally often; labels play no part. Use it where groups ought to be selected alike, or to find what needs an explanation; where base rates rightly differ, closing the gap means treating people with the same label differently. The largest of several gaps is too large on average, the more so the more and the smaller the groups; how large it would be by chance alone is counted beside it.',
  sources: [dwork2012, newcombe1998, romano2014, feldmanCousins1998],
  needs: ['predictions', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [rateStatistic(selectionRate)], options),
};
