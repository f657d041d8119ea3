import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { hardt2016 } from './sources.js';

/**
 * P(h ≠ positive | y = positive, A = a) = FN ÷ (TP + FN); the true positive rate is what lacks to 1.
 * More than two classes: the positive class against all others. Undefined without rows labelled positive.
 * Hardt, Price, Srebro 2016.
 */
export const falseNegativeRate: RateMetric = {
  pillar: 'fairness',
  id: 'falseNegativeRate',
  version: 1,
  label: 'False negative rate',
  summary: 'Share of the truly positive that the model misses; also miss rate.',
  definition: 'FN ÷ (TP + FN), the positive class against all others, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'Where the positive class is the one that helps people, this is the share wrongly denied. It rests on the rows labelled positive alone, which may be few. Where labels exist only for those once selected, people who were never given a chance are missing from it.',
  sources: [hardt2016, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: rateOptions,
  denominator: 'rows labelled positive',
  usesLabels: true,
  count: ({ truePositives, falseNegatives }) => ({ successes: falseNegatives, n: truePositives + falseNegatives }),
  compute: (outcomes, options) => ratePerGroup(outcomes, falseNegativeRate, options),
};
