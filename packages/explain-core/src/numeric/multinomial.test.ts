import { randomStream } from '../random/stream.js';
import { multinomialReplicates, multinomialReplicatesPlain } from './multinomial.js';
import { logRatio } from './multinomialPlain.js';

const random = randomStream(11).child('multinomial');
const row = (found: Uint32Array, r: number, width: number): number[] => [...found.subarray(r * width, (r + 1) * width)];
const sum = (values: Iterable<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

// Large cells, cells of a few rows, none, more than half of all, and the same with the large one last.
const shapes: [string, number[]][] = [
  ['one cell', [7]],
  ['a coin', [50, 50]],
  ['one large first', [9_000_000, 3, 0, 40_000, 12, 1]],
  ['one large last', [1, 12, 40_000, 0, 3, 9_000_000]],
  ['means about where the way of drawing changes', Array.from({ length: 40 }, (_, i) => 20 + i)],
  ['many small', Array.from({ length: 1500 }, (_, i) => i % 4)],
  ['10^8 rows', [1, 5e7, 2e7, 2e7, 999_999, 9_000_000]],
  ['many large', Array.from({ length: 600 }, (_, i) => 1000 + 37 * i)],
];

it.each(shapes)('gives the bits of the plain loop, and every replicate has all rows: %s', (_, counts) => {
  const total = sum(counts);
  for (const [from, replicates] of [
    [0, 150],
    [3, 2],
    [2 ** 31 + 1, 5],
  ] as const) {
    const found = multinomialReplicates(counts, total, random, from, replicates);
    const plain = multinomialReplicatesPlain(counts, total, random, from, replicates);
    expect(found.findIndex((value, i) => value !== plain[i])).toBe(-1);
    for (let r = 0; r < replicates; r++) {
      const cells = row(found, r, counts.length);
      expect(sum(cells)).toBe(total);
      expect(cells.every((count, i) => counts[i] !== 0 || count === 0)).toBe(true);
    }
  }
});

it('gives a replicate whichever others are asked for with it', () => {
  const counts = [300, 20, 5, 4000, 0, 70];
  const all = multinomialReplicates(counts, 4395, random, 0, 300);
  for (const [from, to] of [
    [3, 6],
    [0, 1],
    [127, 131],
    [299, 300],
  ] as const) {
    expect(multinomialReplicates(counts, 4395, random, from, to - from)).toEqual(all.slice(from * 6, to * 6));
  }
  expect(multinomialReplicates(counts, 4395, randomStream(12), 0, 2)).not.toEqual(all.slice(0, 12));
});

it('draws what is drawn, and nothing of nothing', () => {
  expect([...multinomialReplicates([4], 9, random, 0, 3)]).toEqual([9, 9, 9]);
  expect([...multinomialReplicates([0, 4, 0], 4, random, 0, 2)]).toEqual([0, 4, 0, 0, 4, 0]);
  expect([...multinomialReplicates([1, 2], 0, random, 0, 2)]).toEqual([0, 0, 0, 0]);
  expect([...multinomialReplicates([0, 0], 0, random, 0, 1)]).toEqual([0, 0]);
  expect(multinomialReplicates([], 0, random, 0, 5)).toHaveLength(0);
  expect(multinomialReplicates([1, 2], 3, random, 7, 0)).toHaveLength(0);
});

it('refuses what it cannot draw', () => {
  for (const draw of [multinomialReplicates, multinomialReplicatesPlain]) {
    expect(() => draw([1, 0.5], 1, random, 0, 1)).toThrow('got 0.5 in cell 1');
    expect(() => draw([1, -1], 1, random, 0, 1)).toThrow(RangeError);
    expect(() => draw([Number.NaN], 1, random, 0, 1)).toThrow(RangeError);
    expect(() => draw([0, 0], 1, random, 0, 1)).toThrow('no rows');
    expect(() => draw([1], 2 ** 32, random, 0, 1)).toThrow(RangeError);
    expect(() => draw([1], 1.5, random, 0, 1)).toThrow(RangeError);
    expect(() => draw([1], 1, random, 2 ** 32 - 1, 2)).toThrow(RangeError);
    expect(() => draw([1], 1, random, -1, 2)).toThrow(RangeError);
  }
});

/** Standard errors are the ones of theory; 4.5 of them are passed by one of the few hundred comparisons here with probability below 0.003, and the draws are fixed. */
const errors = 4.5;

it.each([
  [[5, 300, 20, 75, 1]],
  [[40_000, 9_000_000, 31, 29, 500_000]],
  [[31, 29, 33, 27, 30, 1000]],
])('has the means, variances and covariances of theory: %j', (counts) => {
  const total = sum(counts);
  const replicates = 40_000;
  const cells = counts.length;
  const found = multinomialReplicates(counts, total, random.child('moments'), 0, replicates);
  for (let a = 0; a < cells; a++) {
    const pa = counts[a]! / total;
    for (let b = a; b < cells; b++) {
      const pb = counts[b]! / total;
      let [product, square, mean] = [0, 0, 0];
      for (let r = 0; r < replicates; r++) {
        const x = found[r * cells + a]! - counts[a]!;
        const y = found[r * cells + b]! - counts[b]!;
        mean += x / replicates;
        product += (x * y) / replicates;
        square += (x * y) ** 2 / replicates;
      }
      const expected = a === b ? total * pa * (1 - pa) : -total * pa * pb;
      if (a === b) expect(Math.abs(mean)).toBeLessThan(errors * Math.sqrt(expected / replicates));
      expect(Math.abs(product - expected)).toBeLessThan(errors * Math.sqrt((square - product ** 2) / replicates));
    }
  }
});

// n, numerator and denominator of p, and the bins of about equal probability that draws are counted in: chi-square at its 99.9 % point.
it.each([
  [30, 1, 2],
  [12, 1, 3],
  [100, 1, 2],
  [1000, 1, 20],
  [5000, 13, 2000],
  [400, 399, 400],
  [100_000, 3, 10],
  [10_000_000, 1, 2880],
])('a cell is binomial: n = %d, p = %d / %d', (n, numerator, denominator) => {
  const draws = 200_000;
  const p = numerator / denominator;
  const found = multinomialReplicates([numerator, denominator - numerator], n, random.child('binomial'), 0, draws);
  const seen = new Map<number, number>();
  for (let r = 0; r < draws; r++) seen.set(found[2 * r]!, (seen.get(found[2 * r]!) ?? 0) + 1);
  // P(k) from the mode outwards by the ratio of neighbours: nothing of what is tested.
  const mode = Math.floor((n + 1) * p);
  const mass = new Map([[mode, 1]]);
  for (let k = mode, m = 1; k < n && m > 1e-18; k++) mass.set(k + 1, (m *= ((n - k) / (k + 1)) * (p / (1 - p))));
  for (let k = mode, m = 1; k > 0 && m > 1e-18; k--) mass.set(k - 1, (m *= (k / (n - k + 1)) * ((1 - p) / p)));
  const whole = sum(mass.values());
  expect([...seen.keys()].every((k) => mass.has(k))).toBe(true);
  let [chiSquare, bins, expected, observed] = [0, 0, 0, 0];
  for (const [k, m] of [...mass].sort(([a], [b]) => a - b)) {
    expected += (draws * m) / whole;
    observed += seen.get(k) ?? 0;
    // What is left at the end is a bin too, and a small one; it counts for what it is.
    if (expected < draws / 60) continue;
    chiSquare += (observed - expected) ** 2 / expected;
    bins += 1;
    [expected, observed] = [0, 0];
  }
  if (expected > 20) {
    chiSquare += (observed - expected) ** 2 / expected;
    bins += 1;
  }
  // Wilson and Hilferty's approximation of the 99.9 % point.
  const degrees = bins - 1;
  expect(chiSquare).toBeLessThan(degrees * (1 - 2 / (9 * degrees) + 3.0902 * Math.sqrt(2 / (9 * degrees))) ** 3);
});

it('the ratio of two probabilities is right, and within the slack of the bell that spares computing it', () => {
  for (const [n, p] of [
    [60, 0.5],
    [61, 0.4999],
    [400, 0.1],
    [20_000, 0.5],
    [1_000_000, 3.1e-5],
    [1_000_000, 0.003],
  ] as const) {
    const odds = p / (1 - p);
    const variance = n * p * (1 - p);
    const mode = Math.floor((n + 1) * p);
    for (const side of [-1, 1]) {
      let exact = 0;
      for (let distance = 1; distance < variance / 2 - 1 && mode + side * distance >= 0 && mode + side * distance <= n; distance++) {
        const k = mode + side * distance;
        exact += side > 0 ? Math.log(((n - k + 1) / k) * odds) : Math.log((k + 1) / ((n - k) * odds));
        // Logarithms of numbers near 1 times n, each rounded: n · 1e-16 and some.
        expect(Math.abs(logRatio(n, odds, mode, k) - exact)).toBeLessThan(1e-8);
        const slack = (distance / variance) * (((distance / 3 + 0.625) * distance + 1 / 6) / variance + 0.5);
        expect(Math.abs(exact + distance ** 2 / (2 * variance))).toBeLessThan(slack);
      }
    }
  }
});
