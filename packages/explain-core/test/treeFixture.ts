import { matrix, type Matrix } from '../src/numeric/matrix.js';
import type { Tree } from '../src/models/tree.js';
import { goesLeft } from '../src/models/tree.js';
import type { TreeEnsemble } from '../src/models/treeEnsemble.js';

/** The leaf a row reaches, one split at a time: the slow twin of predictMargins' loops. */
export function leafOf(tree: Tree, row: ArrayLike<number>): number {
  let node = 0;
  while (tree.feature[node] >= 0) node = goesLeft(tree, node, row[tree.feature[node]]) ? tree.left[node] : tree.right[node];
  return node;
}

/** Margins by leafOf, added in file order. */
export function slowMargins(ensemble: TreeEnsemble, rows: Matrix): number[] {
  const round = ensemble.precision === 'float32' ? Math.fround : (x: number): number => x;
  const width = rows.columns;
  return Array.from({ length: rows.rows }, (_, i) => {
    const margins = [...ensemble.base];
    const row = Array.from(rows.values.subarray(i * width, (i + 1) * width), round);
    for (const tree of ensemble.trees) margins[tree.margin] = round(margins[tree.margin] + tree.value[leafOf(tree, row)]);
    return margins;
  }).flat();
}

/** The largest difference, relative where the wanted value is above 1. */
export function largestGap(found: ArrayLike<number>, wanted: readonly number[]): number {
  if (found.length !== wanted.length) throw new Error(`${found.length} values, ${wanted.length} wanted`);
  return wanted.reduce((gap, value, at) => Math.max(gap, Math.abs(value - found[at]) / Math.max(1, Math.abs(value))), 0);
}

/** Rows near thresholds and codes, with missing, zero, tiny and huge values; fixed, so a failure can be repeated. */
export function awkwardRows(ensemble: TreeEnsemble, count: number): Matrix {
  const width = ensemble.features.length;
  const rows = matrix(count, width);
  const thresholds = ensemble.trees.flatMap((tree) => [...tree.threshold].filter((_, node) => tree.feature[node] >= 0));
  let state = 1;
  const next = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let at = 0; at < rows.values.length; at++) {
    const pick = thresholds[Math.floor(next() * thresholds.length)];
    rows.values[at] = [NaN, 0, -0, pick, pick * (1 + 1e-7), pick - 1e-9, 1e-36, -1e-35, 1e30, -3, Math.floor(next() * 60)][Math.floor(next() * 11)];
  }
  return rows;
}
