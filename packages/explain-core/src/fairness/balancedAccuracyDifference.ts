import { difference } from './disparity.js';
import { balancedAccuracy } from './balancedAccuracy.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { brodersen2010, feldmanCousins1998, romano2014, zou2008 } from './sources.js';

/**
 * max_a ½ (TPR + TNR)_a − min_a ½ (TPR + TNR)_a,   in [0, 1], ideal 0. Undefined (null) when fewer than two groups have members or a group has an empty denominator.
 * Brodersen et al. 2010 for balanced accuracy; the gap as every other.
 */
export const balancedAccuracyDifference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'balancedAccuracyDifference',
  version: 2,
  label: 'Balanced accuracy difference',
  summary: 'Largest gap in balanced accuracy between any two groups.',
  definition:
    'max − min of the balanced accuracy over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the widest gap itself, from all pairs at once (variance estimates recovered from the groups’ Wilson intervals; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution:
    '0 means that the model tells the classes apart equally well in all groups at its threshold, whatever their base rates; more false negatives can still be made up by fewer false positives. The largest of several gaps is too large on average, the more so the more and the smaller the groups.',
  sources: [brodersen2010, zou2008, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [balancedAccuracy], options),
};
