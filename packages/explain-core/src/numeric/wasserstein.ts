import { mergedCdfs, type Distribution } from './distribution.js';
import { pairwiseSum } from './sum.js';

/**
 * First Wasserstein (earth mover's) distance of two distributions of numbers: ∫ |F − G|, in the units of the values; how far, on
 * average, a value of one must move for the two to be alike. Exact, since both functions are steps. Null where one has no weight.
 * Vallender 1974, "Calculation of the Wasserstein distance between probability distributions on the line", Theory of Probability 18.
 */
export function wasserstein(first: Distribution, second: Distribution): number | null {
  const merged = mergedCdfs(first, second);
  if (merged === null) return null;
  const { values } = merged;
  return pairwiseSum(values.subarray(1).map((value, i) => Math.abs(merged.first[i]! - merged.second[i]!) * (value - values[i]!)));
}
