import { squaredError } from '../numeric/brier.js';
import { meanStatistic } from './scoreMean.js';
import { rateOptions, type FairnessMetric, type RateOptions } from './metric.js';
import { brier1950, hall1992, student1908 } from './scoreSources.js';
import { perGroup } from './statistic.js';

/**
 * Mean of (p − y)² over labelled rows, p the score and y 1 for the positive class, else 0; in [0, 1], ideal 0. Undefined without labelled rows.
 * Brier 1950; his sum over both classes is twice this.
 */
export const brierScore: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'brierScore',
  version: 2,
  label: 'Brier score',
  summary: 'Mean squared distance between predicted probability and what happened; 0 is perfect.',
  definition:
    'Mean of (p − y)² over labelled rows, p the predicted probability of the positive class, y 1 for the positive class and 0 for all others, with Student’s interval, corrected for skewness and cut at 0 and 1. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution: 'It mixes calibration with how hard the outcome is to predict: a group whose outcome is rarer has a lower score from any model, p(1 − p) for one that only knows the base rate. Compare groups of like base rates, or look at calibration and the area under the curve apart.',
  sources: [brier1950, student1908, hall1992],
  needs: ['scores', 'probabilities', 'labels'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, brierScoreStatistic, options),
};

export const brierScoreStatistic = meanStatistic('brier', squaredError, { id: brierScore.id, label: brierScore.label, range: [0, 1] });
