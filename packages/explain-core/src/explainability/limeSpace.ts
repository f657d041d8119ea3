import type { CategoryColumn, Column, NumberColumn } from '../data/table.js';
import { chooseItems, chooseValues, drawNormals } from '../numeric/draws.js';
import { STEPS } from '../numeric/drawsPlain.js';
import { exp } from '../elementary/exponential.js';
import { quantile } from '../numeric/quantile.js';
import { pairwiseSum } from '../numeric/sum.js';
import { truncatedNormalTable } from '../numeric/truncatedNormal.js';
import type { RandomStream } from '../random/stream.js';

/**
 * How one feature is perturbed and how a perturbed value looks to the local model: 1 where it is in the same place as the row's (same bin, same
 * level, both missing), else 0; or its distance from the mean in standard deviations, where numbers are not put into bins.
 */
export interface Coordinate {
  /** Whether all looks are 1 or 0. */
  readonly isSameOrNot: boolean;
  /** Whether what the row's value looks like is a number of standard deviations. */
  isContinuous(own: Column): boolean;
  /** Values from number `from` on, as many as there is room for, number 0 the row's own. What they look like is written into the room, and numbers too. */
  perturb(own: Column, from: number, random: RandomStream, room: Perturbed): Column;
  /** Whether what is drawn for the row is drawn alike for any other: then one pool of drawn values serves them all. */
  isShared(own: Column): boolean;
  /** Values from number `from` to `to` for a pool, written into a column of so many rows. Numbers are those of `perturb`, but for number 0. What is returned says which bin or level each is; null where there are none. */
  draw(from: number, to: number, random: RandomStream, column: Column): Uint32Array | null;
  /** The bin or level of a row whose draws are shared: a whole number from 0 on, 0 where there are none. */
  placeOf(own: Column): number;
  /** What values look like that are numbers of standard deviations; both of one length. */
  look(values: Float64Array, looks: Float64Array): void;
}

/** Where values and what they look like are written, both of one length. */
export interface Perturbed {
  readonly values: Float64Array;
  readonly looks: Float64Array;
}

export interface SpaceOptions {
  readonly bins: boolean;
  readonly sampleAround: 'mean' | 'row';
  /** Draw from the kernel of this width times what would be drawn otherwise; without it, as the background is. */
  readonly kernelWidth: number | null;
}

/** What the background says of a feature: levels and their shares, quartile bins, or mean and spread. Ribeiro's `LimeTabularExplainer`. */
export function coordinateOf(column: Column, options: SpaceOptions): Coordinate {
  if (column.kind === 'number') return options.bins ? binned(column.values, options) : continuous(column.values, options);
  const shares: Shares<unknown> = countOf<unknown>(column.kind === 'category' ? column.codes : column.values);
  const homeOf = (own: Column): unknown => (own.kind === 'category' ? own.codes[0] : own.kind === 'text' ? own.values[0] : undefined);
  return {
    isSameOrNot: true,
    isContinuous: () => false,
    isShared: (own) => options.kernelWidth === null && own.kind === column.kind && shares.items.includes(homeOf(own)),
    draw(from, to, random, drawn) {
      const { items, ends } = choiceOf(shares, shares.items[0], options);
      const chosen = chooseItems(random, from, to, ends);
      if (drawn.kind === 'text') for (let i = 0; i < chosen.length; i++) (drawn.values as (string | null)[])[i] = items[chosen[i]] as string | null;
      else for (let i = 0; i < chosen.length; i++) (drawn as CategoryColumn).codes[i] = items[chosen[i]] as number;
      return chosen;
    },
    placeOf: (own) => shares.items.indexOf(homeOf(own)),
    look: noNumber,
    perturb(own, from, random, { looks }) {
      if (own.kind === 'number' || own.kind !== column.kind) throw new Error(`"${own.name}" is ${own.kind} in the row and ${column.kind} in the background`);
      const home = own.kind === 'category' ? own.codes[0] : own.values[0];
      const { items, ends, homeAt } = choiceOf(shares, home, options);
      const chosen = chooseItems(random, from, from + looks.length, ends);
      if (from === 0) chosen[0] = homeAt;
      sameAs(homeAt, chosen, looks);
      if (own.kind === 'text') return { ...own, values: Array.from(chosen, (item) => items[item] as string | null) };
      const codes = Int32Array.from(items as number[]);
      return { ...own, codes: new Int32Array(chosen).map((item) => codes[item]) };
    },
  };
}

const MISSING = -1;

/**
 * Quartile bins, (−∞, q1], (q1, q2], …, equal edges once; a missing value has a bin of its own. A drawn bin is undone by a normal with the bin's
 * mean and spread, cut to the bin's smallest and largest value.
 */
