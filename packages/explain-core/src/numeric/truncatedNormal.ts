import { STEPS } from './drawsPlain.js';
import { normalQuantile } from './normal.js';
import { normalCdf } from './normalCdf.js';

/**
 * The inverse distribution function of a normal (mean, standardDeviation) cut to [lower, upper], at the ends of 512 steps of equal probability, for `chooseValues`; between them it is
 * straight to some parts in 10^5 of the range. Equal bounds, or no spread, give the one value there is.
 */
export function truncatedNormalTable(mean: number, standardDeviation: number, lower: number, upper: number): Float64Array {
  const cut = (value: number): number => Math.min(upper, Math.max(lower, value));
  if (!(upper > lower) || standardDeviation === 0) return new Float64Array(STEPS + 1).fill(cut(mean));
  const from = normalCdf((lower - mean) / standardDeviation);
  const to = normalCdf((upper - mean) / standardDeviation);
  const table = new Float64Array(STEPS + 1);
  for (let i = 0; i <= STEPS; i++) {
    // The ends stand for the outer quarter of the outer steps: a bound may lie far out in a tail, with hardly anything on the way to it.
    const step = Math.min(STEPS - 0.25, Math.max(0.25, i));
    const p = from + (to - from) * (step / STEPS);
    table[i] = cut(p <= 0 ? lower : p >= 1 ? upper : mean + standardDeviation * normalQuantile(p));
  }
  return table;
}
