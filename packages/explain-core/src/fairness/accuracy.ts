import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { berk2021 } from './sources.js';

/**
 * P(h = y | A = a), every class counted, not only the positive one. Undefined without labelled rows.
 * Berk et al. 2021: what overall accuracy equality compares.
 */
export const accuracy: RateMetric = {
  pillar: 'fairness',
  id: 'accuracy',
  version: 1,
  label: 'Accuracy',
  summary: 'Share of rows whose predicted class is the true one.',
  definition:
    'Rows predicted their own label ÷ labelled rows, over all classes, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'It counts both kinds of mistake the same, though one may harm people and the other not, and where one class is rare a model that never predicts it is accurate. It trusts the labels. Read it with the false positive and false negative rates.',
  sources: [berk2021, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options: rateOptions,
  denominator: 'rows with a label',
  usesLabels: true,
  count: (counts) => ({ successes: counts.correct, n: counts.labelled }),
  compute: (outcomes, options) => ratePerGroup(outcomes, accuracy, options),
};
