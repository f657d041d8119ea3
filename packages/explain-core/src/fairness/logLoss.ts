import { log } from '../elementary/logarithm.js';
import { SMALLEST_PROBABILITY, surprisal } from '../numeric/logLoss.js';
import { meanStatistic } from './scoreMean.js';
import { rateOptions, type FairnessMetric, type RateOptions } from './metric.js';
import { clippedWeight } from './moments.js';
import { good1952, hall1992, student1908 } from './scoreSources.js';
import { perGroup } from './statistic.js';

/**
 * Mean of −log of the probability that was given to the row's own label, in nats, the probability raised to 1e-15 where it is smaller; in [0, 34.54],
 * ideal 0. Undefined without labelled rows. Good 1952.
 */
export const logLoss: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'logLoss',
  version: 2,
  label: 'Log loss',
  summary: 'How surprised the model’s probabilities are by what happened, in nats; 0 is perfect.',
  definition:
    'Mean over labelled rows of −log p for rows of the positive class and −log(1 − p) for all others, natural logarithm, probabilities below 1e-15 raised to that; the rows this touches are counted in rowsClipped (their weight, where rows are weighted). Student’s interval, corrected for skewness and cut at 0 and 34.54. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution: 'A single row predicted with certainty and wrong outweighs hundreds of others, and what it costs is set by the limit of 1e-15: look at rowsClipped first. Like the Brier score it is lower where the outcome is rarer, whatever the model.',
  sources: [good1952, student1908, hall1992],
  needs: ['scores', 'probabilities', 'labels'],
  range: [0, 34.54],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, logLossStatistic, options),
};

export const logLossStatistic = meanStatistic('logLoss', surprisal, {
  id: logLoss.id,
  label: logLoss.label,
  range: [0, -log(SMALLEST_PROBABILITY)],
  countsOf: ({ moments }) => ({ rowsClipped: clippedWeight(moments) }),
});
