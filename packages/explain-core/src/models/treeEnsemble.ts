import { ExplainError } from '../errors.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { holdsCode, IS_CATEGORY, MISSING_LEFT, ZERO_BAND, ZERO_IS_MISSING, type Tree } from './tree.js';

/** What turns margins into scores. `slope` is LightGBM's sigmoid parameter. */
export type Link =
  | { readonly kind: 'identity' }
  | { readonly kind: 'sigmoid'; readonly slope: number }
  | { readonly kind: 'softmax' }
  /** One sigmoid a class; they need not add up to 1 (LightGBM's multiclassova). */
  | { readonly kind: 'sigmoids'; readonly slope: number }
  | { readonly kind: 'exponential' }
  | { readonly kind: 'softplus' }
  | { readonly kind: 'signedSquare' }
  /** 1 where the margin is above 0, else 0 (XGBoost's binary:hinge). */
  | { readonly kind: 'step' };

export interface TreeFeature {
  /** null where the file names no features. */
  readonly name: string | null;
  readonly kind: 'number' | 'category';
  /** The words of the codes 0, 1, 2 …; null where the file does not say. */
  readonly levels: readonly string[] | null;
}

/** score = link(base + sum of the leaves a row reaches). DART weights and random-forest averaging are already in the leaves. */
export interface TreeEnsemble {
  readonly source: 'xgboost' | 'lightgbm';
  readonly trees: readonly Tree[];
  readonly features: readonly TreeFeature[];
  /** One per margin. */
  readonly base: readonly number[];
  readonly link: Link;
  /** What kind of answer the objective was trained for. */
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** XGBoost reads features and adds leaves in float32, LightGBM in float64. */
  readonly precision: 'float32' | 'float64';
}

/** Rows walked through one tree before the next tree: few enough to stay in the first-level cache with 30 features. */
const BLOCK_ROWS = 64;

/**
 * Margins before the link, [n, features] -> [n, base.length]. Leaves are added tree by tree in file order in the source's own precision, so that
 * margins equal the source library's own. NaN is missing.
 */
export function predictMargins(ensemble: TreeEnsemble, rows: Matrix): Matrix {
  const { trees, base, features, precision } = ensemble;
  const width = features.length;
  if (rows.columns !== width) throw new ExplainError('BAD_MAPPING', `The model has ${width} features, the rows have ${rows.columns}.`);
  const margins = matrix(rows.rows, base.length);
  for (let i = 0; i < rows.rows; i++) for (let k = 0; k < base.length; k++) margins.values[i * base.length + k] = base[k];
  const block = precision === 'float32' ? new Float32Array(BLOCK_ROWS * width) : null;
  for (let from = 0; from < rows.rows; from += BLOCK_ROWS) {
    const to = Math.min(from + BLOCK_ROWS, rows.rows);
    const slice = rows.values.subarray(from * width, to * width);
    if (block) block.set(slice);
    for (const tree of trees) {
      if (block) addFloat32(tree, block, to - from, width, margins.values, from * base.length + tree.margin, base.length);
      else addFloat64(tree, slice, to - from, width, margins.values, from * base.length + tree.margin, base.length);
    }
  }
  return margins;
}

// The two loops are the same but for the array type and the rounding: one function for both would see two array types and lose its speed.

function addFloat64(tree: Tree, rows: Float64Array, count: number, width: number, margins: Float64Array, start: number, stride: number): void {
  const { feature, threshold, left, right, flags, set, sets, value } = tree;
  for (let i = 0, row = 0, out = start; i < count; i++, row += width, out += stride) {
    let node = 0;
    for (let f = feature[0]; f >= 0; f = feature[node]) {
      const x = rows[row + f];
      const flag = flags[node];
      // NaN is never <= and never >, which sends it right and left without a test of its own.
      const isLeft = flag === 0 ? x <= threshold[node] : flag === MISSING_LEFT ? !(x > threshold[node]) : rareSplit(flag, x, threshold[node], sets, set[node]);
      node = isLeft ? left[node] : right[node];
    }
    margins[out] = margins[out] + value[node];
  }
}

function addFloat32(tree: Tree, rows: Float32Array, count: number, width: number, margins: Float64Array, start: number, stride: number): void {
  const { feature, threshold, left, right, flags, set, sets, value } = tree;
  for (let i = 0, row = 0, out = start; i < count; i++, row += width, out += stride) {
    let node = 0;
    for (let f = feature[0]; f >= 0; f = feature[node]) {
      const x = rows[row + f];
      const flag = flags[node];
      // NaN is never <= and never >, which sends it right and left without a test of its own.
      const isLeft = flag === 0 ? x <= threshold[node] : flag === MISSING_LEFT ? !(x > threshold[node]) : rareSplit(flag, x, threshold[node], sets, set[node]);
      node = isLeft ? left[node] : right[node];
    }
    margins[out] = Math.fround(margins[out] + value[node]);
  }
}

/** The splits that are not plain comparisons; the same answers as goesLeft. */
function rareSplit(flags: number, x: number, threshold: number, sets: readonly Uint32Array[], set: number): boolean {
  if (x !== x) return (flags & MISSING_LEFT) !== 0;
  if ((flags & IS_CATEGORY) !== 0) return holdsCode(sets[set], x);
  if ((flags & ZERO_IS_MISSING) !== 0 && x >= -ZERO_BAND && x <= ZERO_BAND) return (flags & MISSING_LEFT) !== 0;
  return x <= threshold;
}

/** Scores from margins, row by row: [n, margins] -> [n, margins]. */
export function applyLink(link: Link, margins: Matrix): Matrix {
  const { rows, columns } = margins;
  const scores = matrix(rows, columns);
  if (link.kind === 'softmax') {
    for (let i = 0; i < rows; i++) softmaxRow(margins.values, scores.values, i * columns, columns);
    return scores;
  }
  for (let at = 0; at < margins.values.length; at++) scores.values[at] = linkOne(link, margins.values[at]);
  return scores;
}

function linkOne(link: Exclude<Link, { kind: 'softmax' }>, margin: number): number {
  switch (link.kind) {
    case 'identity':
      return margin;
    case 'sigmoid':
    case 'sigmoids':
      return 1 / (1 + Math.exp(-link.slope * margin));
    case 'exponential':
      return Math.exp(margin);
    case 'softplus':
      return Math.log1p(Math.exp(margin));
    case 'signedSquare':
      return Math.sign(margin) * margin * margin;
    case 'step':
      return margin > 0 ? 1 : 0;
  }
}

/** exp(x_k − max) / sum, so that large margins do not overflow. */
function softmaxRow(margins: Float64Array, scores: Float64Array, start: number, count: number): void {
  let largest = margins[start];
  for (let k = 1; k < count; k++) largest = Math.max(largest, margins[start + k]);
  let sum = 0;
  for (let k = 0; k < count; k++) {
    scores[start + k] = Math.exp(margins[start + k] - largest);
    sum += scores[start + k];
  }
  for (let k = 0; k < count; k++) scores[start + k] = scores[start + k] / sum;
}
