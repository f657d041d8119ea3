import { difference } from './disparity.js';
import { f1Score } from './f1Score.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { feldmanCousins1998, romano2014, vanRijsbergen1979, zou2008 } from './sources.js';

/**
 * max_a F1_a − min_a F1_a,   in [0, 1], ideal 0. Undefined (null) when fewer than two groups have members or a group has an empty denominator.
 * van Rijsbergen 1979 for F1; the gap as every other.
 */
export const f1Difference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'f1Difference',
  version: 2,
  label: 'F1 difference',
  summary: 'Largest gap in F1 score between any two groups.',
  definition:
    'max − min of the F1 score over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the widest gap itself, from all pairs at once (variance estimates recovered from the groups’ Wilson intervals; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution:
    'F1 depends on the base rate, so groups with different base rates have different F1 at equal error rates: a gap here is no evidence of unequal treatment by itself. The largest of several gaps is too large on average, the more so the more and the smaller the groups.',
  sources: [vanRijsbergen1979, zou2008, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [f1Score], options),
};
