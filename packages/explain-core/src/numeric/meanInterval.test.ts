import { meanEstimate } from './meanInterval.js';

it('is Student’s interval by hand', () => {
  // 1, 2, 3: mean 2, s² = 1, standard error 1/√3, t with 2 degrees of freedom 4.302652729749462.
  const estimate = meanEstimate([1, 2, 3], 0.95);
  if (estimate.value === null) throw new Error('expected a value');
  expect(estimate.value).toBe(2);
  expect(estimate.n).toBe(3);
  expect(estimate.interval!.upper).toBeCloseTo(2 + 4.302652729749462 / Math.sqrt(3), 12);
  expect(estimate.interval!.lower).toBeCloseTo(2 - 4.302652729749462 / Math.sqrt(3), 12);
});

it('is cut to the range of the values', () => {
  const estimate = meanEstimate([0.9, 1], 0.95, [-1, 1]);
  expect(estimate).toMatchObject({ value: 0.95, interval: { upper: 1, method: 'studentT' } });
});

it('says why there is none', () => {
  expect(meanEstimate([], 0.95)).toEqual({ value: null, n: 0, undefinedBecause: 'there are no rows to average over' });
  expect(meanEstimate([1], 0.95).value).toBeNull();
});

it('of equal values has no width', () => {
  expect(meanEstimate([0, 0, 0], 0.95)).toMatchObject({ value: 0, interval: { lower: 0, upper: 0 } });
});
