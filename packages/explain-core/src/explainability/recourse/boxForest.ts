import type { TreePredictor } from '../../models/predictor.js';
import { goesLeft, IS_CATEGORY, ZERO_IS_MISSING, type Tree } from '../../models/tree.js';
import { shortestDecimal } from '../../numeric/shortestDecimal.js';
import { doubleBefore } from '../../numeric/orderedBits.js';
import { reachOf } from '../../method/changeRules.js';
import { isMissing, rowsAt, withValue, type Dimension, type Point } from './space.js';
import type { Hunt } from './hunt.js';
import type { TreeCells } from './treeCells.js';

/** A number that stands for a cell may lie so much of its unit beyond the cell's end, for the sake of fewer digits. */
export const ROUNDING = 1e-6;

/** The cells one row's columns may be moved to, and the trees as that row sees them. */
export interface BoxForest {
  /** By dimension: the value that stands for each cell, ascending for numbers; for categories the row's own level first. */
  readonly values: readonly Float64Array[];
  /** By dimension: what it costs to be there; rises away from the row's own cell. */
  readonly costs: readonly Float64Array[];
  /** By dimension: the row's own cell. */
  readonly home: Int32Array;
  readonly trees: readonly BoxTree[];
}

/** A tree whose splits on columns that stay are gone. Node 0 is the root. */
export interface BoxTree {
  /** −1 at a leaf. */
  readonly dimension: Int32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** For a split that sends the cells below this one left and the others right; −1 for one that does not. */
  readonly firstRight: Int32Array;
  /** For any other split, how many of the cells before each go left: [cells + 1]. */
  readonly leftsBefore: readonly (Int32Array | null)[];
  readonly value: Float64Array;
  readonly margin: number;
}

export function boxForest(hunt: Hunt, model: TreePredictor, cells: TreeCells): BoxForest {
  const { space, own } = hunt;
  const lists = space.dimensions.map((dimension, j) => valuesIn(dimension, own[j]!, cells.starts[j]!));
  const costs = lists.map((values, j) => Float64Array.from(values, (value) => hunt.costOf(withValue(own, j, value))));
  const encoded = encodedCells(hunt, model, lists);
  return {
    values: lists,
    costs,
    home: Int32Array.from(lists, (values, j) => Math.max(0, values.findIndex((value) => Object.is(value, own[j]) || value === own[j]))),
    trees: model.ensemble.trees.map((tree) => boxTree(tree, cells.dimensionOf, encoded)),
  };
}

/** One value of each cell that the rule lets the row's own move to: the nearest, in as few digits as a millionth of the unit allows. */
function valuesIn(dimension: Dimension, own: number, starts: Float64Array): Float64Array {
  if (isMissing(dimension, own)) return Float64Array.of(own);
  if (dimension.kind === 'category') return Float64Array.from([own, ...dimension.codes.filter((code) => code !== own)]);
  const { low, high } = reachOf(own, dimension.rule);
  const values: number[] = [];
  for (let c = 0; c <= starts.length; c++) {
    const first = c === 0 ? -Infinity : starts[c - 1]!;
    const next = starts[c] ?? Infinity;
    if (own >= first && own < next) {
      values.push(own);
      continue;
    }
    const value = standIn(own, Math.max(first, low), next, high, dimension.rule.whole, ROUNDING * dimension.unit);
    if (value !== null) values.push(value);
  }
  return Float64Array.from(values);
}

/** In first ≤ value < next and value ≤ high; null where there is none. */
function standIn(own: number, first: number, next: number, high: number, whole: boolean, slack: number): number | null {
  if (whole) {
    const least = Math.ceil(first) + 0;
    const most = (Number.isFinite(next) ? Math.min(Math.ceil(next) - 1, Math.floor(high)) : Math.floor(high)) + 0;
    return least > most ? null : own < first ? least : most;
  }
  const last = Math.min(high, next < Infinity ? doubleBefore(next) : Infinity);
  if (first > last) return null;
  return own < first ? shortestDecimal(first, Math.min(last, first + slack), first) : shortestDecimal(Math.max(first, last - slack), last, last);
}

