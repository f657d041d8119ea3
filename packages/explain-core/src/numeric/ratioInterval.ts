import { notEstimable, type Estimate } from './estimate.js';
import { meanOf, tEstimate } from './meanInterval.js';
import { pairwiseSum } from './sum.js';

/**
 * Σ a ÷ Σ b over n independently drawn units, b ≥ 0, with Student's interval for the linearised ratio, cut at 0.
 * Cochran 1977, "Sampling techniques", section 6.4.
 */
export function ratioEstimate(a: readonly number[], b: readonly number[], level: number, zeroBecause: string): Estimate {
  const n = a.length;
  const total = pairwiseSum(b);
  if (total === 0) return notEstimable(n, zeroBecause);
  if (n < 2) return notEstimable(n, 'one row alone says nothing of how rows differ; two are needed');
  const ratio = pairwiseSum(a) / total;
  const { standardError } = meanOf(a.map((value, i) => (value - ratio * b[i]) / (total / n)));
  return tEstimate({ mean: ratio, n, standardError }, level, [0, Infinity]);
}
