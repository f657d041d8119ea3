import { describe, expect, it } from '@jest/globals';
import { binomialProbability } from './binomial.js';
import { expectedRange, expectedRangeAt } from './expectedRange.js';

describe('expectedRange', () => {
  it('of coins is the chance that they do not all fall alike', () => {
    expect(expectedRangeAt([1, 1], 0.5)).toBeCloseTo(0.5, 15);
    expect(expectedRangeAt([1, 1, 1], 0.5)).toBeCloseTo(0.75, 15);
    expect(expectedRangeAt([1, 1, 1], 0.2)).toBeCloseTo(1 - 0.2 ** 3 - 0.8 ** 3, 15);
  });

  it.each([
    [[2, 3], 0.3],
    [[4, 1, 6], 0.75],
    [[5, 5, 5], 0.1],
    [[9, 3, 2, 4], 0.5],
  ])('of groups of %j at %d is the mean over every outcome', (sizes, rate) => {
    const walk = (group: number, chance: number, high: number, low: number): number => {
      if (group === sizes.length) return chance * (high - low);
      let sum = 0;
      for (let x = 0; x <= sizes[group]!; x++) {
        const p = x / sizes[group]!;
        sum += walk(group + 1, chance * binomialProbability(x, sizes[group]!, rate), Math.max(high, p), Math.min(low, p));
      }
      return sum;
    };
    expect(expectedRangeAt(sizes, rate)).toBeCloseTo(walk(0, 1, -Infinity, Infinity), 13);
  });

  // The mean range of K standard normals (Tippett 1925, Biometrika 17): what it comes to for many rows.
  it.each([
    [2, 1.128379],
    [3, 1.692569],
    [10, 3.077505],
  ])('of %d large groups is that of as many normals', (groups, d2) => {
    for (const n of [1e5, 1e7]) {
      const deviation = Math.sqrt((0.3 * 0.7) / n);
      // Skewness of the binomials is of order 1/√n.
      expect(Math.abs(expectedRangeAt(new Array<number>(groups).fill(n), 0.3) / deviation / d2 - 1)).toBeLessThan(1e-5);
    }
  });

  it('goes on smoothly where steps become too many to be added one by one', () => {
    // Up to 11 groups of 10^5 have few enough steps, 12 have not.
    const ranges = [8, 9, 10, 11, 12, 13, 14, 15].map((groups) => expectedRangeAt(new Array<number>(groups).fill(1e5), 0.5));
    const rises = ranges.slice(1).map((range, i) => range - ranges[i]!);
    rises.slice(1).forEach((rise, i) => {
      expect(rise).toBeGreaterThan(0);
      expect(rise).toBeLessThan(rises[i]!);
    });
  });

  it('takes the rate of all groups together', () => {
    const groups = [{ successes: 3, n: 10 }, { successes: 9, n: 20 }];
    expect(expectedRange(groups)).toBe(expectedRangeAt([10, 20], 0.4));
    expect(expectedRange([...groups].reverse())).toBeCloseTo(expectedRange(groups), 15);
    expect(expectedRange(groups)).toBeLessThan(expectedRange([...groups, { successes: 2, n: 5 }]));
  });

  it('is 0 where there is nothing to be apart', () => {
    expect(expectedRange([])).toBe(0);
    expect(expectedRange([{ successes: 3, n: 10 }])).toBe(0);
    expect(expectedRange([{ successes: 0, n: 10 }, { successes: 0, n: 4 }])).toBe(0);
    expect(expectedRange([{ successes: 10, n: 10 }, { successes: 4, n: 4 }])).toBe(0);
  });

  it('refuses empty groups and parts of a row', () => {
    expect(() => expectedRange([{ successes: 0, n: 0 }])).toThrow(RangeError);
    expect(() => expectedRange([{ successes: 1, n: 2.5 }])).toThrow('whole groups');
    expect(() => expectedRangeAt([1, 2], NaN)).toThrow(RangeError);
  });
});
