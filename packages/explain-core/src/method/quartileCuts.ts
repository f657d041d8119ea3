import { quantile } from '../numeric/quantile.js';

/** A protected number column that makes more groups than this is cut into ranges, unless its cuts are given. */
export const MOST_UNCUT_GROUPS = 20;

/**
 * Where to cut a number column into ranges that hold about a quarter of the rows each: its quartiles (Hyndman and Fan's definition 7), of a whole-number
 * column rounded up, which splits the same rows. A quartile that is the smallest value itself would leave the lowest range empty; the next
 * larger value stands in for it. Distinct and ascending; empty where the column does not vary.
 *   values: of the rows looked at, NaN for missing; `min` and `max` are those of all rows.
 */
export function quartileCuts(values: Float64Array, { min, max, integer }: { readonly min: number; readonly max: number; readonly integer: boolean }): number[] {
  if (min === max) return [];
  const ascending = values.filter((value) => !Number.isNaN(value)).sort();
  // Where the rows looked at are all alike, the column varies elsewhere: the largest value is a range of its own.
  const next = ascending.find((value) => value > min) ?? max;
  const quartiles = ascending.length === 0 ? [next] : [0.25, 0.5, 0.75].map((p) => quantile(ascending, p));
  const cuts = quartiles.map((quartile) => (quartile <= min ? next : integer ? Math.ceil(quartile) : quartile));
  return [...new Set(cuts)].sort((a, b) => a - b);
}
