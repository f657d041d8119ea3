import { normalQuantile, twoSidedZ } from './normal.js';

/**
 * What a two-sided pooled z test at significance 1 − level can see. Two proportions with pooled rate p̄ differ detectably, with
 * probability `power`, when
 *   |p1 − p2| = z √(p̄ (1 − p̄)(1/n1 + 1/n2)) + z_power √(p1 (1 − p1)/n1 + p2 (1 − p2)/n2).
 * Without continuity correction: the test meant here has none. R's power.prop.test and statsmodels compute so.
 * Fleiss, Levin, Paik 2003, "Statistical methods for rates and proportions", 3rd ed., 4.14 and 4.17; Cohen 1988, "Statistical power
 * analysis for the behavioral sciences", ch. 6, has the same by arcsines.
 */
export interface Demands {
  /** 1 − α of the test. */
  readonly level: number;
  readonly power: number;
}

/**
 * The smallest gap that groups of n1 and n2 would show, when the first has the higher rate (direction 1) or the lower (−1) and `pooledRate` is
 * the rate of both together: p1 = p̄ ± gap · n2/(n1 + n2), p2 = p̄ ∓ gap · n1/(n1 + n2). Null where not even the largest gap that is possible
 * around that rate would show: in a small group, say, whose rate cannot fall far below a low one; or with a pooled rate of 0 or 1.
 */
export function minimumDetectableGap(n1: number, n2: number, pooledRate: number, direction: 1 | -1, { level, power }: Demands): number | null {
  if (!(n1 >= 1 && n2 >= 1 && Number.isFinite(n1 + n2))) throw new RangeError(`power needs at least one row in each group, got ${n1} and ${n2}`);
  if (!(pooledRate >= 0 && pooledRate <= 1)) throw new RangeError(`a pooled rate lies between 0 and 1, got ${pooledRate}`);
  const [z, zPower] = quantiles(level, power);
  // A lower rate of successes is a higher one of failures.
  const rate = direction === 1 ? pooledRate : 1 - pooledRate;
  const [share1, share2] = [n2 / (n1 + n2), n1 / (n1 + n2)];
  const underEquality = z * Math.sqrt(rate * (1 - rate) * (1 / n1 + 1 / n2));
  const shows = (gap: number): boolean => {
    const [p1, p2] = [Math.min(1, rate + gap * share1), Math.max(0, rate - gap * share2)];
    return gap >= underEquality + zPower * Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2);
  };
  let high = Math.min((1 - rate) / share1, rate / share2);
  if (high <= 0 || !shows(high)) return null;
  let low = 0;
  for (;;) {
    const middle = (low + high) / 2;
    // Down to neighbouring numbers: the answer does not hang on a tolerance.
    if (middle <= low || middle >= high) return high;
    if (shows(middle)) high = middle;
    else low = middle;
  }
}

/**
 * How many rows the first group needs for rates p1 and p2 to show, when the second has `ratio` times as many:
 *   n1 = (z √(p̄ (1 − p̄)(1 + 1/ratio)) + z_power √(p1 (1 − p1) + p2 (1 − p2)/ratio))² ÷ (p1 − p2)²,   p̄ = (p1 + ratio · p2) ÷ (1 + ratio).
 * Not rounded up. Null when the rates are equal: no number of rows shows what is not there.
 */
export function rowsNeeded(p1: number, p2: number, { level, power }: Demands, ratio = 1): number | null {
  for (const p of [p1, p2]) if (!(p >= 0 && p <= 1)) throw new RangeError(`a rate lies between 0 and 1, got ${p}`);
  if (!(ratio > 0 && Number.isFinite(ratio))) throw new RangeError(`the second group needs rows too, got ${ratio} times as many`);
  if (p1 === p2) return null;
  const [z, zPower] = quantiles(level, power);
  const pooled = (p1 + ratio * p2) / (1 + ratio);
  const deviation = z * Math.sqrt(pooled * (1 - pooled) * (1 + 1 / ratio)) + zPower * Math.sqrt(p1 * (1 - p1) + (p2 * (1 - p2)) / ratio);
  return (deviation / (p1 - p2)) ** 2;
}

function quantiles(level: number, power: number): [number, number] {
  if (!(power >= 0.5 && power < 1)) throw new RangeError(`power must be at least 0.5 and below 1, got ${power}`);
  return [twoSidedZ(level), power === 0.5 ? 0 : normalQuantile(power)];
}