/** Every cell's value as the trees read it: by dimension, a row for each cell. */
function encodedCells({ space, row, own }: Hunt, model: TreePredictor, lists: readonly Float64Array[]): { readonly at: (j: number, cell: number, feature: number) => number; readonly own: Float64Array; readonly rounded: (x: number) => number; readonly counts: readonly number[]; readonly isNumber: readonly boolean[] } {
  const offsets = lists.map((_, j) => lists.slice(0, j).reduce((sum, values) => sum + values.length, 1));
  const points: Point[] = [own, ...lists.flatMap((values, j) => Array.from(values, (value) => withValue(own, j, value)))];
  const { values, columns } = model.encode(rowsAt(space, row, points));
  const rounded = model.ensemble.precision === 'float32' ? Math.fround : (x: number): number => x;
  return { at: (j, cell, feature) => values[(offsets[j]! + cell) * columns + feature]!, own: values.slice(0, columns), rounded, counts: lists.map(({ length }) => length), isNumber: space.dimensions.map(({ kind }) => kind === 'number') };
}

function boxTree(tree: Tree, dimensionOf: Int32Array, cells: ReturnType<typeof encodedCells>): BoxTree {
  const dimension: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const firstRight: number[] = [];
  const leftsBefore: (Int32Array | null)[] = [];
  const value: number[] = [];
  const visit = (start: number): number => {
    let node = start;
    while (tree.feature[node]! >= 0 && dimensionOf[tree.feature[node]!]! < 0) node = goesLeft(tree, node, cells.rounded(cells.own[tree.feature[node]!]!)) ? tree.left[node]! : tree.right[node]!;
    const feature = tree.feature[node]!;
    const at = dimension.length;
    const j = feature < 0 ? -1 : dimensionOf[feature]!;
    dimension.push(j);
    left.push(-1);
    right.push(-1);
    firstRight.push(-1);
    leftsBefore.push(null);
    value.push(tree.value[node]!);
    if (j < 0) return at;
    const isLeft = (cell: number): boolean => goesLeft(tree, node, cells.rounded(cells.at(j, cell, feature)));
    const isCut = cells.isNumber[j]! && (tree.flags[node]! & (IS_CATEGORY | ZERO_IS_MISSING)) === 0;
    firstRight[at] = firstRightOf(isLeft, cells.counts[j]!, isCut);
    if (firstRight[at] < 0) leftsBefore[at] = countLefts(isLeft, cells.counts[j]!);
    left[at] = visit(tree.left[node]!);
    right[at] = visit(tree.right[node]!);
    return at;
  };
  visit(0);
  return { dimension: Int32Array.from(dimension), left: Int32Array.from(left), right: Int32Array.from(right), firstRight: Int32Array.from(firstRight), leftsBefore, value: Float64Array.from(value), margin: tree.margin };
}

/** The cell from which on all go right, where those before all go left; −1 where they do not. */
function firstRightOf(isLeft: (cell: number) => boolean, cells: number, isCut: boolean): number {
  if (isCut && isLeft(0)) {
    // A comparison with a threshold changes once along the cells.
    let low = 0;
    let high = cells;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (isLeft(middle)) low = middle;
      else high = middle;
    }
    return high;
  }
  let first = 0;
  while (first < cells && isLeft(first)) first++;
  for (let cell = first; cell < cells; cell++) if (isLeft(cell)) return -1;
  return first;
}

function countLefts(isLeft: (cell: number) => boolean, cells: number): Int32Array {
  const before = new Int32Array(cells + 1);
  for (let cell = 0; cell < cells; cell++) before[cell + 1] = before[cell]! + (isLeft(cell) ? 1 : 0);
  return before;
}
