import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { chouldechova2017 } from './sources.js';

/**
 * P(y = positive | h = positive, A = a) = TP ÷ (TP + FP).
 * More than two classes: the positive class against all others. Undefined without labelled rows predicted positive.
 * Chouldechova 2017: what predictive parity compares.
 */
export const precision: RateMetric = {
  pillar: 'fairness',
  id: 'precision',
  version: 1,
  label: 'Precision',
  summary: 'Share of those the model calls positive who truly are; also positive predictive value.',
  definition:
    'TP ÷ (TP + FP), the positive class against all others, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'It says what being called positive is worth. It depends on the base rate: a group with fewer positives has a lower one at equal error rates, so do not read a difference between such groups as a difference in how well the model works.',
  sources: [chouldechova2017, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options: rateOptions,
  denominator: 'labelled rows predicted positive',
  usesLabels: true,
  count: (counts) => ({ successes: counts.truePositives, n: counts.truePositives + counts.falsePositives }),
  compute: (outcomes, options) => ratePerGroup(outcomes, precision, options),
};
