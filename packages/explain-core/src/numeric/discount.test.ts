import { expect, it } from '@jest/globals';
import { discountSum } from './discount.js';

// Sums of 1 / log2(1 + place), numpy 2.4.6 in extended precision.
it.each([
  [0, 0],
  [1, 1],
  [3, 1 + 1 / Math.log2(3) + 0.5],
  [3000, 306.85855134532454],
  [1_000_000, 54500.37067174311],
  [10_000_000, 460886.21366828703],
])('of %d places', (places, sum) => {
  expect(Math.abs(discountSum(places) - sum)).toBeLessThanOrEqual(1e-13 * sum);
});

it('is the same on both sides of where the formula takes over', () => {
  let sum = discountSum(2040);
  for (let place = 2041; place <= 2060; place++) {
    sum += 1 / Math.log2(1 + place);
    expect(discountSum(place)).toBeCloseTo(sum, 10);
  }
});

it('gives a part of a place that part of its discount', () => {
  for (const place of [0, 1, 2, 2047, 2048, 5000]) {
    expect(discountSum(place + 0.25)).toBeCloseTo(discountSum(place) + 0.25 * (discountSum(place + 1) - discountSum(place)), 10);
  }
});
