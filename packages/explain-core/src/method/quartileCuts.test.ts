import { describe, expect, it } from '@jest/globals';
import { randomStream } from '../random/stream.js';
import { quartileCuts } from './quartileCuts.js';

const cut = (values: readonly number[], integer = false): number[] => {
  const known = values.filter((value) => !Number.isNaN(value));
  return quartileCuts(Float64Array.from(values), { min: Math.min(...known), max: Math.max(...known), integer });
};

describe('quartileCuts', () => {
  // numpy.quantile([1, 2, 3, 4, 10, 20, 30, 41], [0.25, 0.5, 0.75]) is 2.75, 7, 22.5.
  it('are the quartiles as numpy gives them, of whole numbers rounded up', () => {
    const values = [41, 1, 10, 3, 2, 30, 4, 20];
    expect(cut(values)).toEqual([2.75, 7, 22.5]);
    expect(cut(values, true)).toEqual([3, 7, 23]);
    expect(cut([...values, NaN, NaN], true)).toEqual([3, 7, 23]);
  });
  it('leave no range empty where one value is frequent', () => {
    expect(cut([0, 0, 0, 0, 0, 0, 0, 0, 5, 9])).toEqual([5]);
    expect(cut([0, 0, 1, 1, 1, 1, 1, 1, 1, 1])).toEqual([1]);
    expect(cut([0, 1, 1, 1, 1, 1, 1, 9, 9, 9])).toEqual([1, 7]);
  });
  it('of a column that varies only in rows not looked at, and of one that never does', () => {
    expect(quartileCuts(Float64Array.of(3, 3, 3), { min: 3, max: 8, integer: true })).toEqual([8]);
    expect(quartileCuts(Float64Array.of(5, 5), { min: 3, max: 8, integer: true })).toEqual([5]);
    expect(quartileCuts(new Float64Array(0), { min: 3, max: 8, integer: true })).toEqual([8]);
    expect(quartileCuts(Float64Array.of(NaN), { min: 3, max: 8, integer: true })).toEqual([8]);
    expect(cut([4, 4, 4])).toEqual([]);
  });
  it('split whole numbers alike, rounded or not, and ascend', () => {
    const stream = randomStream(1);
    for (let round = 0; round < 50; round++) {
      const own = stream.child(round);
      const values = Array.from({ length: 30 }, (_, i) => own.integer(i, 12));
      const [whole, plain] = [cut(values, true), cut(values)];
      expect(whole).toEqual([...new Set(whole)].sort((a, b) => a - b));
      expect(whole.every(Number.isInteger)).toBe(true);
      const rangeOf = (cuts: readonly number[], value: number): number => cuts.filter((at) => value >= at).length;
      const split = (cuts: readonly number[]): number => new Set(values.map((value) => rangeOf(cuts, value))).size;
      expect(split(whole)).toBe(whole.length + 1);
      const apart = (cuts: readonly number[]): string => values.map((a) => values.map((b) => Number(rangeOf(cuts, a) === rangeOf(cuts, b))).join('')).join();
      expect(apart(whole)).toBe(apart(plain));
    }
  });
});
