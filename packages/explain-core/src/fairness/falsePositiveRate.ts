import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { hardt2016 } from './sources.js';

/**
 * P(h = positive | y ≠ positive, A = a) = FP ÷ (FP + TN).
 * More than two classes: the positive class against all others. Undefined without rows labelled otherwise.
 * Hardt, Price, Srebro 2016: the second rate of equalized odds.
 */
export const falsePositiveRate: RateMetric = {
  pillar: 'fairness',
  id: 'falsePositiveRate',
  version: 1,
  label: 'False positive rate',
  summary: 'Share of the truly negative that the model calls positive.',
  definition:
    'FP ÷ (FP + TN), the positive class against all others, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'Where being called positive harms people, this is the share harmed by mistake. It rests on the rows labelled negative alone, which may be few, and on those labels being right.',
  sources: [hardt2016, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: rateOptions,
  denominator: 'rows labelled other than positive',
  usesLabels: true,
  count: (counts) => ({ successes: counts.falsePositives, n: counts.falsePositives + counts.trueNegatives }),
  compute: (outcomes, options) => ratePerGroup(outcomes, falsePositiveRate, options),
};
