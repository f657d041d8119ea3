import { describe, expect, it } from '@jest/globals';
import { binomialProbability, logBinomialProbability, logHypergeometricProbability } from './binomial.js';

const agrees = (value: number, exact: number): void => expect(Math.abs(value / exact - 1)).toBeLessThan(1e-13);

describe('logBinomialProbability', () => {
  // Whole-number arithmetic and logarithms to 50 digits (Python, fractions and decimal); the last by Stirling's series to 50 digits.
  it.each([
    [3, 10, 0.3, -1.321151277766888636],
    [0, 50, 0.02, -1.0101353658759724376],
    [17, 20, 0.9, -1.6601005037766432748],
    [9990, 10_000, 0.999, -2.0780614013099416883],
    [50_001_000, 100_000_000, 0.5, -9.4561317269222435031],
  ])('of %d in %d at %d', (x, n, p, log) => agrees(logBinomialProbability(x, n, p), log));

  it('sums to 1', () => {
    for (const [n, p] of [[0, 0.3], [1, 0.3], [20, 0.01], [200, 0.5]] as const) {
      let sum = 0;
      for (let x = 0; x <= n; x++) sum += binomialProbability(x, n, p);
      expect(sum).toBeCloseTo(1, 14);
    }
  });

  it('is certain at 0 and 1, and refuses what is no count', () => {
    expect([0, 1, 2].map((x) => binomialProbability(x, 2, 0))).toEqual([1, 0, 0]);
    expect([0, 1, 2].map((x) => binomialProbability(x, 2, 1))).toEqual([0, 0, 1]);
    for (const [x, n] of [[-1, 2], [3, 2], [0.5, 2], [NaN, 2], [0, NaN]] as const) expect(() => binomialProbability(x, n, 0.5)).toThrow(RangeError);
  });
});

describe('logHypergeometricProbability', () => {
  // As above.
  it.each([
    [3, 10, 20, 7, -1.2532051528934639],
    [50, 200, 300, 100, -4.9734193277004518],
    [4, 1000, 99_000, 500, -1.7357955286589932],
    [10_010_000, 40_000_000, 60_000_000, 25_000_000, -19.689132417699137],
  ])('of %d, %d marked, %d not, %d drawn', (x, marked, unmarked, drawn, log) => agrees(logHypergeometricProbability(x, marked, unmarked, drawn), log));

  it('is nothing outside its support, and certain where there is one table', () => {
    expect(logHypergeometricProbability(4, 3, 5, 4)).toBe(-Infinity);
    expect(logHypergeometricProbability(0, 3, 2, 4)).toBe(-Infinity);
    expect(logHypergeometricProbability(0, 3, 2, 0)).toBe(0);
    expect(logHypergeometricProbability(3, 3, 2, 5)).toBe(0);
    expect(Math.abs(logHypergeometricProbability(0, 0, 7, 3))).toBeLessThan(1e-13);
  });
});
