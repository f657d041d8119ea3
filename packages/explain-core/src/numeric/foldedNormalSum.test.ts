import { describe, expect, it } from '@jest/globals';
import { sumOfSizesCdf } from './foldedNormalSum.js';
import { normalCdf } from './normalCdf.js';

const part = (size: number, deviation: number, share = 0) => ({ size, variance: deviation ** 2, share });

describe('sumOfSizesCdf', () => {
  // Densities convolved on a grid of 0.0005 with numpy 2.4 and scipy 1.17.1.
  it('is near the true probability for ten terms and for four unlike ones', () => {
    const ten = new Array(10).fill(part(0, 1));
    for (const [t, p] of [[5, 0.04845868], [8, 0.52545734], [11, 0.93547103]] as const) expect(Math.abs(sumOfSizesCdf(ten, t) - p)).toBeLessThan(0.003);
    const four = [part(0, 1), part(0.5, 1), part(2, 0.5), part(1, 2)];
    for (const [t, p] of [[2, 0.00299795], [5, 0.42721807], [8, 0.91807925]] as const) expect(Math.abs(sumOfSizesCdf(four, t) - p)).toBeLessThan(0.01);
  });

  it('is within 0.02 of it for one term', () => {
    for (const [t, p] of [[0.2, 0.14012493], [1, 0.62465526], [2, 0.92698313]] as const) expect(Math.abs(sumOfSizesCdf([part(0.5, 1)], t) - p)).toBeLessThan(0.02);
  });

  it('is normal where every sign is sure, with the variance that is left where terms crowd each other out', () => {
    const sure = [part(10, 1), part(12, 1)];
    expect(sumOfSizesCdf(sure, 23)).toBeCloseTo(normalCdf(1 / Math.SQRT2), 10);
    // Covariance −0.36, twice.
    expect(sumOfSizesCdf([part(10, 1, 0.6), part(12, 1, 0.6)], 23)).toBeCloseTo(normalCdf(1 / Math.sqrt(2 - 0.72)), 10);
  });

  it('is a step where nothing varies, and does not end where a term has no variance', () => {
    expect([0.29, 0.31].map((t) => sumOfSizesCdf([part(0.1, 0), part(0.2, 0)], t))).toEqual([0, 1]);
    expect(sumOfSizesCdf([part(10, 1), part(0.5, 0)], 10.5)).toBeCloseTo(0.5, 10);
  });

  it('is 0 below the least that there can be', () => {
    expect(sumOfSizesCdf([part(0, 1)], -3)).toBe(0);
  });
});
