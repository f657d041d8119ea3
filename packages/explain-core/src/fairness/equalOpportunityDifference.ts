import { difference } from './disparity.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { feldmanCousins1998, hardt2016, newcombe1998, romano2014 } from './sources.js';
import { truePositiveRate } from './truePositiveRate.js';

/**
 * Largest gap in true positive rate between any two groups.
 *   max_a P(h = 1 | y = 1, A = a) − min_a P(h = 1 | y = 1, A = a),   in [0, 1], ideal 0
 * Undefined (null) when fewer than two groups have members or a group has no positives (others call its rate 0, which makes a gap of nothing).
 * Hardt, Price, Srebro 2016, "Equality of opportunity in supervised learning".
 */
export const equalOpportunityDifference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'equalOpportunityDifference',
  version: 2,
  label: 'Equal opportunity difference',
  summary: 'Largest gap between any two groups in how often the truly positive are recognised.',
  definition:
    'max − min over groups of the true positive rate. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the largest gap itself, from all pairs at once (Newcombe; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution:
    '0 means that the deserving of all groups are found equally often. It says nothing about the undeserving: look at the false positive rates too. It rests on rows labelled positive alone and trusts those labels. The largest of several gaps is too large on average, the more so the more and the smaller the groups; how large it would be by chance alone is counted beside it.',
  sources: [hardt2016, newcombe1998, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [rateStatistic(truePositiveRate)], options),
};
