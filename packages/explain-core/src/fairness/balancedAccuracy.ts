import { weightedSum } from '../numeric/uncertain.js';
import { rateOptions } from './metric.js';
import { rateCounts, rateOf } from './rate.js';
import { brodersen2010, zou2008 } from './sources.js';
import { perGroup, type StatisticMetric } from './statistic.js';
import { trueNegativeRate } from './trueNegativeRate.js';
import { truePositiveRate } from './truePositiveRate.js';

/**
 * ½ (TPR + TNR), in [0, 1], ideal 1; ½ is what guessing reaches. Undefined without rows labelled positive or without others.
 * The two rates are about different rows, so the interval follows from their Wilson intervals (Zou, Donner 2008). Brodersen et al. 2010.
 */
export const balancedAccuracy: StatisticMetric = {
  pillar: 'fairness',
  id: 'balancedAccuracy',
  version: 1,
  label: 'Balanced accuracy',
  summary: 'Mean of the true positive rate and the true negative rate.',
  definition:
    '½ (TP ÷ (TP + FN) + TN ÷ (TN + FP)), the positive class against all others. Interval by variance estimates recovered from the Wilson intervals of both. Rows without a label are left out.',
  caution:
    'It does not depend on how many are positive, so groups of different base rates can be compared; but a model that misses many can make up for it by few false alarms, so look at both rates. With more than two classes this is the positive class against the rest; the mean over all classes is macro recall.',
  sources: [brodersen2010, zou2008],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: rateOptions,
  basis: 'counts',
  of(group) {
    const [positive, negative] = [rateOf(truePositiveRate, group), rateOf(trueNegativeRate, group)];
    const rows = positive.rows + negative.rows;
    if (positive.value === null) return { rows, value: null, because: positive.because };
    if (negative.value === null) return { rows, value: null, because: negative.because };
    return { rows, method: 'mover', ...weightedSum([{ factor: 0.5, of: positive }, { factor: 0.5, of: negative }]) };
  },
  countsOf(group) {
    const [positive, negative] = [rateCounts(truePositiveRate, group), rateCounts(trueNegativeRate, group)];
    const { numerator: truePositives, denominator: positives, ...others } = positive;
    return { truePositives: truePositives!, positives: positives!, trueNegatives: negative['numerator']!, negatives: negative['denominator']!, ...others, ...(group.parts === null ? {} : { rows: others['rows']! + negative['rows']! }) };
  },
  compute: (outcomes, options) => perGroup(outcomes, balancedAccuracy, options),
};
