import type { RandomStream } from '../random/stream.js';

/**
 * Coalitions of m players to ask about, each standing for itself and its complement (paired sampling, Covert and Lee 2021: what a pair
 * has in common cancels). The weights of all pairs, enumerated and drawn, follow the Shapley kernel.
 */
export interface Pairs {
  /** One of each pair, [count, m]. */
  readonly masks: Uint8Array;
  readonly count: number;
  /** Weight of one draw of each pair. */
  readonly weights: Float64Array;
  /** How often each was drawn; 1 for an enumerated one. */
  readonly draws: Int32Array;
  /** Pairs from here on were drawn; those before are all there are of their sizes. */
  readonly drawnFrom: number;
}

/** Pairs in the order in which they are to be asked about. */
export interface PairOrder {
  /** [count, m] */
  readonly masks: Uint8Array;
  readonly count: number;
  readonly drawnFrom: number;
  /** The first `count` of them, no fewer than the enumerated ones, with the weights they have when no more are asked about. */
  first(count: number): Pairs;
}

/** How sizes are drawn: by the Shapley kernel's weight of them, or all alike, which is by the leverage of their coalitions in the regression (Musco and Witter 2025). */
export type PairSampling = 'kernel' | 'leverage';

/** Pairs with neither member empty: 2^(m−1) − 1. */
export function pairsOfAll(m: number): number {
  return 2 ** (m - 1) - 1;
}

/** More draws than this for each pair wanted find hardly a new one. As shap does. */
const DRAWS_PER_PAIR = 4;

/**
 * `budget` pairs of m ≥ 2 players, fewer than there are. Sizes are enumerated from the outside in while a size would get at least as many draws as it has pairs;
 * single players always are, so that the equations have one solution. What is left is drawn: a size by its share, a coalition evenly among those of that size. Where sizes are not drawn by
 * the kernel's weight, a draw weighs what makes up for it. `enumerateFor`: as if there were so many pairs only, at least m; for those who may stop early.
 */
export function choosePairs(m: number, budget: number, random: RandomStream, sampling: PairSampling = 'kernel', enumerateFor = budget): PairOrder {
  const sizes = Math.floor(m / 2);
  const both = (s: number): number => (2 * s === m ? 1 : 2);
  // Kernel weight of all coalitions of sizes s and m − s: (m − 1) ÷ (s (m − s)), twice unless they are the same size.
  const sizeWeight = (s: number): number => ((m - 1) / (s * (m - s))) * both(s);
  const drawWeight = sampling === 'kernel' ? sizeWeight : both;
  const pairsOfSize = (s: number): number => (binomial(m, s) * both(s)) / 2;
  const restOfDraws = (from: number): number => {
    let sum = 0;
    for (let s = from; s <= sizes; s++) sum += drawWeight(s);
    return sum;
  };
  const chosen: Int32Array[] = [];
  const weights: number[] = [];
  let size = 1;
  while (size <= sizes) {
    const left = enumerateFor - chosen.length;
    const pairs = pairsOfSize(size);
    if (pairs > left || (size > 1 && (left * drawWeight(size)) / restOfDraws(size) < pairs)) break;
    for (const members of combinations(m, size, 2 * size === m)) {
      chosen.push(members);
      weights.push(sizeWeight(size) / pairs);
    }
    size++;
  }
  const drawnFrom = chosen.length;
  const wanted = size <= sizes ? budget - drawnFrom : 0;
  const total = restOfDraws(size);
  const known = new Map<string, number>();
  /** The pair each draw gave, in turn, and the draw that gave each pair first. */
  const sequence: number[] = [];
  const firstDraw: number[] = [];
  while (chosen.length < drawnFrom + wanted && sequence.length < wanted * DRAWS_PER_PAIR) {
    const at = sequence.length * (m + 1);
    const members = drawMembers(m, drawSize(random.uniform(at) * total, size, sizes, drawWeight), random, at + 1);
    const key = members.join();
    let pair = known.get(key);
    if (pair === undefined) {
      pair = chosen.length;
      known.set(key, pair);
      firstDraw.push(sequence.length);
      chosen.push(members);
      // Of one draw among all; to be divided by their number.
      weights.push((sizeWeight(members.length) / drawWeight(members.length)) * total);
    }
    sequence.push(pair);
  }
  const count = chosen.length;
  const masks = new Uint8Array(count * m);
  chosen.forEach((members, pair) => {
    for (const j of members) masks[pair * m + j] = 1;
  });
  return {
    masks,
    count,
    drawnFrom,
    first(asked) {
      const drawn = asked === count ? sequence.length : asked > drawnFrom ? firstDraw[asked - 1 - drawnFrom] + 1 : 0;
      const draws = new Int32Array(asked).fill(1, 0, drawnFrom);
      for (let draw = 0; draw < drawn; draw++) draws[sequence[draw]]++;
      return { masks: masks.subarray(0, asked * m), count: asked, weights: Float64Array.from({ length: asked }, (_, pair) => (pair < drawnFrom ? weights[pair] : weights[pair] / drawn)), draws, drawnFrom };
    },
  };
}

function drawSize(at: number, from: number, to: number, weight: (size: number) => number): number {
  let left = at;
  for (let size = from; size < to; size++) {
    left -= weight(size);
    if (left < 0) return size;
  }
  return to;
}

/** `size` of m players evenly, ascending; of two halves, the one with player 0. Draws from `at` on. */
function drawMembers(m: number, size: number, random: RandomStream, at: number): Int32Array {
  const order = Int32Array.from({ length: m }, (_, j) => j);
  for (let k = 0; k < size; k++) {
    const other = k + random.integer(at + k, m - k);
    const held = order[k];
    order[k] = order[other];
    order[other] = held;
  }
  const members = order.slice(0, size).sort();
  return 2 * size === m && members[0] !== 0 ? order.slice(size).sort() : members;
}

/** Every set of `size` of m players; of halves only those with player 0. */
function* combinations(m: number, size: number, onlyWithFirst: boolean): Generator<Int32Array> {
  const members = Int32Array.from({ length: size }, (_, k) => k);
  for (;;) {
    yield members.slice();
    let k = size - 1;
    while (k >= 0 && members[k] === m - size + k) k--;
    if (k < 0 || (onlyWithFirst && k === 0)) return;
    members[k]++;
    for (let next = k + 1; next < size; next++) members[next] = members[next - 1] + 1;
  }
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i++) value = (value * (n - k + i)) / i;
  return Math.round(value);
}
