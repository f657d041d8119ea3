import { mergedCdfs, type Distribution } from './distribution.js';

export interface KolmogorovSmirnov {
  /** sup |F − G|, in [0, 1]. */
  readonly distance: number;
  /** The smallest value where it is reached: of all thresholds, the one that divides the two most differently. */
  readonly at: number;
  /** F and G there. */
  readonly first: number;
  readonly second: number;
}

/**
 * Largest gap between two distribution functions: the widest difference in selection rates that any threshold could make.
 * Smirnov 1939, "On the estimation of the discrepancy between empirical curves of distribution for two independent samples", Bulletin
 * of Moscow University 2. Null where one has no weight.
 */
export function kolmogorovSmirnov(first: Distribution, second: Distribution): KolmogorovSmirnov | null {
  const merged = mergedCdfs(first, second);
  if (merged === null) return null;
  let widest = 0;
  merged.values.forEach((_, i) => {
    if (gap(i) > gap(widest)) widest = i;
  });
  function gap(i: number): number {
    return Math.abs(merged!.first[i]! - merged!.second[i]!);
  }
  return { distance: gap(widest), at: merged.values[widest]!, first: merged.first[widest]!, second: merged.second[widest]! };
}
