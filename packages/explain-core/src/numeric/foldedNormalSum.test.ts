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

  it('is that of the folded normal distribution for one term, beside one without variance too', () => {
    for (const [t, p] of [[0.2, 0.14012492558797435], [1, 0.624655260005155], [2, 0.9269831334053658]] as const) {
      expect(sumOfSizesCdf([part(0.5, 1)], t)).toBeCloseTo(p, 12);
      expect(sumOfSizesCdf([part(0.5, 1), part(0.3, 0)], t + 0.3)).toBeCloseTo(p, 12);
    }
    expect(sumOfSizesCdf([part(0.5, 1), part(0.3, 0)], 0.2)).toBe(0);
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
    // Of four, the gamma distribution would give 0.001 at 0.
    const four = new Array(4).fill(part(0, 1));
    for (const t of [-3, 0]) expect(sumOfSizesCdf(four, t)).toBe(0);
    expect(sumOfSizesCdf([...four, part(1, 0)], 1)).toBe(0);
  });
});
