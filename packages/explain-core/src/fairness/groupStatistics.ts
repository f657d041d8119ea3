import { accuracy } from './accuracy.js';
import { balancedAccuracy } from './balancedAccuracy.js';
import { baseRate } from './baseRate.js';
import { errorRate } from './errorRate.js';
import { f1Score } from './f1Score.js';
import { falseDiscoveryRate } from './falseDiscoveryRate.js';
import { falseNegativeRate } from './falseNegativeRate.js';
import { falseOmissionRate } from './falseOmissionRate.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { negativePredictiveValue } from './negativePredictiveValue.js';
import { precision } from './precision.js';
import type { RateMetric } from './rate.js';
import { selectionRate } from './selectionRate.js';
import type { StatisticMetric } from './statistic.js';
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
