import { quantile } from './quantile.js';

it('interpolates as numpy.percentile does', () => {
  // numpy.percentile([1, 2, 4, 8], [0, 25, 50, 75, 100])
  expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile([1, 2, 4, 8], p))).toEqual([1, 1.75, 3, 5, 8]);
});

it('of one value is that value, and of none an error', () => {
  expect(quantile([7], 0.3)).toBe(7);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});
