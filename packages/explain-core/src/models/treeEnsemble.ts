import { ExplainError } from '../errors.js';
import { exp } from '../elementary/exponential.js';
import { log1p } from '../elementary/logarithm.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { addTreesKernel, fitsKernel, KERNEL_ROWS } from './treeKernel.js';
import { addTreesPlain } from './treeWalk.js';
import type { Tree } from './tree.js';

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
  readonly source: 'xgboost' | 'lightgbm' | 'onnx';
  readonly trees: readonly Tree[];
  readonly features: readonly TreeFeature[];
  /** One per margin. */
  readonly base: readonly number[];
  readonly link: Link;
  /** What kind of answer the objective was trained for. */
  readonly task: 'binary' | 'multiclass' | 'regression';
  /** XGBoost reads features and adds leaves in float32, LightGBM in float64, ONNX as its input is. */
  readonly precision: Precision;
}

export type Precision = 'float32' | 'float64';

/**
 * Margins before the link, [n, features] -> [n, base.length]. Leaves are added tree by tree in file order in the source's own precision, so that
 * margins equal the source library's own; `sums` asks for another. NaN is missing.
 */
export function predictMargins(ensemble: TreeEnsemble, rows: Matrix, sums: Precision = ensemble.precision): Matrix {
  const { base, features } = ensemble;
  if (rows.columns !== features.length) throw new ExplainError('BAD_MAPPING', `The model has ${features.length} features, the rows have ${rows.columns}.`);
  const margins = matrix(rows.rows, base.length);
  for (let i = 0; i < rows.rows; i++) for (let k = 0; k < base.length; k++) margins.values[i * base.length + k] = base[k];
  if (rows.rows >= KERNEL_ROWS && fitsKernel(ensemble)) addTreesKernel(ensemble, rows, margins, sums);
  else addTreesPlain(ensemble, rows, margins, sums);
  return margins;
}

/** Scores from margins, row by row: [n, margins] -> [n, margins]. */
export function applyLink(link: Link, margins: Matrix): Matrix {
  const { rows, columns } = margins;
  const scores = matrix(rows, columns);
  if (link.kind === 'softmax') {
    for (let i = 0; i < rows; i++) softmaxRow(margins.values, scores.values, i * columns, columns);
    return scores;
  }
  for (let at = 0; at < margins.values.length; at++) scores.values[at] = scoreOf(link, margins.values[at]);
  return scores;
}

/** The score of one margin, where it hangs on no other. */
export function scoreOf(link: Exclude<Link, { kind: 'softmax' }>, margin: number): number {
  switch (link.kind) {
    case 'identity':
      return margin;
    case 'sigmoid':
    case 'sigmoids':
      return 1 / (1 + exp(-link.slope * margin));
    case 'exponential':
      return exp(margin);
    case 'softplus':
      return log1p(exp(margin));
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
    scores[start + k] = exp(margins[start + k] - largest);
    sum += scores[start + k];
  }
  for (let k = 0; k < count; k++) scores[start + k] = scores[start + k] / sum;
}
