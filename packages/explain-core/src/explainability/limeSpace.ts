import type { Column } from '../data/table.js';
import { quantile } from '../numeric/quantile.js';
import { pairwiseSum } from '../numeric/sum.js';
import { truncatedNormal } from '../numeric/truncatedNormal.js';
import type { RandomStream } from '../random/stream.js';

/**
 * How one feature is perturbed and how a perturbed value looks to the local model: 1 where it is in the same place as the row's (same bin, same
 * level, both missing), else 0; or its distance from the mean in standard deviations, where numbers are not put into bins.
 */
export interface Coordinate {
  /** `count` values, the row's own first, and what they look like. */
  perturb(own: Column, count: number, random: RandomStream): Perturbed;
}

export interface Perturbed {
  readonly column: Column;
  /** [count] */
  readonly look: Float64Array;
}

export interface SpaceOptions {
  readonly discretize: boolean;
  readonly sampleAround: 'mean' | 'row';
}

/** What the background says of a feature: levels and their shares, quartile bins, or mean and spread. Ribeiro's `LimeTabularExplainer`. */
export function coordinateOf(column: Column, options: SpaceOptions): Coordinate {
  if (column.kind === 'category') {
    const shares = countOf(column.codes);
    return {
      perturb(own, count, random) {
        if (own.kind !== 'category') throw wrongKind(own, column);
        const { items, itemAt } = drawer(shares, own.codes[0]);
        const codes = new Int32Array(count);
        const look = new Float64Array(count);
        for (let i = 0; i < count; i++) {
          codes[i] = i === 0 ? own.codes[0] : items[itemAt(random.uniform(i))];
          look[i] = codes[i] === codes[0] ? 1 : 0;
        }
        return { column: { ...own, codes }, look };
      },
    };
  }
  if (column.kind === 'text') {
    const shares = countOf(column.values);
    return {
      perturb(own, count, random) {
        if (own.kind !== 'text') throw wrongKind(own, column);
        const { items, itemAt } = drawer(shares, own.values[0]);
        const values = Array.from({ length: count }, (_, i) => (i === 0 ? own.values[0] : items[itemAt(random.uniform(i))]));
        return { column: { ...own, values }, look: Float64Array.from(values, (value) => (value === values[0] ? 1 : 0)) };
      },
    };
  }
  return options.discretize ? binned(column.values) : continuous(column.values, options.sampleAround);
}

const MISSING = -1;

/**
 * Quartile bins, (−∞, q1], (q1, q2], …, equal edges once; a missing value has a bin of its own. A drawn bin is undone by a normal with the bin's
 * mean and spread, cut to the bin's smallest and largest value.
 */
function binned(values: Float64Array): Coordinate {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = present.length === 0 ? [] : [...new Set([0.25, 0.5, 0.75].map((p) => quantile(present, p)))];
  const binOf = (value: number): number => (Number.isNaN(value) ? MISSING : edges.filter((edge) => value > edge).length);
  const bins = countOf(Array.from(values, binOf));
  const undo = new Map<number, (uniform: number) => number>([[MISSING, () => NaN]]);
  for (const bin of bins.items) {
    if (bin === MISSING) continue;
    const members = present.filter((value) => binOf(value) === bin);
    const { mean, spread } = moments(members);
    // The outer bins end at the data's ends, the inner ones at their edges.
    undo.set(bin, truncatedNormal(mean, spread, bin === 0 ? members[0] : edges[bin - 1], bin === edges.length ? members[members.length - 1] : edges[bin]));
  }
  return {
    perturb(own, count, random) {
      if (own.kind !== 'number') throw new Error(`"${own.name}" is not a number in the row`);
      const home = binOf(own.values[0]);
      const { items, itemAt, restAt } = drawer(bins, home);
      // A bin without background rows has only the row itself to show.
      const undoAt = items.map((bin) => undo.get(bin) ?? ((): number => own.values[0]));
      const homeAt = items.indexOf(home);
      const values = new Float64Array(count);
      const look = new Float64Array(count);
      values[0] = own.values[0];
      look[0] = 1;
      for (let i = 1; i < count; i++) {
        const uniform = random.uniform(i);
        const item = itemAt(uniform);
        values[i] = undoAt[item](restAt(uniform, item));
        look[i] = item === homeAt ? 1 : 0;
      }
      return { column: { ...own, values }, look };
    },
  };
}

