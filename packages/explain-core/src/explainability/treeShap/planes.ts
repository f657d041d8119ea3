import { IS_CATEGORY, MISSING_LEFT, ZERO_IS_MISSING, type Tree } from '../../models/tree.js';

/** A column of the ensemble's matrix as its splits see it: values by how many of the model's own thresholds lie below them, or a set of categories. */
export type BinColumn = {
  readonly column: number;
  readonly missingRight: boolean;
  readonly firstPlane: number;
} & (
  | { readonly kind: 'number'; readonly zeroIsMissing: boolean; /** Ascending, each once. */ readonly thresholds: Float64Array }
  | { readonly kind: 'category'; readonly set: Uint32Array }
);

/** A split as a byte of a row: the row goes right where the byte of the plane is above the bound. */
export interface Condition {
  readonly plane: number;
  readonly bound: number;
}

export interface Planes {
  readonly columns: readonly BinColumn[];
  readonly count: number;
  conditionOf(tree: Tree, node: number): Condition;
}

/** Thresholds that one byte can count. */
export const PLANE_THRESHOLDS = 255;

export function planeCount(column: BinColumn): number {
  return column.kind === 'category' ? 1 : Math.ceil(column.thresholds.length / PLANE_THRESHOLDS);
}

/** What the splits of these trees need to know of a row. Columns whose missing values go different ways at different splits, or whose zeros are missing at some, come several times. */
export function planesOf(trees: readonly Tree[]): Planes {
  const found = new Map<string, { column: number; flags: number; thresholds: Set<number>; set: Uint32Array | null }>();
  for (const tree of trees) {
    for (let node = 0; node < tree.feature.length; node++) {
      if (tree.feature[node] < 0) continue;
      const key = keyOf(tree, node);
      const known = found.get(key) ?? { column: tree.feature[node], flags: tree.flags[node], thresholds: new Set<number>(), set: setOf(tree, node) };
      if (known.set === null) known.thresholds.add(tree.threshold[node]);
      found.set(key, known);
    }
  }
  let count = 0;
  const columns = new Map<string, BinColumn>();
  for (const [key, { column, flags, thresholds, set }] of found) {
    const shared = { column, missingRight: (flags & MISSING_LEFT) === 0, firstPlane: count };
    const made: BinColumn = set === null ? { ...shared, kind: 'number', zeroIsMissing: (flags & ZERO_IS_MISSING) !== 0, thresholds: Float64Array.from(thresholds).sort() } : { ...shared, kind: 'category', set };
    columns.set(key, made);
    count += planeCount(made);
  }
  const ranks = new Map([...columns].map(([key, column]) => [key, column.kind === 'number' ? new Map(Array.from(column.thresholds, (threshold, rank): [number, number] => [threshold, rank])) : null]));
  return {
    columns: [...columns.values()],
    count,
    conditionOf(tree, node) {
      const key = keyOf(tree, node);
      const { firstPlane } = columns.get(key)!;
      const rank = ranks.get(key)?.get(tree.threshold[node]) ?? 0;
      return { plane: firstPlane + Math.floor(rank / PLANE_THRESHOLDS), bound: rank % PLANE_THRESHOLDS };
    },
  };
}

function setOf(tree: Tree, node: number): Uint32Array | null {
  return (tree.flags[node] & IS_CATEGORY) === 0 ? null : tree.sets[tree.set[node]];
}

function keyOf(tree: Tree, node: number): string {
  return `${tree.feature[node]}/${tree.flags[node]}/${setOf(tree, node)?.join('.') ?? ''}`;
}
