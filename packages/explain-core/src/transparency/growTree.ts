import type { Column, Table } from '../data/table.js';
import { between } from './between.js';

/** A condition on one column, false for a missing value; or a leaf. Counts are of training rows. */
export type TreeNode =
  | { readonly kind: 'split'; readonly feature: string; readonly test: SplitTest; readonly n: number; readonly yes: TreeNode; readonly no: TreeNode }
  | { readonly kind: 'leaf'; readonly answer: number; readonly share: number; readonly n: number };

export type SplitTest = { readonly atMost: number } | { readonly oneOf: readonly string[] };

export interface TreeLimits {
  readonly maxDepth: number;
  /** A leaf holds at least so many training rows. */
  readonly minLeaf: number;
}

/** Thresholds tried per column and node; with more distinct values, those at evenly spaced ranks are tried. */
const THRESHOLDS = 255;

/**
 * A classification tree grown greedily on Gini impurity, for answers 0 … classes − 1 of the table's rows.
 * Breiman, Friedman, Olshen, Stone 1984, "Classification and Regression Trees". A category column is split after ordering its levels by the share
 * of the node's most frequent answer (their section 4.2; the best split for two answers, a heuristic for more). Text columns are not
 * used. Of equally good splits the first column and the lowest threshold win, so the tree is a function of its arguments.
 */
export function growTree(table: Table, answers: Int32Array, classes: number, limits: TreeLimits): TreeNode {
  const all = Int32Array.from({ length: table.rows }, (_, row) => row);
  return grow(table, answers, classes, limits, all, 0);
}

function grow(table: Table, answers: Int32Array, classes: number, limits: TreeLimits, rows: Int32Array, depth: number): TreeNode {
  const counts = countAnswers(rows, answers, classes);
  const best = depth < limits.maxDepth ? bestSplit(table, answers, classes, limits.minLeaf, rows, counts) : null;
  if (best === null) {
    const answer = firstLargest(counts);
    return { kind: 'leaf', answer, share: rows.length === 0 ? 0 : counts[answer]! / rows.length, n: rows.length };
  }
  const yes = rows.filter((row) => holds(best.column, best.test, row));
  const no = rows.filter((row) => !holds(best.column, best.test, row));
  return {
    kind: 'split',
    feature: best.column.name,
    test: best.test,
    n: rows.length,
    yes: grow(table, answers, classes, limits, yes, depth + 1),
    no: grow(table, answers, classes, limits, no, depth + 1),
  };
}

/** The answer for one row of a table that has the tree's columns. */
export function answerOf(node: TreeNode, columns: ReadonlyMap<string, Column>, row: number): number {
  let at = node;
  while (at.kind === 'split') at = holds(columns.get(at.feature)!, at.test, row) ? at.yes : at.no;
  return at.answer;
}

export function leavesOf(node: TreeNode): number {
  return node.kind === 'leaf' ? 1 : leavesOf(node.yes) + leavesOf(node.no);
}
export function depthOf(node: TreeNode): number {
  return node.kind === 'leaf' ? 0 : 1 + Math.max(depthOf(node.yes), depthOf(node.no));
}

function holds(column: Column, test: SplitTest, row: number): boolean {
  if ('atMost' in test) return column.kind === 'number' && column.values[row]! <= test.atMost; // NaN: false
  if (column.kind !== 'category') return false;
  const code = column.codes[row]!;
  return code >= 0 && test.oneOf.includes(column.levels[code]!);
}

interface Split {
  readonly column: Column;
  readonly test: SplitTest;
  /** n · Gini after the split: smaller is better. */
  readonly impurity: number;
}

function bestSplit(table: Table, answers: Int32Array, classes: number, minLeaf: number, rows: Int32Array, counts: Float64Array): Split | null {
  let best: Split | null = null;
  const least = impurityOf(counts, rows.length) - 1e-9 * rows.length; // an improvement must be more than rounding
  for (const column of table.columns) {
    const candidates = column.kind === 'number' ? numberSplits(column, answers, classes, rows, counts) : column.kind === 'category' ? categorySplits(column, answers, classes, rows, counts) : [];
    for (const candidate of candidates) {
      if (candidate.left < minLeaf || rows.length - candidate.left < minLeaf) continue;
      if (candidate.impurity < (best?.impurity ?? least)) best = { column, test: candidate.test(), impurity: candidate.impurity };
    }
  }
  return best;
}

interface Candidate {
  readonly left: number;
  readonly impurity: number;
  readonly test: () => SplitTest;
}

function* numberSplits(column: Extract<Column, { kind: 'number' }>, answers: Int32Array, classes: number, rows: Int32Array, counts: Float64Array): Generator<Candidate> {
  const known = rows.filter((row) => !Number.isNaN(column.values[row]!)).sort((a, b) => column.values[a]! - column.values[b]! || a - b);
  const left = new Float64Array(classes);
  const every = Math.max(1, Math.floor(known.length / THRESHOLDS));
  let since = every;
  for (let i = 0; i + 1 < known.length; i++) {
    left[answers[known[i]!]!]! += 1;
    since++;
    const here = column.values[known[i]!]!;
    const next = column.values[known[i + 1]!]!;
    if (here === next || since < every) continue;
    since = 0;
    yield { left: i + 1, impurity: splitImpurity(left, counts, i + 1, rows.length), test: () => ({ atMost: between(here, next) }) };
  }
}

function* categorySplits(column: Extract<Column, { kind: 'category' }>, answers: Int32Array, classes: number, rows: Int32Array, counts: Float64Array): Generator<Candidate> {
  const perLevel = new Map<number, Float64Array>();
  for (const row of rows) {
    const code = column.codes[row]!;
    if (code < 0) continue;
    let level = perLevel.get(code);
    if (!level) perLevel.set(code, (level = new Float64Array(classes)));
    level[answers[row]!]! += 1;
  }
  const major = firstLargest(counts);
  const share = (level: Float64Array): number => level[major]! / level.reduce((sum, count) => sum + count, 0);
  const order = [...perLevel].sort(([a, one], [b, other]) => share(other) - share(one) || (column.levels[a]! < column.levels[b]! ? -1 : 1));
  const left = new Float64Array(classes);
  let size = 0;
  for (let i = 0; i < order.length; i++) {
    const [, level] = order[i]!;
    for (let k = 0; k < classes; k++) left[k]! += level[k]!;
    size = left.reduce((sum, count) => sum + count, 0);
    yield { left: size, impurity: splitImpurity(left, counts, size, rows.length), test: () => ({ oneOf: order.slice(0, i + 1).map(([code]) => column.levels[code]!).sort() }) };
  }
}

function splitImpurity(left: Float64Array, all: Float64Array, leftSize: number, size: number): number {
  return impurityOf(left, leftSize) + impurityOf(all.map((count, k) => count - left[k]!), size - leftSize);
}

/** n · Gini = n − Σ count² / n. */
function impurityOf(counts: Float64Array, n: number): number {
  return n === 0 ? 0 : n - counts.reduce((sum, count) => sum + count * count, 0) / n;
}

function countAnswers(rows: Int32Array, answers: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const row of rows) counts[answers[row]!]! += 1;
  return counts;
}

function firstLargest(counts: Float64Array): number {
  let best = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k]! > counts[best]!) best = k;
  return best;
}
