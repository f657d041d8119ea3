import { holdsCode, IS_CATEGORY, MISSING_LEFT, ZERO_BAND, ZERO_IS_MISSING, type Tree } from './tree.js';
import type { Matrix } from '../numeric/matrix.js';
import type { Precision, TreeEnsemble } from './treeEnsemble.js';

/** Rows walked through one tree before the next tree: few enough to stay in the first-level cache with 30 features. */
const BLOCK_ROWS = 64;

/** Adds every tree's leaves to margins, [n, margins], row by row in plain code: for a few rows, for models too large for the kernel, and what the kernel is tested against. */
export function addTreesPlain({ trees, features, precision }: TreeEnsemble, rows: Matrix, margins: Matrix, sums: Precision): void {
  const width = features.length;
  const stride = margins.columns;
  const block = precision === 'float32' ? new Float32Array(BLOCK_ROWS * width) : null;
  for (let from = 0; from < rows.rows; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, rows.rows);
    const slice = rows.values.subarray(from * width, to * width);
    if (block) block.set(slice);
    for (const tree of trees) {
      const start = from * stride + tree.margin;
      if (block) addFloat32(tree, block, to - from, width, margins.values, start, stride, sums);
      else addFloat64(tree, slice, to - from, width, margins.values, start, stride, sums);
    }
  }
}

// The two loops are the same but for the array type: one function for both would see two array types and lose its speed.

function addFloat64(tree: Tree, rows: Float64Array, count: number, width: number, margins: Float64Array, start: number, stride: number, sums: Precision): void {
  const { feature, threshold, left, right, flags, set, sets, value } = tree;
  const isSingle = sums === 'float32';
  for (let i = 0, row = 0, out = start; i < count; i++, row += width, out += stride) {
    let node = 0;
    for (let f = feature[0]; f >= 0; f = feature[node]) {
      const x = rows[row + f];
      const flag = flags[node];
      // NaN is never <= and never >, which sends it right and left without a test of its own.
      const isLeft = flag === 0 ? x <= threshold[node] : flag === MISSING_LEFT ? !(x > threshold[node]) : rareSplit(flag, x, threshold[node], sets, set[node]);
      node = isLeft ? left[node] : right[node];
    }
    margins[out] = isSingle ? Math.fround(margins[out] + value[node]) : margins[out] + value[node];
  }
}

function addFloat32(tree: Tree, rows: Float32Array, count: number, width: number, margins: Float64Array, start: number, stride: number, sums: Precision): void {
  const { feature, threshold, left, right, flags, set, sets, value } = tree;
  const isSingle = sums === 'float32';
  for (let i = 0, row = 0, out = start; i < count; i++, row += width, out += stride) {
    let node = 0;
    for (let f = feature[0]; f >= 0; f = feature[node]) {
      const x = rows[row + f];
      const flag = flags[node];
      // NaN is never <= and never >, which sends it right and left without a test of its own.
      const isLeft = flag === 0 ? x <= threshold[node] : flag === MISSING_LEFT ? !(x > threshold[node]) : rareSplit(flag, x, threshold[node], sets, set[node]);
      node = isLeft ? left[node] : right[node];
    }
    margins[out] = isSingle ? Math.fround(margins[out] + value[node]) : margins[out] + value[node];
  }
}

/** The splits that are not plain comparisons; the same answers as goesLeft. */
function rareSplit(flags: number, x: number, threshold: number, sets: readonly Uint32Array[], set: number): boolean {
  if (x !== x) return (flags & MISSING_LEFT) !== 0;
  if ((flags & IS_CATEGORY) !== 0) return holdsCode(sets[set], x);
  if ((flags & ZERO_IS_MISSING) !== 0 && x >= -ZERO_BAND && x <= ZERO_BAND) return (flags & MISSING_LEFT) !== 0;
  return x <= threshold;
}
