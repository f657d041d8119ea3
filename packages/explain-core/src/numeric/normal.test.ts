import { describe, expect, it } from '@jest/globals';
import { normalQuantile, twoSidedZ } from './normal.js';

describe('normalQuantile', () => {
  // scipy 1.17.1, scipy.stats.norm.ppf. One probability in each branch of the algorithm.
  it.each([
    [0.975, 1.959963984540054],
    [0.3, -0.5244005127080409],
    [0.001, -3.090232306167813],
    [1e-10, -6.361340902404056],
    [1e-20, -9.262340089798408],
  ])('of %d is %d', (p, expected) => {
    expect(Math.abs(normalQuantile(p) - expected)).toBeLessThanOrEqual(4e-15 * Math.abs(expected));
  });

  it('is 0 in the middle and odd about it', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0.0625)).toBe(-normalQuantile(0.9375));
  });

  it.each([0, 1, -0.1, Number.NaN])('refuses %d', (p) => {
    expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe('twoSidedZ', () => {
  it('leaves half on each side', () => expect(twoSidedZ(0.95)).toBeCloseTo(1.959963984540054, 14));
  it.each([0, 1, Number.NaN])('refuses %d', (level) => expect(() => twoSidedZ(level)).toThrow(RangeError));
});
