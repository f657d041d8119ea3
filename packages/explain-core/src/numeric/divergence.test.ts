import { describe, expect, it } from '@jest/globals';
import { jensenShannon, kullbackLeibler, totalVariation } from './divergence.js';

describe('divergences', () => {
  // AIF360, tests/sklearn/test_metrics.py: label shares 0.5, 0.2, 0.3 and 0.4, 0.3, 0.3, from weighted rows.
  it('give the answers of AIF360, in either direction', () => {
    expect(kullbackLeibler([5, 2, 3], [4, 3, 3])).toBeCloseTo((5 * Math.log(5 / 4) + 2 * Math.log(2 / 3)) / 10, 15);
    expect(kullbackLeibler([4, 3, 3], [5, 2, 3])).toBeCloseTo((4 * Math.log(4 / 5) + 3 * Math.log(3 / 2)) / 10, 15);
  });

  // scipy 1.17.1, spatial.distance.jensenshannon squared.
  it('give the answers of scipy', () => {
    expect(jensenShannon([5, 2, 3], [4, 3, 3])).toBeCloseTo(0.007817400170852098, 15);
    expect(jensenShannon([1, 1, 0], [0, 1, 1])).toBeCloseTo(0.34657359027997264, 15);
    expect(jensenShannon([1, 0], [0, 1])).toBe(Math.LN2);
  });

  it('by hand: total variation', () => {
    expect(totalVariation([5, 2, 3], [4, 3, 3])).toBeCloseTo(0.1, 15);
    expect(totalVariation([1, 0], [0, 8])).toBe(1);
  });

  it('are 0 for equal shares, and hang on shares only', () => {
    for (const measure of [kullbackLeibler, jensenShannon, totalVariation]) {
      expect(measure([3, 1, 0], [6, 2, 0])).toBe(0);
      expect(measure([30, 10, 5], [1, 2, 3])).toBeCloseTo(measure([6, 2, 1], [10, 20, 30])!, 15);
    }
  });

  it('keep Pinsker’s inequality: total variation ≤ √(KL/2)', () => {
    for (let i = 1; i < 20; i++) {
      const [p, q] = [[i, 20 - i, 3], [7, 5, i]];
      expect(totalVariation(p!, q!)).toBeLessThanOrEqual(Math.sqrt(kullbackLeibler(p!, q!)! / 2));
    }
  });

  it('have no answer for an empty side, nor Kullback and Leibler’s for a value the other side lacks', () => {
    for (const measure of [kullbackLeibler, jensenShannon, totalVariation]) expect(measure([0, 0], [1, 2])).toBeNull();
    expect(kullbackLeibler([1, 1], [1, 0])).toBeNull();
    expect(kullbackLeibler([1, 0], [1, 1])).toBeCloseTo(Math.LN2, 15);
    expect(() => totalVariation([1], [1, 2])).toThrow(RangeError);
  });
});
