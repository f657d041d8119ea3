import { describe, expect, it } from '@jest/globals';
import { randomStream } from '../random/stream.js';
import type { Distribution } from './distribution.js';
import { twoSidedZ } from './normal.js';
import { distributionQuantile, quantileBounds } from './orderStatistics.js';
import { quantile } from './quantile.js';

function distributionOf(values: readonly number[], weight = 1): Distribution {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + weight);
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return { values: Float64Array.from(sorted, ([value]) => value), weights: Float64Array.from(sorted, ([, count]) => count) };
}
const sixty = Array.from({ length: 60 }, (_, i) => Math.round((((i * 37) % 101) / 7 + i * 0.13) * 1000) / 1000);
const ten = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
const thousand = Array.from({ length: 1000 }, (_, i) => i + 1);
const bounds = (values: readonly number[], p: number, level = 0.95) => quantileBounds(distributionOf(values), p, values.length, twoSidedZ(level));

describe('the quantile of a distribution', () => {
  // numpy 2 quantile().
  it.each([[sixty, 0.1, 5.2461], [sixty, 0.5, 10.971], [sixty, 0.9, 16.6929], [ten, 0.1, 1], [ten, 0.25, 2.25], [ten, 0.5, 3.5], [ten, 0.9, 6.3]] as const)('is numpy’s (%#)', (values, p, wanted) => {
    expect(distributionQuantile(distributionOf(values), p)).toBeCloseTo(wanted, 12);
    expect(distributionQuantile(distributionOf(values), p)).toBeCloseTo(quantile([...values].sort((a, b) => a - b), p), 12);
  });
  it('of weights that are not whole is the first value that reaches the share', () => {
    const weighted = { values: Float64Array.of(1, 2, 5), weights: Float64Array.of(0.5, 1, 0.5) };
    expect([0.25, 0.26, 0.75, 0.76, 0.99].map((p) => distributionQuantile(weighted, p))).toEqual([1, 2, 2, 5, 5]);
  });
  it('does not see values of weight 0, and there is none of nothing', () => {
    expect(distributionQuantile({ values: Float64Array.of(1, 2, 3), weights: Float64Array.of(0, 4, 0) }, 0.9)).toBe(2);
    expect(() => distributionQuantile({ values: Float64Array.of(1), weights: Float64Array.of(0) }, 0.5)).toThrow(RangeError);
  });
});

describe('its interval', () => {
  // scipy 1.17.1, stats.quantile_test(x, p=p).confidence_interval(level).
  it.each([
    [sixty, 0.1, 0.95, 1.819, 5.616], [sixty, 0.5, 0.95, 9.133, 12.81], [sixty, 0.9, 0.95, 16.327, 20.084],
    [ten, 0.5, 0.95, 1, 6], [thousand, 0.01, 0.95, 4, 18], [thousand, 0.5, 0.95, 469, 532], [thousand, 0.99, 0.95, 983, 997], [thousand, 0.5, 0.999, 448, 553],
  ] as const)('is scipy’s (%#)', (values, p, level, lower, upper) => {
    expect(bounds(values, p, level)).toEqual({ lower, upper });
  });
  it('has an open end where there are too few values for it', () => {
    expect(bounds(ten, 0.1)).toEqual({ lower: -Infinity, upper: 3 });
    expect(bounds(ten, 0.9)).toEqual({ lower: 5, upper: Infinity });
    expect(bounds([7], 0.5)).toEqual({ lower: -Infinity, upper: Infinity });
    expect(quantileBounds(distributionOf(ten), 0.5, 0.7, 2)).toEqual({ lower: -Infinity, upper: Infinity });
  });
  it('is that of the values counted twice at half the rows', () => {
    expect(quantileBounds(distributionOf(sixty, 2.5), 0.5, 60, twoSidedZ(0.95))).toEqual(bounds(sixty, 0.5));
  });
  it('of ten million rows is there at once', () => {
    const flat = { values: Float64Array.from({ length: 1000 }, (_, i) => i), weights: new Float64Array(1000).fill(10_000) };
    expect(quantileBounds(flat, 0.5, 1e7, 2)).toEqual({ lower: 499, upper: 500 });
  });
  it('covers the quantile at least as often as it says', () => {
    const draws = randomStream(4);
    let covered = 0;
    for (let round = 0; round < 2000; round++) {
      const { lower, upper } = bounds(Array.from({ length: 40 }, (_, i) => draws.child(round).uniform(i)), 0.3, 0.9);
      if (lower <= 0.3 && 0.3 <= upper) covered++;
    }
    // 0.9 less three standard errors of 2000 draws, and below the 0.95 that ranks as coarse as these may give more.
    expect(covered / 2000).toBeGreaterThan(0.88);
    expect(covered / 2000).toBeLessThan(0.96);
  });
});
