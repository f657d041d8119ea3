import { describe, expect, it } from '@jest/globals';
import { difference, differenceBounds, sumBounds, type Uncertain } from './uncertain.js';

/** A number with a standard error of its own. */
const normal = (value: number, standardError: number, middle?: number): Uncertain => ({ value, proportion: null, ...(middle === undefined ? {} : { middle: () => middle }), bounds: (z) => ({ lower: (middle ?? value) - z * standardError, upper: (middle ?? value) + z * standardError }) });

describe('differenceBounds', () => {
  it('of numbers that noise moves one way lie around the difference without it', () => {
    const [a, b] = [normal(0.3, 0.03, 0.25), normal(0.2, 0.04, 0.05)];
    expect(differenceBounds(a, b, 2)).toEqual({ lower: expect.closeTo(0.2 - 0.1, 15), upper: expect.closeTo(0.2 + 0.1, 15) });
    expect(difference(a, b).value).toBeCloseTo(0.2, 15);
  });
});

describe('sumBounds', () => {
  const terms = [{ factor: 0.5, of: normal(1, 0.3) }, { factor: -0.5, of: normal(3, 0.4) }];
  const half = (r: number) => sumBounds(terms, 2, () => r).upper + 1;

  it('has the standard error of independent and of related numbers', () => {
    expect(sumBounds(terms, 2)).toEqual({ lower: expect.closeTo(-1.5, 14), upper: expect.closeTo(-0.5, 14) });
    // The correlation is that of 0.5 a and −0.5 b: 2 √(0.15² + 0.2² + 2 r · 0.15 · 0.2).
    expect(half(0)).toBeCloseTo(0.5, 14);
    expect(half(1)).toBeCloseTo(0.7, 14);
    expect(half(-1)).toBeCloseTo(0.1, 14);
  });

  it('takes each term on the side that moves the sum', () => {
    const lopsided: Uncertain = { value: 1, proportion: null, bounds: () => ({ lower: 0.9, upper: 1.4 }) };
    expect(sumBounds([{ factor: -2, of: lopsided }], 2)).toEqual({ lower: expect.closeTo(-2.8, 14), upper: expect.closeTo(-1.8, 14) });
  });
});
