import { expect, it } from '@jest/globals';
import { logitBounds } from './logitBounds.js';

const z = 1.959963984540054;

it('is symmetric on the logit, by hand', () => {
  const { lower, upper } = logitBounds(0.2, 0.016, null, z);
  expect(Math.log(upper / (1 - upper))).toBeCloseTo(Math.log(0.25) + z * 0.1, 12);
  expect(Math.log(lower / (1 - lower))).toBeCloseTo(Math.log(0.25) - z * 0.1, 12);
});

it('is wider with few degrees of freedom, and never leaves [0, 1]', () => {
  const [few, many] = [2, null].map((degrees) => logitBounds(0.95, 0.4, degrees, z));
  expect(few!.lower).toBeLessThan(many!.lower);
  expect(few!.lower).toBeGreaterThanOrEqual(0);
  expect(few!.upper).toBeLessThanOrEqual(1);
  expect(logitBounds(0.5, 1e6, null, z)).toEqual({ lower: 0, upper: 1 });
});
