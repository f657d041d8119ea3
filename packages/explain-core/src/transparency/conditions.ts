import type { Column } from '../data/table.js';
import { quantile } from '../numeric/quantile.js';
import { between } from './between.js';
import { growTree, type TreeNode } from './growTree.js';

/** False for a missing value. */
export type Condition = { readonly feature: string } & ({ readonly atMost: number } | { readonly above: number } | { readonly is: string });

/** A number is cut at these shares of its values, and where a small tree of it alone would cut it: the first for what only several columns tell, the second for tails. */
const TENTHS = 10;
const CUT_DEPTH = 3;

export function holdsFor(condition: Condition, column: Column, row: number): boolean {
  if ('is' in condition) return column.kind === 'category' && column.codes[row]! >= 0 && column.levels[column.codes[row]!] === condition.is;
  if (column.kind !== 'number') return false;
  return 'atMost' in condition ? column.values[row]! <= condition.atMost : column.values[row]! > condition.above; // NaN: neither
}

/** What a rule may ask of a column: a level that rows have; at most or above a cut of a number; nothing of a text. Answers 0 … classes − 1, one a row. */
export function conditionsOf(column: Column, answers: Int32Array, classes: number, minLeaf: number): Condition[] {
  if (column.kind === 'text') return [];
  const feature = column.name;
  if (column.kind === 'category') return [...new Set(column.codes)].filter((code) => code >= 0).sort((a, b) => a - b).map((code) => ({ feature, is: column.levels[code]! }));
  const known = column.values.filter((value) => !Number.isNaN(value)).sort();
  if (known.length === 0) return [];
  const tenths = Array.from({ length: TENTHS - 1 }, (_, k) => {
    const low = quantile(known, (k + 1) / TENTHS);
    const above = known.find((value) => value > low);
    return above === undefined ? [] : [between(known.findLast((value) => value <= low)!, above)];
  }).flat();
  const cuts = [...tenths, ...thresholdsOf(growTree({ rows: answers.length, columns: [column] }, answers, classes, { maxDepth: CUT_DEPTH, minLeaf }))];
  return [...new Set(cuts)].sort((a, b) => a - b).flatMap((cut): Condition[] => [{ feature, atMost: cut }, { feature, above: cut }]);
}

function thresholdsOf(node: TreeNode): number[] {
  return node.kind === 'leaf' ? [] : [...('atMost' in node.test ? [node.test.atMost] : []), ...thresholdsOf(node.yes), ...thresholdsOf(node.no)];
}
