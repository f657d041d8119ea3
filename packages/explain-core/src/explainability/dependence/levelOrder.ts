import type { CategoryColumn, Column, Table } from '../../data/table.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { symmetricEigen } from '../../numeric/symmetricEigen.js';

/**
 * An order of the levels of a category that have rows, so that neighbours are alike in the other features: classical scaling to one dimension of the distances between levels, which are summed over
 * the other features, Kolmogorov and Smirnov's distance of a number and half the sum of the differences of shares of a category or text.
 * Apley and Zhu 2020, supplement; Torgerson 1952, "Multidimensional scaling: I. Theory and method", Psychometrika 17. Their ALEPlot looks for the largest difference of a
 * number's distributions at 100 quantiles, we at every value. A missing value counts as one more value, beyond all others. Levels that
 * the scaling puts in one place stay in the column's order, whose first level comes before the last.
 */
export function levelOrder(rows: Table, column: CategoryColumn): number[] {
  const present = [...new Set(column.codes)].filter((code) => code >= 0).sort((a, b) => a - b);
  if (present.length < 3) return present;
  const place = new Map(present.map((code, at) => [code, at]));
  const level = Int32Array.from(column.codes, (code) => place.get(code) ?? -1);
  const k = present.length;
  const distances = matrix(k, k);
  for (const other of rows.columns) if (other !== column) addDistances(distances, other, level, k);
  const coordinate = firstCoordinate(distances);
  // What rounding leaves of equal places is no order.
  const largest = coordinate.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const rounded = coordinate.map((value) => (largest === 0 ? 0 : Math.round((value / largest) * 1e9)));
  const turned = rounded[0]! > rounded[k - 1]! ? -1 : 1;
  return [...present.keys()].sort((a, b) => turned * (rounded[a]! - rounded[b]!) || a - b).map((at) => present[at]!);
}

function addDistances(distances: Matrix, other: Column, level: Int32Array, k: number): void {
  const counts = new Float64Array(k);
  for (const at of level) if (at >= 0) counts[at]! += 1;
  const shares = sharesByValue(other, level, counts);
  const gap = matrix(k, k);
  const running = new Float64Array(k);
  for (const share of shares) {
    if (other.kind === 'number') for (let a = 0; a < k; a++) running[a]! += share[a]!;
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < a; b++) {
        const cell = a * k + b;
        if (other.kind === 'number') gap.values[cell] = Math.max(gap.values[cell]!, Math.abs(running[a]! - running[b]!));
        else gap.values[cell]! += Math.abs(share[a]! - share[b]!) / 2;
      }
    }
  }
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < a; b++) {
      distances.values[a * k + b]! += gap.values[a * k + b]!;
      distances.values[b * k + a] = distances.values[a * k + b]!;
    }
  }
}

/** Of each value of the other column, ascending for numbers, missing last: the share of each level's rows that have it. */
function sharesByValue(other: Column, level: Int32Array, counts: Float64Array): Float64Array[] {
  const cells: ArrayLike<number | string | null> = other.kind === 'category' ? other.codes : other.values;
  const byValue = new Map<number | string | null, Float64Array>();
  const order = [...level.keys()].filter((i) => level[i]! >= 0);
  if (other.kind === 'number') order.sort((a, b) => missingLast(other.values[a]!) - missingLast(other.values[b]!) || a - b);
  for (const i of order) {
    let share = byValue.get(cells[i]!);
    if (share === undefined) byValue.set(cells[i]!, (share = new Float64Array(counts.length)));
    share[level[i]!]! += 1 / counts[level[i]!]!;
  }
  return [...byValue.values()];
}

function missingLast(value: number): number {
  return Number.isNaN(value) ? Number.MAX_VALUE : value;
}

/** Classical scaling: the first eigenvector of −½ J D² J, times the root of its eigenvalue; all 0 where no distance is above 0. */
function firstCoordinate({ rows: k, values }: Matrix): Float64Array {
  const squares = values.map((distance) => distance * distance);
  const means = Float64Array.from({ length: k }, (_, a) => squares.subarray(a * k, (a + 1) * k).reduce((sum, square) => sum + square / k, 0));
  const mean = means.reduce((sum, one) => sum + one / k, 0);
  const centred = matrix(k, k, squares.map((square, cell) => -(square - means[Math.floor(cell / k)]! - means[cell % k]! + mean) / 2));
  const { values: eigenvalues, vectors } = symmetricEigen(centred);
  const root = Math.sqrt(Math.max(0, eigenvalues[0]!));
  return Float64Array.from({ length: k }, (_, a) => root * vectors.values[a * k]!);
}
