import { takeRows } from '../../data/select.js';
import type { CategoryColumn, NumberColumn, Table } from '../../data/table.js';
import type { Ask } from '../ask.js';
import { askCopies } from './askCopies.js';
import type { Curve, Size } from './curveDoubt.js';
import { accumulatedCurve, at, between, centredSum, deviationOverRows, rowsAt, type Effect } from './localEffects.js';

/** Accumulated local effects of one feature. */
export interface LocalEffects {
  readonly curve: Curve;
  /** Rows that have a value. */
  readonly n: number;
  /** Rows in each bin of a number, or at each level of a category. */
  readonly counts: Float64Array;
  /** Standard deviation over those rows. */
  readonly deviation: Size;
}

/** Which bin each value lies in: bin k holds edges[k] < value ≤ edges[k + 1], the first its lower edge too. */
export function binsOf(values: ArrayLike<number>, edges: ArrayLike<number>): Int32Array {
  return Int32Array.from(values, (value) => {
    let [low, high] = [0, edges.length - 2];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= edges[middle + 1]!) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

/**
 * Of a number: in each bin the mean over its rows of f(upper edge) − f(lower edge), added up, less its mean over rows taken halfway between the edges.
 * Apley and Zhu 2020, equations 15 and 16, centred as their ALEPlot does. Rows without a value are left out.
 *   edges: ascending and distinct, two at least, from the smallest value to the largest
 */
export async function numberEffects(rows: Table, column: NumberColumn, edges: Float64Array, ask: Ask): Promise<LocalEffects> {
  const known = positionsWhere(rows.rows, (i) => !Number.isNaN(column.values[i]!));
  const n = known.length;
  const bins = binsOf(Float64Array.from(known, (i) => column.values[i]!), edges);
  const edge = (position: number): number => (position < n ? edges[bins[position]!]! : edges[bins[position - n]! + 1]!);
  const answers = await askCopies(takeRows(rows, known), 2, new Map([[column.name, edge]]), ask);
  const effects = Array.from(known, (row, i): Effect => ({ row, step: bins[i]!, change: answers[n + i]! - answers[i]! }));
  const counts = rowsAt(bins, edges.length - 1);
  return { n, counts, curve: accumulatedCurve(effects, rows.rows, counts.length, centredSum(between, counts)), deviation: deviationOverRows(between, counts) };
}

/**
 * Of a category whose levels are put in an order: between neighbours the mean, over the rows of both, of f(upper level) − f(lower level), added up, less its mean over rows.
 * The supplement of Apley and Zhu 2020, as their ALEPlot does. Rows without a value are left out.
 *   order: codes of the levels that rows have, two at least
 */
export async function levelEffects(rows: Table, column: CategoryColumn, order: readonly number[], ask: Ask): Promise<LocalEffects> {
  const place = new Map(order.map((code, at) => [code, at]));
  const known = positionsWhere(rows.rows, (i) => place.has(column.codes[i]!));
  const n = known.length;
  const own = known.map((i) => place.get(column.codes[i]!)!);
  const last = order.length - 1;
  // Each row as it is, one level up and one level down; at the ends it stays.
  const level = (position: number): number => {
    const p = own[position % n]!;
    return order[position < n ? p : position < 2 * n ? Math.min(last, p + 1) : Math.max(0, p - 1)]!;
  };
  const answers = await askCopies(takeRows(rows, known), 3, new Map([[column.name, level]]), ask);
  const effects = Array.from(known).flatMap((row, i): Effect[] => [
    ...(own[i]! < last ? [{ row, step: own[i]!, change: answers[n + i]! - answers[i]! }] : []),
    ...(own[i]! > 0 ? [{ row, step: own[i]! - 1, change: answers[i]! - answers[2 * n + i]! }] : []),
  ]);
  const counts = rowsAt(own, order.length);
  return { n, counts, curve: accumulatedCurve(effects, rows.rows, last, centredSum(at, counts)), deviation: deviationOverRows(at, counts) };
}

export function positionsWhere(count: number, is: (i: number) => boolean): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i).filter(is);
}
