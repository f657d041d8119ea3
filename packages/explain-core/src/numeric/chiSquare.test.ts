import { describe, expect, it } from '@jest/globals';
import { chiSquareTail } from './chiSquare.js';
import { normalCdf } from './normalCdf.js';
import { atLeastSmallest, twoSidedNormal } from './pValue.js';

describe('chiSquareTail', () => {
  // scipy 1.17.1 stats.chi2.sf
  it.each([
    [0.004, 1, 0.9495709711511051],
    [3.84, 1, 0.05004352124870519],
    [2.5, 2, 0.2865047968601901],
    [11.07, 5, 0.050009618622405425],
    [30, 40, 0.8752187849674751],
    [80, 40, 0.0001763028977385677],
    [500, 3, 4.771672031912771e-108],
    [0.9, 7, 0.996284527696048],
    [1000, 900, 0.010994608942135844],
  ])('of %d with %d degrees of freedom', (x, degrees, p) => {
    expect(Math.abs(chiSquareTail(x, degrees) / p - 1)).toBeLessThan(1e-12);
  });

  it('with one degree of freedom is the two-sided normal tail', () => {
    for (const z of [0.01, 0.5, 1, 1.96, 3, 6]) expect(Math.abs(chiSquareTail(z * z, 1) - 2 * normalCdf(-z))).toBeLessThan(2e-15);
  });

  it('ends at 1 and 0, and refuses what is no statistic', () => {
    expect([chiSquareTail(0, 3), chiSquareTail(Infinity, 3), chiSquareTail(4000, 3)]).toEqual([1, 0, 0]);
    expect(() => chiSquareTail(-1, 3)).toThrow(RangeError);
    expect(() => chiSquareTail(NaN, 3)).toThrow(RangeError);
    expect(() => chiSquareTail(1, 0)).toThrow(RangeError);
  });
});

it('a p-value is never written as 0, nor above 1', () => {
  expect([atLeastSmallest(0), atLeastSmallest(0.3), atLeastSmallest(1 + 1e-15)]).toEqual([1e-300, 0.3, 1]);
  expect([twoSidedNormal(0), twoSidedNormal(50)]).toEqual([1, 1e-300]);
  expect(twoSidedNormal(-1.959963984540054)).toBeCloseTo(0.05, 15);
});
