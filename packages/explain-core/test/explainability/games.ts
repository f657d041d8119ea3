import type { Pairs } from '../../src/explainability/coalitions.js';

/** Every pair of m players, enumerated, with the Shapley kernel's weights: π(S) = (m − 1) ÷ (C(m, s) s (m − s)). */
export function wholeGame(m: number): Pairs {
  const count = 2 ** (m - 1) - 1;
  const masks = new Uint8Array(count * m);
  // One of each pair: the set without the last player.
  for (let set = 1; set <= count; set++) for (let j = 0; j < m; j++) masks[(set - 1) * m + j] = (set >> j) & 1;
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
  const weights = Float64Array.from({ length: count }, (_, pair) => {
    const size = masks.subarray(pair * m, (pair + 1) * m).reduce((a, b) => a + b, 0);
    return (m - 1) / (choose(m, size) * size * (m - size));
  });
  return { masks, count, weights, draws: new Int32Array(count).fill(1), drawnFrom: count };
}

/** (v(S) − v(Sᶜ)) ÷ 2 of each pair, from the worth of every set. */
export function oddPart(worth: Float64Array, { masks, count }: Pairs): Float64Array {
  const m = masks.length / count;
  return Float64Array.from({ length: count }, (_, pair) => {
    const set = masks.subarray(pair * m, (pair + 1) * m).reduce((sum, isIn, j) => sum + isIn * 2 ** j, 0);
    return (worth[set] - worth[2 ** m - 1 - set]) / 2;
  });
}
