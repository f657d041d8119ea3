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
  const found = new Map<number | string, Found>();
  const owners = new Map(
    trees.map((tree): [Tree, readonly (Found | null)[]] => [
      tree,
      Array.from(tree.feature, (column, node) => {
        if (column < 0) return null;
        const set = (tree.flags[node] & IS_CATEGORY) === 0 ? null : tree.sets[tree.set[node]];
        const key = set === null ? 8 * column + tree.flags[node] : `${column}/${tree.flags[node]}/${set.join('.')}`;
        let known = found.get(key);
        if (known === undefined) found.set(key, (known = { column, flags: tree.flags[node], set, ranks: new Map(), firstPlane: 0 }));
        if (set === null) known.ranks.set(tree.threshold[node], 0);
        return known;
      }),
    ]),
  );
  let count = 0;
  const columns = Array.from(found.values(), (known): BinColumn => {
    const shared = { column: known.column, missingRight: (known.flags & MISSING_LEFT) === 0, firstPlane: count };
    const thresholds = Float64Array.from(known.ranks.keys()).sort();
    thresholds.forEach((threshold, rank) => known.ranks.set(threshold, rank));
    const made: BinColumn = known.set === null ? { ...shared, kind: 'number', zeroIsMissing: (known.flags & ZERO_IS_MISSING) !== 0, thresholds } : { ...shared, kind: 'category', set: known.set };
    known.firstPlane = count;
    count += planeCount(made);
    return made;
  });
  return {
    columns,
    count,
    conditionOf(tree, node) {
      const { firstPlane, ranks } = owners.get(tree)![node]!;
      const rank = ranks.get(tree.threshold[node]) ?? 0;
      return { plane: firstPlane + Math.floor(rank / PLANE_THRESHOLDS), bound: rank % PLANE_THRESHOLDS };
    },
  };
}

interface Found {
  readonly column: number;
  readonly flags: number;
  readonly set: Uint32Array | null;
  /** Of each threshold, how many are smaller. */
  readonly ranks: Map<number, number>;
  firstPlane: number;
}
