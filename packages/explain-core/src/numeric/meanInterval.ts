import { notEstimable, type Estimate } from './estimate.js';
import { studentTQuantile } from './studentT.js';
import { pairwiseSum } from './sum.js';

/** A mean with the standard error that the spread of its units gives it. */
export interface Mean {
  readonly mean: number;
  readonly n: number;
  readonly standardError: number;
}

/** n ≥ 2. */
export function meanOf(values: ArrayLike<number>): Mean {
  const n = values.length;
  const mean = pairwiseSum(values) / n;
  const squares = Float64Array.from(values, (value) => (value - mean) ** 2);
  return { mean, n, standardError: Math.sqrt(pairwiseSum(squares) / (n - 1) / n) };
}

/**
 * Mean of one value for each of n independently drawn units, with Student's interval, cut to `range` where the values have one.
 * Student 1908, "The probable error of a mean", Biometrika 6. One unit says nothing of how units differ and so has no interval.
 */
export function meanEstimate(values: ArrayLike<number>, level: number, range: readonly [number, number] = [-Infinity, Infinity], what = 'rows'): Estimate {
  if (values.length === 0) return notEstimable(0, `there are no ${what} to average over`);
  if (values.length === 1) return notEstimable(1, `one of the ${what} alone says nothing of how they differ; two are needed`);
  return tEstimate(meanOf(values), level, range);
}

export function tEstimate({ mean, n, standardError }: Mean, level: number, [smallest, largest]: readonly [number, number] = [-Infinity, Infinity]): Extract<Estimate, { value: number }> {
  const half = studentTQuantile((1 + level) / 2, n - 1) * standardError;
  return { value: mean, n, interval: { lower: Math.max(smallest, mean - half), upper: Math.min(largest, mean + half), level, method: 'studentT' } };
}
