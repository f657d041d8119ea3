import { describe, expect, it } from '@jest/globals';
import { pairwiseSum } from './sum.js';

describe('pairwiseSum', () => {
  it('is 0 for nothing and exact for whole numbers', () => {
    expect(pairwiseSum([])).toBe(0);
    expect(pairwiseSum(Float64Array.from({ length: 1001 }, (_, i) => i))).toBe(500500);
  });

  it('loses less than a running sum', () => {
    const values = new Float64Array(1_000_000).fill(0.1);
    const running = values.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(running - 100_000)).toBeGreaterThan(1e-7);
    expect(Math.abs(pairwiseSum(values) - 100_000)).toBeLessThan(1e-9);
  });

  it('adds a part', () => expect(pairwiseSum([1, 2, 4, 8], 1, 3)).toBe(6));
});
