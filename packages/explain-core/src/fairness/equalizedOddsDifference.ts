import { difference } from './disparity.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { hardt2016, agarwal2018, newcombe1998, romano2014 } from './sources.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { truePositiveRate } from './truePositiveRate.js';

/**
 * The larger of the two gaps that equalized odds is about.
 *   max(max_a TPR_a − min_a TPR_a, max_a FPR_a − min_a FPR_a),   in [0, 1], ideal 0
 * Undefined (null) when fewer than two groups have members or a group lacks positives or negatives.
 * Hardt, Price, Srebro 2016; the worst case of both rates after Agarwal et al. 2018. n counts the labelled rows.
 */
export const equalizedOddsDifference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'equalizedOddsDifference',
  version: 1,
  label: 'Equalized odds difference',
  summary: 'Largest gap between any two groups in true positive rate or in false positive rate, whichever is larger.',
  definition:
    'max(max − min of the true positive rate, max − min of the false positive rate) over groups; the counts are those of the larger gap. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has an empty denominator. Interval for the largest gap itself, from all pairs at once (Newcombe; upper end intersection–union, lower end two-step Bonferroni).',
  sources: [hardt2016, agarwal2018, newcombe1998, romano2014],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [rateStatistic(truePositiveRate), rateStatistic(falsePositiveRate)], options),
};
