import { meanRatio, ratio } from './disparity.js';
import { equalizedOddsOptions, type EqualizedOddsOptions } from './equalizedOdds.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import type { FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { hardt2016, koopman1984, romano2014, weerts2023 } from './sources.js';
import { truePositiveRate } from './truePositiveRate.js';

/**
 * The two ratios that equalized odds is about, in one number.
 *   min(min_a TPR_a ÷ max_a TPR_a, min_a FPR_a ÷ max_a FPR_a),   in [0, 1], ideal 1; with agg mean, the mean of the two
 * Undefined (null) when the highest of either rate is 0, fewer than two groups have members or a group lacks positives or negatives.
 * Hardt, Price, Srebro 2016; as a ratio, and agg, after Fairlearn (Weerts et al. 2023). n counts the labelled rows.
 */
export const equalizedOddsRatio: FairnessMetric<EqualizedOddsOptions> = {
  pillar: 'fairness',
  id: 'equalizedOddsRatio',
  version: 2,
  label: 'Equalized odds ratio',
  summary: 'Smallest ratio of two groups in true positive rate or in false positive rate, whichever is smaller.',
  definition:
    'min(min ÷ max of the true positive rate, min ÷ max of the false positive rate) over groups; the counts are those of the smaller ratio. With agg mean the mean of the two, with the counts of both. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain, a group has an empty denominator, or nobody is a true or nobody a false positive. Interval for the smallest ratio itself, from all pairs at once (Koopman; lower end intersection–union, upper end two-step Bonferroni); of the mean from both ratios at √level, which is wider than it need be. It holds the true value at least as often as the level says.',
  caution:
    '1 means that people with the same label are treated alike in all groups. False positives are often rare, and then one row more or less moves the ratio far: a group without any makes it 0. Look at the interval, and at equalizedOddsDifference beside it. It trusts the labels.',
  sources: [hardt2016, weerts2023, koopman1984, romano2014],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: equalizedOddsOptions,
  compute: (outcomes, options) => (options.agg === 'mean' ? meanRatio : ratio)(outcomes, [rateStatistic(truePositiveRate), rateStatistic(falsePositiveRate)], options),
};
