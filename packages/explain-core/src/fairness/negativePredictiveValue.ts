import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { berk2021 } from './sources.js';

/**
 * P(y ≠ positive | h ≠ positive, A = a) = TN ÷ (TN + FN); the false omission rate is what lacks to 1.
 * More than two classes: the positive class against all others. Undefined without labelled rows predicted otherwise than positive.
 * Berk et al. 2021: with precision, what conditional use accuracy equality compares.
 */
export const negativePredictiveValue: RateMetric = {
  pillar: 'fairness',
  id: 'negativePredictiveValue',
  version: 1,
  label: 'Negative predictive value',
  summary: 'Share of those the model does not call positive who truly are not.',
  definition: 'TN ÷ (TN + FN), the positive class against all others, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'It depends on the base rate: where few are positive it is high for any model, also for one that calls nobody positive. Do not read a difference between groups of different base rates as a difference in how well the model works.',
  sources: [berk2021, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: rateOptions,
  denominator: 'labelled rows predicted other than positive',
  usesLabels: true,
  count: ({ trueNegatives, falseNegatives }) => ({ successes: trueNegatives, n: trueNegatives + falseNegatives }),
  compute: (outcomes, options) => ratePerGroup(outcomes, negativePredictiveValue, options),
};
