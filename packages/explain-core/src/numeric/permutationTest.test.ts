import { describe, expect, it } from '@jest/globals';
import { randomStream } from '../random/stream.js';
import { permutationTest } from './permutationTest.js';

const random = randomStream(0).child('permutationTest');
const test = (x1: number, n1: number, x2: number, n2: number, permutations = 20_000): ReturnType<typeof permutationTest> =>
  permutationTest({ successes: x1, n: n1 }, { successes: x2, n: n2 }, permutations, random);

describe('permutationTest', () => {
  // Exact permutation p-values by hand: 3/4 and 1/4 as the tables (1, 16, 36, 16, 1)/70; 3/3 and 0/3: 2/20; 8/10 and 1/6 by scipy's hypergeom: both tails beyond |Δ| = 19/30.
  it.each([
    [3, 4, 1, 4, 34 / 70],
    [3, 3, 0, 3, 2 / 20],
    [8, 10, 1, 6, 0.03496503496503497],
  ])('of %d/%d and %d/%d nears the exact one', (x1, n1, x2, n2, exact) => {
    // Five standard errors of a share of 20,000 draws.
    expect(Math.abs(test(x1, n1, x2, n2).pValue - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 20_000));
  });

  it('is never 0, and 1 where there is one table', () => {
    expect(test(900, 1000, 100, 1000, 99)).toEqual({ statistic: 0.8, pValue: 0.01, asExtreme: 0, permutations: 99 });
    expect(test(0, 5, 0, 9, 99).pValue).toBe(1);
    expect(test(4, 8, 10, 20, 99).pValue).toBe(1);
  });

  it('is addressed: more permutations go on where fewer ended, and the same asks give the same bits', () => {
    const some = test(20, 50, 40, 70, 500).asExtreme;
    expect(test(20, 50, 40, 70, 500).asExtreme).toBe(some);
    expect(test(20, 50, 40, 70, 1000).asExtreme).toBeGreaterThanOrEqual(some);
  });

  it('works on many rows', () => {
    const found = test(3_000_500, 10_000_000, 12_004_800, 40_000_000, 2000);
    expect(Math.abs(found.pValue - 0.6657372110744335)).toBeLessThan(0.05);
  });

  it('refuses empty groups, parts of a row, no permutations and too many rows', () => {
    expect(() => test(0, 0, 1, 2)).toThrow(RangeError);
    expect(() => test(0.5, 2, 1, 2)).toThrow('whole counts');
    expect(() => test(1, 2, 1, 2, 0)).toThrow(RangeError);
    expect(() => test(1, 9e7, 1, 2)).toThrow('at most 9·10^7');
  });
});
