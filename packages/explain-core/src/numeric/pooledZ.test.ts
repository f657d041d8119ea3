import { describe, expect, it } from '@jest/globals';
import { pooledZ } from './pooledZ.js';

describe('pooledZ', () => {
  // statsmodels 0.15.0 proportions_ztest(count, nobs)
  it.each([
    [56, 70, 48, 80, 2.6501719512585336, 0.00804508136819656],
    [3, 40, 90, 300, -2.9986283922081127, 0.002711978622423075],
  ])('of %d/%d and %d/%d', (x1, n1, x2, n2, z, p) => {
    const found = pooledZ({ successes: x1, n: n1 }, { successes: x2, n: n2 })!;
    expect(found.statistic).toBeCloseTo(z, 12);
    expect(Math.abs(found.pValue / p - 1)).toBeLessThan(1e-12);
  });

  it('changes sign with the order and not its p-value', () => {
    const there = pooledZ({ successes: 3, n: 40 }, { successes: 90, n: 300 })!;
    const back = pooledZ({ successes: 90, n: 300 }, { successes: 3, n: 40 })!;
    expect(back).toEqual({ statistic: -there.statistic, pValue: there.pValue });
  });

  it('has nothing to say where nothing varies, is never 0, and refuses empty groups', () => {
    expect(pooledZ({ successes: 0, n: 5 }, { successes: 0, n: 9 })).toBeNull();
    expect(pooledZ({ successes: 5, n: 5 }, { successes: 9, n: 9 })).toBeNull();
    expect(pooledZ({ successes: 0, n: 1e7 }, { successes: 1e7, n: 1e7 })!.pValue).toBe(1e-300);
    expect(() => pooledZ({ successes: 0, n: 0 }, { successes: 1, n: 9 })).toThrow(RangeError);
    expect(() => pooledZ({ successes: NaN, n: 2 }, { successes: 1, n: 9 })).toThrow(RangeError);
  });
});
