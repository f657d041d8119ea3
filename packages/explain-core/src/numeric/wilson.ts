import type { Interval } from './estimate.js';
import { twoSidedZ } from './normal.js';

/** `successes` of `n` independent trials; n ≥ 1. */
export interface Proportion {
  readonly successes: number;
  readonly n: number;
}

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The score interval of a proportion: all p that a two-sided score test would not reject. Never leaves [0, 1] and is not empty
 * where the normal approximation is worst, at 0 and n successes.
 * Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA 22.
 */
export function wilson(successes: number, n: number, level: number): Interval {
  return { ...wilsonBounds({ successes, n }, twoSidedZ(level)), level, method: 'wilson' };
}

/** The same for a given normal quantile z. */
export function wilsonBounds({ successes, n }: Proportion, z: number): Bounds {
  assertProportion(successes, n);
  const zz = z * z;
  const middle = (successes + zz / 2) / (n + zz);
  const half = (z / (n + zz)) * Math.sqrt((successes * (n - successes)) / n + zz / 4);
  // At 0 and n the exact bounds are 0 and 1; rounding would leave 1e-17 instead.
  return { lower: successes === 0 ? 0 : middle - half, upper: successes === n ? 1 : middle + half };
}

export function assertProportion(successes: number, n: number): void {
  if (!(n >= 1 && successes >= 0 && successes <= n && Number.isFinite(n))) {
    throw new RangeError(`a proportion needs 0 to n successes of n ≥ 1 trials, got ${successes} of ${n}`);
  }
}
