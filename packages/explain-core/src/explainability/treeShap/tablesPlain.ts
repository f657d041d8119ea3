import { holdsCode, ZERO_BAND } from '../../models/tree.js';
import { orderingShares } from './game.js';
import { MOST_BITS, type GroupLeaf, type LeafGroup } from './groups.js';
import { pairSlot } from './pairSlot.js';
import { PLANE_THRESHOLDS, planeCount, type BinColumn, type Planes } from './planes.js';
import type { Order } from './walkKernel.js';

// What kernels/treeShapTables.ts computes, in plain code and the same order: its tests compare bits.

/** The bytes of one row. [planes] */
export function binPlain(planes: Planes, row: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(planes.count);
  for (const column of planes.columns) {
    const below = belowOf(column, row[column.column]);
    for (let plane = 0; plane < planeCount(column); plane++) bytes[column.firstPlane + plane] = Math.min(Math.max(below - PLANE_THRESHOLDS * plane, 0), PLANE_THRESHOLDS);
  }
  return bytes;
}

function belowOf(column: BinColumn, x: number): number {
  const most = column.kind === 'category' ? 1 : column.thresholds.length;
  const isMissing = Number.isNaN(x) || (column.kind === 'number' && column.zeroIsMissing && x >= -ZERO_BAND && x <= ZERO_BAND);
  if (isMissing) return column.missingRight ? most : 0;
  return column.kind === 'category' ? (holdsCode(column.set, x) ? 0 : 1) : column.thresholds.reduce((count, threshold) => count + (threshold < x ? 1 : 0), 0);
}

/** A row's pattern in a group, from its bytes. */
export function patternPlain(group: LeafGroup, bytes: Uint8Array): number {
  return group.bits.reduce((pattern, steps) => 2 * pattern + (steps.every(({ plane, bound, isLeft }) => bytes[plane] > bound !== isLeft) ? 1 : 0), 0);
}

/** The table of a group, [players, 2^bits] or [pairs of players, 2^bits]. `counted`: frequencies of patterns in a background; null for what training weights say. */
export function tablePlain(group: LeafGroup, counted: Float64Array | null, order: Order): Float64Array {
  const size = 1 << group.bits.length;
  const u = group.players.length;
  const table = new Float64Array((order === 'values' ? u : (u * (u - 1)) / 2) * size);
  for (const leaf of group.leaves) {
    const own = Array.from({ length: size }, (_, pattern) => leaf.players.reduce((set, { must, mustNot }, i) => set | ((pattern & must) === must && (pattern & mustNot) === 0 ? 1 << i : 0), 0));
    const frequencies = counted === null ? spread(leaf) : countOwn(leaf, own, counted);
    const add = (slot: number, values: Float64Array): void => own.forEach((set, pattern) => (table[slot * size + pattern] += values[set]));
    if (order === 'values') {
      const values = leafValues(leaf, frequencies);
      leaf.players.forEach(({ slot }, i) => add(slot, values[i]));
    } else {
      const values = leafPairs(leaf, frequencies);
      leaf.players.forEach(({ slot: one }, j) => leaf.players.slice(0, j).forEach(({ slot: other }, i) => add(pairSlot(one, other), values[pairSlot(i, j)])));
    }
  }
  return table;
}

function countOwn({ players }: GroupLeaf, own: readonly number[], counted: Float64Array): Float64Array {
  const frequencies = new Float64Array(1 << players.length);
  own.forEach((set, pattern) => (frequencies[set] += counted[pattern]));
  return frequencies;
}

function spread({ players }: GroupLeaf): Float64Array {
  const frequencies = new Float64Array(1 << players.length);
  frequencies[0] = 1;
  players.forEach(({ chance }, i) => {
    for (let set = 0; set < 1 << i; set++) {
      frequencies[set + (1 << i)] = frequencies[set] * chance;
      frequencies[set] *= 1 - chance;
    }
  });
  return frequencies;
}

const side = MOST_BITS + 1;
const shares = orderingShares(side);

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Values of a leaf's players for each set of them that a row holds to the path with. */
function leafValues({ value, players }: GroupLeaf, frequencies: Float64Array): Float64Array[] {
  const k = players.length;
  const values = players.map(() => new Float64Array(1 << k));
  for (let own = 0; own < 1 << k; own++) {
    const lacking = ((1 << k) - 1) ^ own;
    const n = bits(lacking);
    let lost = 0;
    for (let shared = own; shared >= 0; shared = shared === 0 ? -1 : (shared - 1) & own) {
      const weight = value * frequencies[lacking | shared];
      if (weight === 0) continue;
      const mine = own ^ shared;
      const p = bits(mine);
      if (n > 0) lost += weight * shares[p * side + n - 1];
      if (p > 0) players.forEach((_, i) => (mine >> i) & 1 && (values[i][own] += weight * shares[(p - 1) * side + n]));
    }
    players.forEach((_, i) => (lacking >> i) & 1 && (values[i][own] = -lost));
  }
  return values;
}

/** Half the interaction indices of every two of a leaf's players. */
function leafPairs({ value, players }: GroupLeaf, frequencies: Float64Array): Float64Array[] {
  const k = players.length;
  const values = Array.from({ length: (k * (k - 1)) / 2 }, () => new Float64Array(1 << k));
  const each = (add: (i: number, j: number) => void): void => {
    for (let j = 1; j < k; j++) for (let i = 0; i < j; i++) add(i, j);
  };
  for (let own = 0; own < 1 << k; own++) {
    const lacking = ((1 << k) - 1) ^ own;
    const n = bits(lacking);
    const has = (set: number, i: number): boolean => ((set >> i) & 1) === 1;
    let lost = 0;
    const crossed = new Float64Array(k);
    for (let shared = own; shared >= 0; shared = shared === 0 ? -1 : (shared - 1) & own) {
      const weight = value * 0.5 * frequencies[lacking | shared];
      if (weight === 0) continue;
      const mine = own ^ shared;
      const p = bits(mine);
      if (n > 1) lost += weight * shares[p * side + n - 2];
      if (p > 0 && n > 0) players.forEach((_, i) => has(mine, i) && (crossed[i] += weight * shares[(p - 1) * side + n - 1]));
      if (p > 1) each((i, j) => has(mine, i) && has(mine, j) && (values[pairSlot(i, j)][own] += weight * shares[(p - 2) * side + n]));
    }
    each((i, j) => {
      if (has(lacking, i) && has(lacking, j)) values[pairSlot(i, j)][own] = lost;
      else if (has(lacking, i)) values[pairSlot(i, j)][own] = -crossed[j];
      else if (has(lacking, j)) values[pairSlot(i, j)][own] = -crossed[i];
    });
  }
  return values;
}
