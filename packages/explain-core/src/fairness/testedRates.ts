import { accuracy } from './accuracy.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { negativePredictiveValue } from './negativePredictiveValue.js';
import { precision } from './precision.js';
import type { RateMetric } from './rate.js';
import { selectionRate } from './selectionRate.js';
import { truePositiveRate } from './truePositiveRate.js';

/** The rates that can differ by themselves; of a rate and its complement, one. */
export const testedRates: readonly RateMetric[] = [selectionRate, truePositiveRate, falsePositiveRate, precision, negativePredictiveValue, accuracy];
