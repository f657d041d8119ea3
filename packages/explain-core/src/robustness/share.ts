import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { pairwiseSum } from '../numeric/sum.js';
import { widestDifference } from '../numeric/widestGap.js';
import { wilson, type Proportion } from '../numeric/wilson.js';

/**
 * Mean of one value in [0, 1] for each row. Rows are the units: where each value is a mean over `draws` draws of one row, the interval is
 * Wilson's for the effective sample size p (1 − p) ÷ (s² ÷ n), s² the variance between rows, kept between n (draws of a row are
 * copies of each other) and n · draws (they are independent). Where every row says the same it is n: nothing is known of a row's share
 * of doubt there, and the fewer trials claim less. Korn and Graubard 1998, with Wilson's interval in place of Clopper and Pearson's.
 */
export function shareOf(values: readonly number[], draws: number, level: number, emptyBecause: string): Estimate {
  if (values.length === 0) return notEstimable(0, emptyBecause);
  const { successes, n } = effective(values, draws);
  const method = n === values.length ? 'wilson' : 'wilsonEffectiveSample';
  return { value: meanOf(values), n: values.length, interval: { ...wilson(successes, n, level), method } };
}

/** Largest less smallest share of two or more groups, none empty, with an interval for the widest gap whichever groups it is between. */
export function gapOf(groups: readonly (readonly number[])[], draws: number, level: number): Estimate {
  const n = groups.reduce((sum, values) => sum + values.length, 0);
  const shares = groups.map(meanOf);
  const interval = widestDifference([groups.map((values) => effective(values, draws))], level);
  return { value: Math.max(...shares) - Math.min(...shares), n, interval };
}

function meanOf(values: readonly number[]): number {
  return pairwiseSum(values) / values.length;
}

function effective(values: readonly number[], draws: number): Proportion {
  const rows = values.length;
  const mean = meanOf(values);
  if (draws === 1 || rows < 2 || mean === 0 || mean === 1) return { successes: mean * rows, n: rows };
  const variance = pairwiseSum(values.map((value) => (value - mean) ** 2)) / (rows - 1);
  const n = Math.min(rows * draws, Math.max(rows, (mean * (1 - mean) * rows) / variance));
  return { successes: mean * n, n };
}
