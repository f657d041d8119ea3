import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { berk2021 } from './sources.js';

/**
 * P(y = positive | h ≠ positive, A = a) = FN ÷ (TN + FN); the negative predictive value is what lacks to 1.
 * More than two classes: the positive class against all others. Undefined without labelled rows predicted otherwise than positive.
 * Berk et al. 2021.
 */
export const falseOmissionRate: RateMetric = {
  pillar: 'fairness',
  id: 'falseOmissionRate',
  version: 1,
  label: 'False omission rate',
  summary: 'Share of those the model does not call positive who truly are.',
  definition: 'FN ÷ (TN + FN), the positive class against all others, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'One minus the negative predictive value. Where the positive class is the one that helps people, this is the share of the turned down who deserved it. It depends on the base rate: a group with more positives has a higher one at equal error rates.',
  sources: [berk2021, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: rateOptions,
  denominator: 'labelled rows predicted other than positive',
  usesLabels: true,
  count: ({ trueNegatives, falseNegatives }) => ({ successes: falseNegatives, n: trueNegatives + falseNegatives }),
  compute: (outcomes, options) => ratePerGroup(outcomes, falseOmissionRate, options),
};
