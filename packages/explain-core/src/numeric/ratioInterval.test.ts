import { ratioEstimate } from './ratioInterval.js';

it('is the linearised ratio by hand', () => {
  // (1 + 2 + 3) ÷ (2 + 2 + 8) = 1/2; deviations a − b/2 = 0, 1, −1, so s² = 1 and the standard error is 1 ÷ (4 √3).
  const estimate = ratioEstimate([1, 2, 3], [2, 2, 8], 0.95, 'nothing');
  if (estimate.value === null) throw new Error('expected a value');
  expect(estimate.value).toBe(0.5);
  expect(estimate.interval!.upper).toBeCloseTo(0.5 + 4.302652729749462 / (4 * Math.sqrt(3)), 12);
  expect(estimate.interval!.lower).toBe(0);
});

it('of nothing to nothing, or of one unit, says why there is none', () => {
  expect(ratioEstimate([1, 1], [0, 0], 0.95, 'nothing to compare with')).toEqual({ value: null, n: 2, undefinedBecause: 'nothing to compare with' });
  expect(ratioEstimate([1], [2], 0.95, 'x').value).toBeNull();
});
