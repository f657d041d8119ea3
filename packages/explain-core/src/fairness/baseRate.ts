import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { chouldechova2017 } from './sources.js';

/**
 * P(y = positive | A = a), of rows with a label. It is about the data alone, whatever the model says. Undefined without labelled rows.
 * Chouldechova 2017: with different base rates, equal precision and equal error rates exclude each other.
 */
export const baseRate: RateMetric = {
  pillar: 'fairness',
  id: 'baseRate',
  version: 1,
  label: 'Base rate',
  summary: 'Share of a group whose label is the positive class.',
  definition: 'Rows labelled positive ÷ rows with a label, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'It says how the data are, not what the model does. Where groups differ in it, a model cannot be equal in error rates and in precision at once unless it is perfect. A difference may stem from how labels were made or rows were sampled; it does not justify a difference in decisions by itself.',
  sources: [chouldechova2017, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  direction: 'none',
  options: rateOptions,
  denominator: 'rows with a label',
  usesLabels: true,
  count: ({ truePositives, falseNegatives, labelled }) => ({ successes: truePositives + falseNegatives, n: labelled }),
  compute: (outcomes, options) => ratePerGroup(outcomes, baseRate, options),
};
