import { takeRows } from '../../data/select.js';
import type { Table } from '../../data/table.js';
import type { ColumnMapping } from '../../models/mapping.js';
import type { TreePredictor } from '../../models/predictor.js';
import { IS_CATEGORY, ZERO_BAND, ZERO_IS_MISSING } from '../../models/tree.js';
import type { Matrix } from '../../numeric/matrix.js';
import { middleDouble } from '../../numeric/orderedBits.js';
import { pointAt, rowsAt, withValue, type Space } from './space.js';

/** Where a model's trees cut each dimension: the model answers the same all over a cell, and so a row of finitely many cells is all there is to search. */
export interface TreeCells {
  /** By dimension, ascending: the first number of each cell but the lowest. Empty for categories, whose levels are the cells. */
  readonly starts: readonly Float64Array[];
  /** Which dimension each column that the trees read is made of; −1 for one that stays. */
  readonly dimensionOf: Int32Array;
}

/** Trees with more leaves have cells and boxes beyond what can be gone through. */
const MOST_LEAVES = 20_000;

/** Why the boxes of this model cannot be searched; null when they can. */
export function noBoxesBecause({ ensemble, origins, features }: TreePredictor, space: Space, mapping: ColumnMapping | null): string | null {
  const leaves = ensemble.trees.reduce((sum, tree) => sum + tree.feature.filter((feature) => feature < 0).length, 0);
  if (leaves > MOST_LEAVES) return `the trees have ${leaves} leaves, more than ${MOST_LEAVES}`;
  const numbers = new Set(space.dimensions.flatMap(({ kind, column }) => (kind === 'number' ? [column] : [])));
  const listed = (mapping?.inputs ?? []).flatMap((input) => ('features' in input ? input.features : [])).some((feature) => feature.encode !== 'number' && numbers.has(feature.column));
  const coded = ensemble.trees.some((tree) => tree.feature.some((feature, node) => feature >= 0 && (tree.flags[node]! & IS_CATEGORY) !== 0 && numbers.has(features[origins[feature]!]!)));
  const named = ensemble.features.some((feature, at) => (feature.kind === 'category' || feature.levels !== null) && numbers.has(features[origins[at]!]!));
  return listed || coded || named ? 'the trees read a number column as codes of categories' : null;
}

/** rows: whose cells will be asked for, of the model's features; at least one. */
export function treeCells(model: TreePredictor, space: Space, rows: Table): TreeCells {
  const dimensionOf = Int32Array.from(model.origins, (origin) => space.dimensions.findIndex(({ column }) => column === model.features[origin]));
  const cuts = cutsOf(model);
  const points = Array.from({ length: rows.rows }, (_, i) => pointAt(space, rows, i));
  const encoded = (j: number, values: readonly number[]): Matrix => model.encode(rowsAt(space, takeRows(rows, [0]), values.map((value) => withValue(points[0]!, j, value))));
  const starts = space.dimensions.map((dimension, j) => {
    if (dimension.kind === 'category') return new Float64Array(0);
    const known = points.map((point) => point[j]!).filter((value) => !Number.isNaN(value));
    const ends = { low: known.reduce((a, b) => Math.min(a, b), dimension.rule.min), high: known.reduce((a, b) => Math.max(a, b), dimension.rule.max) };
    return boundaries(cuts.filter(({ feature }) => dimensionOf[feature] === j), ends, (values) => encoded(j, values));
  });
  return { starts, dimensionOf };
}

/** A question about one encoded column whose answer changes once along the numbers. */
interface Cut {
  readonly feature: number;
  readonly isBelow: (x: number) => boolean;
}

function cutsOf({ ensemble: { trees, precision } }: TreePredictor): Cut[] {
  const rounded = precision === 'float32' ? Math.fround : (x: number): number => x;
  const cuts = new Map<string, Cut>();
  const add = (feature: number, name: string, isBelow: (x: number) => boolean): void => void cuts.set(`${feature} ${name}`, { feature, isBelow: (x) => isBelow(rounded(x)) });
  for (const tree of trees) {
    for (let node = 0; node < tree.feature.length; node++) {
      const feature = tree.feature[node]!;
      const flags = tree.flags[node]!;
      if (feature < 0 || (flags & IS_CATEGORY) !== 0) continue;
      const threshold = tree.threshold[node]!;
      add(feature, String(threshold), (x) => x <= threshold);
      if ((flags & ZERO_IS_MISSING) === 0) continue;
      add(feature, 'below the zero band', (x) => x < -ZERO_BAND);
      add(feature, 'in the zero band', (x) => x <= ZERO_BAND);
    }
  }
  return [...cuts.values()];
}

/**
 * First number beyond each cut, found by halving until no double lies between: the encoding and its rounding are asked and not inverted, so that a row that is
 * put at a boundary is on the side that is meant.
 */
function boundaries(cuts: readonly Cut[], { low, high }: { readonly low: number; readonly high: number }, encode: (values: readonly number[]) => Matrix): Float64Array {
  if (cuts.length === 0) return new Float64Array(0);
  const below = (values: readonly number[]): boolean[] => {
    const { values: encoded, columns } = encode(values);
    return cuts.map(({ feature, isBelow }, i) => isBelow(encoded[i * columns + feature]!));
  };
  const lows = cuts.map(() => low);
  const highs = cuts.map(() => high);
  const atLow = below(lows);
  const atHigh = below(highs);
  const cutting = cuts.flatMap((_, i) => (atLow[i] === atHigh[i] ? [] : [i]));
  for (;;) {
    const middles = lows.map((value, i) => middleDouble(value, highs[i]!));
    if (cutting.every((i) => middles[i] === lows[i] || middles[i] === highs[i])) break;
    const atMiddle = below(middles);
    for (const i of cutting) {
      if (middles[i] === highs[i]) continue;
      if (atMiddle[i] === atLow[i]) lows[i] = middles[i]!;
      else highs[i] = middles[i]!;
    }
  }
  return Float64Array.from(new Set(cutting.map((i) => highs[i]!))).sort();
}