function continuous(background: Float64Array, around: SpaceOptions['sampleAround']): Coordinate {
  const present = background.filter((value) => !Number.isNaN(value));
  const { mean, spread } = moments(present);
  // A constant column has no unit of its own; any will do, since it is drawn as that constant. As scikit-learn's StandardScaler does.
  const unit = spread > 0 ? spread : 1;
  const missingShare = 1 - present.length / background.length;
  return {
    perturb(own, count, random) {
      if (own.kind !== 'number') throw new Error(`"${own.name}" is not a number in the row`);
      const values = new Float64Array(count);
      values[0] = own.values[0];
      if (Number.isNaN(own.values[0]) || present.length === 0) {
        // A missing value has no place on the line: what can be told is missing or not.
        const missing = random.child('missing');
        const share = missingShare > 0 ? missingShare : 1 / (background.length + 1);
        for (let i = 1; i < count; i++) values[i] = missing.uniform(i) < share || present.length === 0 ? NaN : mean + spread * random.normal(i);
        return { column: { ...own, values }, look: values.map((value) => (Number.isNaN(value) ? 1 : 0)) };
      }
      const center = around === 'row' ? own.values[0] : mean;
      for (let i = 1; i < count; i++) values[i] = center + spread * random.normal(i);
      return { column: { ...own, values }, look: values.map((value) => (value - mean) / unit) };
    },
  };
}

interface Shares<T> {
  /** In order of first appearance. */
  readonly items: readonly T[];
  readonly counts: readonly number[];
}

function countOf<T>(values: ArrayLike<T>): Shares<T> {
  const counts = new Map<T, number>();
  for (let i = 0; i < values.length; i++) counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  return { items: [...counts.keys()], counts: [...counts.values()] };
}

interface Drawer<T> {
  readonly items: readonly T[];
  /** Position of the item that a uniform draw falls to, by its share. */
  itemAt(uniform: number): number;
  /** What the choice left of the draw: uniform again. */
  restAt(uniform: number, item: number): number;
}

/** The row's own item counts as one background row where the background has none: else it would never be drawn and the local model could not tell what it does. */
function drawer<T>(shares: Shares<T>, own: T): Drawer<T> {
  const known = shares.items.includes(own);
  const items = known ? shares.items : [...shares.items, own];
  const counts = known ? shares.counts : [...shares.counts, 1];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const ends = new Float64Array(items.length);
  let end = 0;
  counts.forEach((count, k) => (ends[k] = (end += count) / total));
  const last = items.length - 1;
  return {
    items,
    itemAt(uniform) {
      let k = 0;
      while (k < last && uniform >= ends[k]) k++;
      return k;
    },
    restAt(uniform, item) {
      const start = item === 0 ? 0 : ends[item - 1];
      return Math.min((uniform - start) / (ends[item] - start), BELOW_ONE);
    },
  };
}

/** The largest double below 1: a uniform draw never reaches 1. */
const BELOW_ONE = 1 - 2 ** -53;

/** Mean and population standard deviation; 0 and 0 of nothing. */
function moments(values: Float64Array): { mean: number; spread: number } {
  if (values.length === 0) return { mean: 0, spread: 0 };
  const mean = pairwiseSum(values) / values.length;
  return { mean, spread: Math.sqrt(pairwiseSum(values.map((value) => (value - mean) ** 2)) / values.length) };
}

function wrongKind(own: Column, background: Column): Error {
  return new Error(`"${own.name}" is ${own.kind} in the row and ${background.kind} in the background`);
}
