import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { berk2021 } from './sources.js';

/**
 * P(h ≠ y | A = a), every class counted, not only the positive one; accuracy is what lacks to 1. Undefined without labelled rows.
 * Berk et al. 2021.
 */
export const errorRate: RateMetric = {
  pillar: 'fairness',
  id: 'errorRate',
  version: 1,
  label: 'Error rate',
  summary: 'Share of rows whose predicted class is not the true one.',
  definition: 'Rows not predicted their own label ÷ labelled rows, over all classes, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'One minus accuracy. Both kinds of mistake count the same, though one may harm people and the other not; and where one class is rare, a model that never predicts it has a low error rate.',
  sources: [berk2021, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: rateOptions,
  denominator: 'rows with a label',
  usesLabels: true,
  count: ({ correct, labelled }) => ({ successes: labelled - correct, n: labelled }),
  compute: (outcomes, options) => ratePerGroup(outcomes, errorRate, options),
};