function binned(values: Float64Array, options: SpaceOptions): Coordinate {
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  const edges = present.length === 0 ? [] : [...new Set([0.25, 0.5, 0.75].map((p) => quantile(present, p)))];
  const binOf = (value: number): number => {
    if (Number.isNaN(value)) return MISSING;
    let bin = 0;
    while (bin < edges.length && value > edges[bin]) bin++;
    return bin;
  };
  const bins = countOf(Int32Array.from(values, binOf));
  const tables = new Map<number, Float64Array>([[MISSING, new Float64Array(STEPS + 1).fill(NaN)]]);
  // The values are in order, so those of a bin are side by side.
  const starts = [0, ...edges.map((edge) => present.findIndex((value) => value > edge)).map((at) => (at < 0 ? present.length : at)), present.length];
  for (const bin of bins.items) {
    if (bin === MISSING) continue;
    const members = present.subarray(starts[bin], starts[bin + 1]);
    const { mean, spread } = moments(members);
    // The outer bins end at the data's ends, the inner ones at their edges.
    tables.set(bin, truncatedNormalTable(mean, spread, bin === 0 ? members[0] : edges[bin - 1], bin === edges.length ? members[members.length - 1] : edges[bin]));
  }
  const known = choiceOf(bins, bins.items[0], options);
  return {
    isSameOrNot: true,
    isContinuous: () => false,
    isShared: (own) => options.kernelWidth === null && bins.items.includes(binOf(numberOf(own))),
    draw: (from, _, random, drawn) => chooseValues(random, from, { ends: known.ends, tables: known.items.map((bin) => tables.get(bin)!) }, (drawn as NumberColumn).values),
    placeOf: (own) => bins.items.indexOf(binOf(numberOf(own))),
    look: noNumber,
    perturb(own, from, random, room) {
      const value = numberOf(own);
      const { items, ends, homeAt: home } = choiceOf(bins, binOf(value), options);
      // A bin without background rows has only the row itself to show.
      sameAs(home, chooseValues(random, from, { ends, tables: items.map((bin) => tables.get(bin) ?? new Float64Array(STEPS + 1).fill(value)) }, room.values), room.looks);
      if (from === 0) {
        room.values[0] = value;
        room.looks[0] = 1;
      }
      return { kind: 'number', name: own.name, values: room.values };
    },
  };
}

function continuous(background: Float64Array, options: SpaceOptions): Coordinate {
  const present = background.filter((value) => !Number.isNaN(value));
  const { mean, spread } = moments(present);
  // A constant column has no unit of its own; any will do, since it is drawn as that constant. As scikit-learn's StandardScaler does.
  const unit = spread > 0 ? spread : 1;
  const places: Shares<boolean> = { items: [true, false], counts: [Math.max(1, background.length - present.length), present.length] };
  const isContinuous = (own: Column): boolean => !Number.isNaN(numberOf(own)) && present.length > 0;
  return {
    isSameOrNot: false,
    isContinuous,
    isShared: (own) => options.kernelWidth === null && options.sampleAround === 'mean' && isContinuous(own),
    draw(from, _, random, drawn) {
      const { values } = drawn as NumberColumn;
      drawNormals(random, from, values);
      for (let i = 0; i < values.length; i++) values[i] = mean + spread * values[i];
      return null;
    },
    placeOf: () => 0,
    look(values, looks) {
      for (let i = 0; i < values.length; i++) looks[i] = (values[i] - mean) / unit;
    },
    perturb(own, from, random, { values, looks }) {
      const value = numberOf(own);
      const column: Column = { kind: 'number', name: own.name, values };
      drawNormals(random, from, values);
      if (Number.isNaN(value) || present.length === 0) {
        // A missing value has no place on the line: what can be told is missing or not.
        const missing = chooseItems(random.child('missing'), from, from + values.length, choiceOf(places, Number.isNaN(value), options).ends);
        for (let i = 0; i < values.length; i++) values[i] = missing[i] === 0 || present.length === 0 ? NaN : mean + spread * values[i];
        if (from === 0) values[0] = value;
        for (let i = 0; i < values.length; i++) looks[i] = Number.isNaN(values[i]) ? 1 : 0;
        return column;
      }
      const center = options.sampleAround === 'row' ? value : mean;
      // A normal times a normal kernel around the row is a normal, nearer and narrower.
      const nearness = options.kernelWidth === null ? 0 : 1 / options.kernelWidth ** 2;
      const middle = spread > 0 ? (center + nearness * value) / (1 + nearness) : center;
      const width = spread / Math.sqrt(1 + nearness);
      for (let i = 0; i < values.length; i++) {
        values[i] = from + i === 0 ? value : middle + width * values[i];
        looks[i] = (values[i] - mean) / unit;
      }
      return column;
    },
  };
}

/** 1 where the item is the row's own. */
function sameAs(home: number, items: Uint32Array, looks: Float64Array): void {
  for (let i = 0; i < looks.length; i++) looks[i] = Number(items[i] === home);
}

function noNumber(): never {
  throw new Error('a level or bin is no number of standard deviations');
}

function numberOf(own: Column): number {
  if (own.kind !== 'number') throw new Error(`"${own.name}" is not a number in the row`);
  return own.values[0];
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

interface Choosing<T> {
  readonly items: readonly T[];
  /** Where each item's part of [0, 1) ends. */
  readonly ends: Float64Array;
  readonly homeAt: number;
}

/**
 * The row's own item counts as one background row where the background has none: else it would never be drawn and the local model could not tell what it does. All other items are at
 * distance 1, and drawn the less the narrower the kernel.
 */
function choiceOf<T>(shares: Shares<T>, home: T, { kernelWidth }: SpaceOptions): Choosing<T> {
  const known = shares.items.includes(home);
  const items = known ? shares.items : [...shares.items, home];
  const counts = known ? shares.counts : [...shares.counts, 1];
  const homeAt = items.indexOf(home);
  const away = kernelWidth === null ? 1 : exp(-0.5 / kernelWidth ** 2);
  const parts = counts.map((count, k) => (k === homeAt ? count : count * away));
  const total = parts.reduce((sum, part) => sum + part, 0);
  let sum = 0;
  const ends = Float64Array.from(parts, (part) => (sum += part) / total);
  ends[ends.length - 1] = 1;
  return { items, ends, homeAt };
}

/** Mean and population standard deviation; 0 and 0 of nothing. */
function moments(values: Float64Array): { mean: number; spread: number } {
  if (values.length === 0) return { mean: 0, spread: 0 };
  const mean = pairwiseSum(values) / values.length;
  return { mean, spread: Math.sqrt(pairwiseSum(values.map((value) => (value - mean) ** 2)) / values.length) };
}
