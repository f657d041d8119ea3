import { randomStream } from '../random/stream.js';
import { choosePairs, pairsOfAll } from './coalitions.js';

const random = randomStream(0).child('coalitions');
const sizesOf = (masks: Uint8Array, count: number, m: number): number[] => Array.from({ length: count }, (_, pair) => masks.subarray(pair * m, (pair + 1) * m).reduce((a, b) => a + b, 0));

it('counts pairs: 127 of 8 players', () => {
  expect(pairsOfAll(8)).toBe(127);
});

it('enumerates singles, then as many sizes as the budget bears, and draws the rest without repeating one', () => {
  const m = 12;
  const pairs = choosePairs(m, 240, random);
  const sizes = sizesOf(pairs.masks, pairs.count, m);
  expect(pairs.count).toBe(240);
  expect(pairs.drawnFrom).toBe(12 + 66); // all singles and all twos
  expect(sizes.slice(0, 12)).toEqual(new Array(12).fill(1));
  expect(sizes.slice(12, 78)).toEqual(new Array(66).fill(2));
  expect(Math.min(...sizes.slice(78))).toBe(3);
  const keys = Array.from({ length: 240 }, (_, pair) => {
    const mask = pairs.masks.subarray(pair * m, (pair + 1) * m);
    const complement = mask.map((bit) => 1 - bit);
    return [mask.join(''), complement.join('')].sort()[0];
  });
  expect(new Set(keys).size).toBe(240);
});

it('gives every size the weight the Shapley kernel gives it', () => {
  const m = 7;
  const pairs = choosePairs(m, 40, random).first(40);
  const bySize = new Map<number, number>();
  sizesOf(pairs.masks, pairs.count, m).forEach((size, pair) => bySize.set(size, (bySize.get(size) ?? 0) + pairs.weights[pair] * pairs.draws[pair]));
  // 2 (m − 1) ÷ (s (m − s)): 2, 1.2, 1
  expect(bySize.get(1)).toBeCloseTo(2, 12);
  const drawn = [...bySize].reduce((sum, [, weight]) => sum + weight, 0);
  expect(drawn).toBeCloseTo(2 + 1.2 + 1, 12);
});

it('draws single players evenly within a size', () => {
  const m = 10;
  const counts = new Float64Array(m);
  let total = 0;
  for (let seed = 0; seed < 200; seed++) {
    const pairs = choosePairs(m, 40, randomStream(seed).child('coalitions'));
    for (let pair = pairs.drawnFrom; pair < pairs.count; pair++) {
      const mask = pairs.masks.subarray(pair * m, (pair + 1) * m);
      const size = mask.reduce((a, b) => a + b, 0);
      if (2 * size === m) continue; // halves are written by the member with player 0
      mask.forEach((bit, j) => (counts[j] += bit));
      total += size;
    }
  }
  // Each player a tenth, within five standard errors of a binomial share.
  counts.forEach((count) => expect(Math.abs(count / total - 0.1)).toBeLessThan(5 * Math.sqrt(0.09 / total)));
});

it('draws sizes alike by leverage, and weighs what comes of it so that every size has the kernel’s weight on average', () => {
  const m = 11;
  const bySize = new Float64Array(m);
  const draws = new Float64Array(m);
  const runs = 300;
  for (let seed = 0; seed < runs; seed++) {
    const pairs = choosePairs(m, 60, randomStream(seed).child('coalitions'), 'leverage').first(60);
    expect(pairs.drawnFrom).toBe(11);
    sizesOf(pairs.masks, pairs.count, m).forEach((size, pair) => {
      bySize[size] += (pairs.weights[pair] * pairs.draws[pair]) / runs;
      draws[size] += pair < pairs.drawnFrom ? 0 : pairs.draws[pair];
    });
  }
  // 2 (m − 1) ÷ (s (m − s)) for singles, 2 … 5; those drawn within five standard errors of what some 50 draws a run give.
  const wanted = [2, 10 / 9, 20 / 24, 20 / 28, 20 / 30];
  expect(bySize[1]).toBeCloseTo(wanted[0], 12);
  const all = draws.reduce((a, b) => a + b);
  [2, 3, 4, 5].forEach((size) => {
    expect(Math.abs(draws[size] / all - 0.25)).toBeLessThan(5 * Math.sqrt(0.1875 / all));
    expect(Math.abs(bySize[size] / wanted[size - 1] - 1)).toBeLessThan(5 * Math.sqrt(3 / all));
  });
});

it('is, as far as it goes, what more pairs would begin with', () => {
  const [m, all] = [9, choosePairs(9, 60, random)];
  const some = all.first(30);
  expect(some.count).toBe(30);
  expect([...some.masks]).toEqual([...all.masks.subarray(0, 30 * m)]);
  expect(some.draws.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(30);
  // Whatever was drawn by then, the drawn ones together have the kernel's weight of their sizes.
  const weight = (from: number) => some.weights.reduce((sum, one, pair) => sum + (pair < from ? 0 : one * some.draws[pair]), 0);
  expect(weight(some.drawnFrom)).toBeCloseTo((2 * 8) / (2 * 7) + (2 * 8) / (3 * 6) + (2 * 8) / (4 * 5), 12);
  expect([...all.first(all.drawnFrom).draws]).toEqual(new Array(all.drawnFrom).fill(1));
});
