import { accuracy } from './accuracy.js';
import { balancedAccuracy } from './balancedAccuracy.js';
import { baseRate } from './baseRate.js';
import { errorRate } from './errorRate.js';
import { f1Score } from './f1Score.js';
import { falseDiscoveryRate } from './falseDiscoveryRate.js';
import { falseNegativeRate } from './falseNegativeRate.js';
import { falseOmissionRate } from './falseOmissionRate.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import type { FairnessMetric } from './metric.js';
import { negativePredictiveValue } from './negativePredictiveValue.js';
import { precision } from './precision.js';
import { rateStatistic, type RateMetric } from './rate.js';
import { selectionRate } from './selectionRate.js';
import type { Statistic, StatisticMetric } from './statistic.js';
import { trueNegativeRate } from './trueNegativeRate.js';
import { truePositiveRate } from './truePositiveRate.js';

/** Every number that follows from a group's counts, in the order of plans and reports. */
export const groupStatistics = [
  baseRate,
  selectionRate,
  truePositiveRate,
  falsePositiveRate,
  trueNegativeRate,
  falseNegativeRate,
  precision,
  negativePredictiveValue,
  falseDiscoveryRate,
  falseOmissionRate,
  accuracy,
  errorRate,
  balancedAccuracy,
  f1Score,
] as const satisfies readonly (RateMetric | StatisticMetric)[];

/** A number of groups, and the method that gives it for each. */
export interface ComparedStatistic {
  readonly metric: FairnessMetric;
  readonly statistic: Statistic;
}

/** What comparisons can be asked for by name. */
export const comparedStatistics: readonly ComparedStatistic[] = groupStatistics.map((metric) => ({ metric: metric as FairnessMetric, statistic: 'of' in metric ? metric : rateStatistic(metric) }));
