import { takeRows } from '../../data/select.js';
import type { NumberColumn, Table } from '../../data/table.js';
import type { Ask } from '../ask.js';
import { binsOf, positionsWhere } from './aleCurve.js';
import { askCopies } from './askCopies.js';
import type { Curve, Size } from './curveDoubt.js';
import { accumulatedCurve, deviationOverPlaces, meanOver, rowsAt, type Accumulate, type Effect } from './localEffects.js';

/** What two numbers do together beyond what each does alone. */
export interface JointEffects {
  /** Points row by row: [first edges, second edges]. */
  readonly surface: Curve;
  /** Rows that have both values. */
  readonly n: number;
  /** Rows in each cell, [first bins, second bins]. */
  readonly counts: Float64Array;
  readonly deviation: Size;
}

type Edges = readonly [Float64Array, Float64Array];

/**
 * Second-order accumulated local effects: in each cell the mean over its rows of f(both upper) − f(one lower) − f(other lower) + f(both lower), added up over both
 * bins, less what either feature does alone, less its mean over rows. A cell without rows has the effect of the nearest cell that has some, by its
 * middle in units of the features' ranges. Apley and Zhu 2020, equations 17 to 20, as their ALEPlot does.
 */
export async function jointEffects(rows: Table, [one, other]: readonly [NumberColumn, NumberColumn], edges: Edges, ask: Ask): Promise<JointEffects> {
  const known = positionsWhere(rows.rows, (i) => !Number.isNaN(one.values[i]!) && !Number.isNaN(other.values[i]!));
  const n = known.length;
  const bins = [binsOf(Float64Array.from(known, (i) => one.values[i]!), edges[0]), binsOf(Float64Array.from(known, (i) => other.values[i]!), edges[1])] as const;
  // Copies: both lower, the first upper, the second upper, both upper.
  const corner = (feature: 0 | 1) => (position: number): number => {
    const upper = (Math.floor(position / n) >> feature) & 1;
    return edges[feature][bins[feature][position % n]! + upper]!;
  };
  const answers = await askCopies(takeRows(rows, known), 4, new Map([[one.name, corner(0)], [other.name, corner(1)]]), ask);
  const across = edges[1].length - 1;
  const cells = Int32Array.from(known, (_, i) => bins[0][i]! * across + bins[1][i]!);
  const effects = Array.from(known, (row, i): Effect => ({ row, step: cells[i]!, change: answers[3 * n + i]! - answers[n + i]! - (answers[2 * n + i]! - answers[i]!) }));
  const counts = rowsAt(cells, (edges[0].length - 1) * across);
  return { n, counts, surface: accumulatedCurve(effects, rows.rows, counts.length, overCells(counts, edges)), deviation: deviationOverCells(counts, edges) };
}

function overCells(counts: Float64Array, edges: Edges): Accumulate {
  const [down, across] = [edges[0].length - 1, edges[1].length - 1];
  const width = across + 1;
  const lender = lenders(counts, edges);
  const alone = [rowsAlong(counts, down, across, 0), rowsAlong(counts, down, across, 1)] as const;
  return (cells) => {
    const surface = new Float64Array((down + 1) * width);
    for (let k = 1; k <= down; k++) {
      let along = 0;
      for (let l = 1; l <= across; l++) {
        along += cells[lender[(k - 1) * across + l - 1]!]!;
        surface[k * width + l] = surface[(k - 1) * width + l]! + along;
      }
    }
    // What each feature does alone on this surface, by the mean over the rows of its bins.
    const first = new Float64Array(down + 1);
    const second = new Float64Array(across + 1);
    for (let k = 1; k <= down; k++) {
      for (let l = 1; l <= across; l++) {
        const rows = counts[(k - 1) * across + l - 1]!;
        const [low, right, up, high] = corners(surface, width, k, l);
        first[k]! += (rows * (up - low + high - right)) / 2 / alone[0][k - 1]!;
        second[l]! += (rows * (right - low + high - up)) / 2 / alone[1][l - 1]!;
      }
    }
    for (let k = 1; k <= down; k++) first[k]! += first[k - 1]!;
    for (let l = 1; l <= across; l++) second[l]! += second[l - 1]!;
    for (let k = 0; k <= down; k++) for (let l = 0; l <= across; l++) surface[k * width + l]! -= first[k]! + second[l]!;
    const mean = meanOver(middles(surface, down, across), counts);
    return surface.map((value) => value - mean);
  };
}

/** Of the cell that ends at point (k, l): its lower corner, the one further along the second feature, the one further along the first, the upper corner. */
function corners(surface: Float64Array, width: number, k: number, l: number): readonly [number, number, number, number] {
  const low = (k - 1) * width + l - 1;
  return [surface[low]!, surface[low + 1]!, surface[low + width]!, surface[low + width + 1]!];
}

function middles(surface: Float64Array, down: number, across: number): Float64Array {
  return Float64Array.from({ length: down * across }, (_, cell) => {
    const [a, b, c, d] = corners(surface, across + 1, Math.floor(cell / across) + 1, (cell % across) + 1);
    return (a + b + c + d) / 4;
  });
}

function deviationOverCells(counts: Float64Array, edges: Edges): Size {
  return (surface) => deviationOverPlaces(middles(surface, edges[0].length - 1, edges[1].length - 1), counts);
}

function rowsAlong(counts: Float64Array, down: number, across: number, feature: 0 | 1): Float64Array {
  const sums = new Float64Array(feature === 0 ? down : across);
  counts.forEach((rows, cell) => (sums[feature === 0 ? Math.floor(cell / across) : cell % across]! += rows));
  return sums;
}

/** Which cell's effect each cell has: its own, or the nearest's that has rows, of equally near ones the first. */
function lenders(counts: Float64Array, edges: Edges): Int32Array {
  const across = edges[1].length - 1;
  const middle = (feature: 0 | 1, bin: number): number => (edges[feature][bin]! + edges[feature][bin + 1]!) / 2 / (edges[feature].at(-1)! - edges[feature][0]!);
  const full = [...counts.keys()].filter((cell) => counts[cell]! > 0);
  return Int32Array.from(counts, (rows, cell) => {
    if (rows > 0) return cell;
    const distance = (other: number): number =>
      (middle(0, Math.floor(cell / across)) - middle(0, Math.floor(other / across))) ** 2 + (middle(1, cell % across) - middle(1, other % across)) ** 2;
    return full.reduce((best, other) => (distance(other) < distance(best) ? other : best));
  });
}
