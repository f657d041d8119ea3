import { difference, meanDifference } from './disparity.js';
import { equalizedOddsOptions, type EqualizedOddsOptions } from './equalizedOdds.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import type { FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { agarwal2018, hardt2016, newcombe1998, romano2014, weerts2023, zou2008 } from './sources.js';
import { truePositiveRate } from './truePositiveRate.js';

/**
 * The two gaps that equalized odds is about, in one number.
 *   max(max_a TPR_a − min_a TPR_a, max_a FPR_a − min_a FPR_a),   in [0, 1], ideal 0; with agg mean, the mean of the two
 * Undefined (null) when fewer than two groups have members or a group lacks positives or negatives.
 * Hardt, Price, Srebro 2016; the worst case of both rates after Agarwal et al. 2018; agg is Fairlearn's (Weerts et al. 2023). n counts the labelled rows.
 */
export const equalizedOddsDifference: FairnessMetric<EqualizedOddsOptions> = {
  pillar: 'fairness',
  id: 'equalizedOddsDifference',
  version: 1,
  label: 'Equalized odds difference',
  summary: 'Largest gap between any two groups in true positive rate or in false positive rate, whichever is larger.',
  definition:
    'max(max − min of the true positive rate, max − min of the false positive rate) over groups; the counts are those of the larger gap. With agg mean the mean of the two, with the counts of both. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the largest gap itself, from all pairs at once (Newcombe; upper end intersection–union, lower end two-step Bonferroni); of the mean in the same way, from all pairs of pairs (variance estimates recovered), or from both gaps at √level where there are more than 12 groups. It holds the true value at least as often as the level says.',
  caution:
    '0 means that people with the same label are treated alike in all groups. It trusts the labels, and rests on the smaller of the sets of positives and negatives. The largest of several gaps is too large on average, the more so the more and the smaller the groups; how large it would be by chance alone is counted beside it.',
  sources: [hardt2016, agarwal2018, weerts2023, newcombe1998, romano2014, zou2008],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: equalizedOddsOptions,
  compute: (outcomes, options) => (options.agg === 'mean' ? meanDifference : difference)(outcomes, [rateStatistic(truePositiveRate), rateStatistic(falsePositiveRate)], options),
};
