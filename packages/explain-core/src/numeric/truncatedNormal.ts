import { normalQuantile } from './normal.js';
import { normalCdf } from './normalCdf.js';

/** Steps of equal probability; between them the inverse is straight to some parts in 10^5 of the range. */
const KNOTS = 512;

/**
 * Turns a uniform draw into one of a normal (mean, standardDeviation) cut to [lower, upper], from a table of its inverse
 * distribution function: one look-up a draw. Equal bounds, or no spread, give the one value there is.
 */
export function truncatedNormal(mean: number, standardDeviation: number, lower: number, upper: number): (uniform: number) => number {
  const cut = (value: number): number => Math.min(upper, Math.max(lower, value));
  if (!(upper > lower) || standardDeviation === 0) return () => cut(mean);
  const from = normalCdf((lower - mean) / standardDeviation);
  const to = normalCdf((upper - mean) / standardDeviation);
  const knots = Float64Array.from({ length: KNOTS + 1 }, (_, i) => {
    // The ends stand for the outer quarter of the outer steps: a bound may lie far out in a tail, with hardly anything on the way to it.
    const step = Math.min(KNOTS - 0.25, Math.max(0.25, i));
    const p = from + (to - from) * (step / KNOTS);
    return cut(p <= 0 ? lower : p >= 1 ? upper : mean + standardDeviation * normalQuantile(p));
  });
  return (uniform) => {
    const at = uniform * KNOTS;
    const knot = Math.floor(at);
    return knots[knot] + (knots[knot + 1] - knots[knot]) * (at - knot);
  };
}
