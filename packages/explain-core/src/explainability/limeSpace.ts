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
  /** `count` values, the row's own first. Writes what they look like into interpretable[i * stride + at]. */
  perturb(own: Column, count: number, random: RandomStream, interpretable: Float64Array, stride: number, at: number): Column;
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
      perturb(own, count, random, interpretable, stride, at) {
        if (own.kind !== 'category') throw wrongKind(own, column);
        const draw = drawer(shares, own.codes[0]);
        const codes = Int32Array.from({ length: count }, (_, i) => (i === 0 ? own.codes[0] : draw(random.uniform(i)).item));
        for (let i = 0; i < count; i++) interpretable[i * stride + at] = codes[i] === codes[0] ? 1 : 0;
        return { ...own, codes };
      },
    };
  }
  if (column.kind === 'text') {
    const shares = countOf(column.values);
    return {
      perturb(own, count, random, interpretable, stride, at) {
        if (own.kind !== 'text') throw wrongKind(own, column);
        const draw = drawer(shares, own.values[0]);
        const values = Array.from({ length: count }, (_, i) => (i === 0 ? own.values[0] : draw(random.uniform(i)).item));
        for (let i = 0; i < count; i++) interpretable[i * stride + at] = values[i] === values[0] ? 1 : 0;
        return { ...own, values };
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
    perturb(own, count, random, interpretable, stride, at) {
      if (own.kind !== 'number') throw new Error(`"${own.name}" is not a number in the row`);
      const home = binOf(own.values[0]);
      const draw = drawer(bins, home);
      const drawn = new Float64Array(count);
      drawn[0] = own.values[0];
      interpretable[at] = 1;
      for (let i = 1; i < count; i++) {
        const { item, rest } = draw(random.uniform(i));
        // A bin without background rows has only the row itself to show.
        drawn[i] = undo.get(item)?.(rest) ?? own.values[0];
        interpretable[i * stride + at] = item === home ? 1 : 0;
      }
      return { ...own, values: drawn };
    },
  };
}

function continuous(values: Float64Array, around: SpaceOptions['sampleAround']): Coordinate {
  const present = values.filter((value) => !Number.isNaN(value));
  const { mean, spread } = moments(present);
  // A constant column has no unit of its own; any will do, since it is drawn as that constant. As scikit-learn's StandardScaler does.
  const unit = spread > 0 ? spread : 1;
  const missingShare = 1 - present.length / values.length;
  return {
    perturb(own, count, random, interpretable, stride, at) {
      if (own.kind !== 'number') throw new Error(`"${own.name}" is not a number in the row`);
      const drawn = new Float64Array(count);
      drawn[0] = own.values[0];
      if (Number.isNaN(own.values[0]) || present.length === 0) {
        // A missing value has no place on the line: what can be told is missing or not.
        const missing = random.child('missing');
        const share = missingShare > 0 ? missingShare : 1 / (values.length + 1);
        for (let i = 1; i < count; i++) drawn[i] = missing.uniform(i) < share || present.length === 0 ? NaN : mean + spread * random.normal(i);
        for (let i = 0; i < count; i++) interpretable[i * stride + at] = Number.isNaN(drawn[i]) ? 1 : 0;
        return { ...own, values: drawn };
      }
      const center = around === 'row' ? own.values[0] : mean;
      for (let i = 1; i < count; i++) drawn[i] = center + spread * random.normal(i);
      for (let i = 0; i < count; i++) interpretable[i * stride + at] = (drawn[i] - mean) / unit;
      return { ...own, values: drawn };
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

/**
 * An item by its share, with what is left of the uniform draw, uniform again. The row's own item counts as one background row where the background has
 * none: else it would never be drawn and the local model could not tell what it does.
 */
function drawer<T>({ items, counts }: Shares<T>, own: T): (uniform: number) => { item: T; rest: number } {
  const known = items.includes(own);
  const all = known ? items : [...items, own];
  const sizes = known ? counts : [...counts, 1];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return (uniform) => {
    let left = uniform * total;
    let k = 0;
    while (k < sizes.length - 1 && left >= sizes[k]) left -= sizes[k++];
    return { item: all[k], rest: Math.min(left / sizes[k], 1 - Number.EPSILON) };
  };
}

/** Mean and population standard deviation; 0 and 0 of nothing. */
function moments(values: Float64Array): { mean: number; spread: number } {
  if (values.length === 0) return { mean: 0, spread: 0 };
  const mean = pairwiseSum(values) / values.length;
  return { mean, spread: Math.sqrt(pairwiseSum(values.map((value) => (value - mean) ** 2)) / values.length) };
}

function wrongKind(own: Column, background: Column): Error {
  return new Error(`"${own.name}" is ${own.kind} in the row and ${background.kind} in the background`);
}
