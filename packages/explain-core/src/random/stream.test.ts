import { describe, expect, it } from '@jest/globals';
import { randomStream } from './stream.js';

describe('randomStream', () => {
  it('takes seed 0 as a seed of its own', () => {
    const zero = randomStream(0);
    expect(zero.path).toBe('0');
    expect(zero.uniform(0)).toBe(randomStream(0).uniform(0));
    expect(zero.uniform(0)).not.toBe(randomStream(1).uniform(0));
    // First two words of Philox for key 0, counter 0: 6627e8d5 e169c58d.
    expect(zero.uniform(0)).toBe(((0x6627e8d5 >>> 5) * 2 ** 26 + (0xe169c58d >>> 6)) / 2 ** 53);
  });

  it('tells seeds apart that differ only above 32 bits', () => {
    expect(randomStream(2 ** 32).uniform(3)).not.toBe(randomStream(0).uniform(3));
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => randomStream(seed)).toThrow(RangeError);
  });

  it('gives the same number at the same address, whoever asked what before', () => {
    const quiet = randomStream(7).child('a').child(3);
    const busy = randomStream(7);
    busy.uniform(9);
    const again = busy.child('a').child(3);
    again.normal(1);
    again.uniform(41);
    expect(again.uniform(40)).toBe(quiet.uniform(40));
    expect(again.path).toBe('7/a/3');
  });

  it('reaches addresses beyond 32 bits', () => {
    const stream = randomStream(1);
    expect(stream.uniform(2 ** 32)).not.toBe(stream.uniform(0));
    expect(() => stream.uniform(-1)).toThrow(RangeError);
    expect(() => stream.uniform(1.5)).toThrow(RangeError);
  });

  it('makes children of different names independent', () => {
    const root = randomStream(11);
    const size = 20_000;
    const children = ['a', 'b', 'ab', 'ba', 0, 1, 10].map((name) => root.child(name));
    const draws = [root, ...children].map((stream) => Float64Array.from({ length: size }, (_, i) => stream.uniform(i)));
    for (let a = 0; a < draws.length; a++) {
      for (let b = 0; b < a; b++) {
        // |r| √n is about standard normal; 4.5 is beyond what 28 pairs show by chance (p < 2e-4).
        expect(Math.abs(correlation(draws[a]!, draws[b]!)) * Math.sqrt(size)).toBeLessThan(4.5);
      }
    }
  });

  it('draws normals with the right moments', () => {
    const stream = randomStream(5).child('normal');
    const size = 100_000;
    const moments = [0, 0, 0, 0];
    for (let i = 0; i < size; i++) {
      const value = stream.normal(i);
      for (let k = 0; k < 4; k++) moments[k]! += value ** (k + 1) / size;
    }
    // Four standard errors: the k-th moment's variance is (E z^2k − (E z^k)²)/n, that is 1, 2, 15, 96 over n.
    [0, 1, 0, 3].forEach((expected, k) => {
      expect(Math.abs(moments[k]! - expected)).toBeLessThan(4 * Math.sqrt([1, 2, 15, 96][k]! / size));
    });
  });

  it('draws every integer below the bound equally often', () => {
    const stream = randomStream(2);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[stream.integer(i, 6)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5); // the 99.9 % point of chi square with 5 degrees of freedom
    expect(() => stream.integer(0, 0)).toThrow(RangeError);
  });

  it('permutes', () => {
    const order = randomStream(3).permutation(1000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...order]).not.toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...randomStream(3).permutation(0)]).toEqual([]);
    expect([...randomStream(3).permutation(1)]).toEqual([0]);
  });

  it.each([
    [100, 30],
    [5, 5],
    [1_000_000, 50],
    [3, 0],
  ])('samples from %d, %d distinct', (population, size) => {
    const items = [...randomStream(0).sample(population, size)];
    expect(new Set(items).size).toBe(size);
    expect(items).toHaveLength(size);
    expect(items.every((item) => item >= 0 && item < population)).toBe(true);
  });

  it('refuses to sample more than there are', () => {
    expect(() => randomStream(0).sample(2, 3)).toThrow(RangeError);
  });
});

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [product, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    product += (a[i]! - meanA) * (b[i]! - meanB);
    squareA += (a[i]! - meanA) ** 2;
    squareB += (b[i]! - meanB) ** 2;
  }
  return product / Math.sqrt(squareA * squareB);
}
