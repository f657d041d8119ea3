import { isWithin, relativeError, roundSizes, targetError } from './precision.js';

it('is the share of the values that the errors come to, and 0 where both are rounding', () => {
  expect(relativeError([3, -1], [0.1, 0.3], 5)).toBeCloseTo(0.1, 15);
  expect(relativeError([0, 0], [0, 0], 1)).toBe(0);
  expect(relativeError([1e-17, 2e-17], [1e-17, 1e-16], 0.5)).toBe(0);
  // Values that are 0 while others could have been drawn are not sure of anything.
  expect(relativeError([0, 0], [0.1, 0.1], 1)).toBeNull();
  expect([isWithin(null, 1), isWithin(0, 0), isWithin(0.1, 0.05)]).toEqual([false, true, false]);
});

it('grows by half, to the last', () => {
  expect(roundSizes(8, 32)).toEqual([8, 12, 18, 27, 32]);
  expect(roundSizes(1, 4)).toEqual([1, 2, 3, 4]);
  expect(roundSizes(9, 9)).toEqual([9]);
  expect(roundSizes(10, 4)).toEqual([4]);
});

it('may be 0, which is a target like others', () => {
  expect(targetError.parse(0)).toBe(0);
  expect(targetError.parse(undefined)).toBe(0.05);
});
