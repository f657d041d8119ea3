import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { hardt2016 } from './sources.js';

/**
 * P(h ≠ positive | y ≠ positive, A = a) = TN ÷ (TN + FP); the false positive rate is what lacks to 1.
 * More than two classes: the positive class against all others. Undefined without rows labelled otherwise than positive.
 * Hardt, Price, Srebro 2016: with the true positive rate, what equalized odds compares.
 */
export const trueNegativeRate: RateMetric = {
  pillar: 'fairness',
  id: 'trueNegativeRate',
  version: 1,
  label: 'True negative rate',
  summary: 'Share of the truly negative that the model leaves alone; also specificity.',
  definition: 'TN ÷ (TN + FP), the positive class against all others, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'One minus the false positive rate: look at one of them, not at both as if they were two findings. It rests on the rows labelled negative alone, which may be few, and on those labels being right.',
  sources: [hardt2016, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: rateOptions,
  denominator: 'rows labelled other than positive',
  usesLabels: true,
  count: ({ trueNegatives, falsePositives }) => ({ successes: trueNegatives, n: trueNegatives + falsePositives }),
  compute: (outcomes, options) => ratePerGroup(outcomes, trueNegativeRate, options),
};
