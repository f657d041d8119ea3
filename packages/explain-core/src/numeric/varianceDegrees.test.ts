import { expect, it } from '@jest/globals';
import { randomStream } from '../random/stream.js';
import { varianceDegrees } from './varianceDegrees.js';

function ofValues(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const power = (k: number): number => values.reduce((sum, value) => sum + (value - mean) ** k, 0);
  return varianceDegrees(values.length, power(2), power(4));
}

it('is about n of normal values', () => {
  const draws = randomStream(1);
  // The standard error of the kurtosis of 20,000 normal values is 0.035, that of the degrees so 350.
  expect(ofValues(Array.from({ length: 20_000 }, (_, i) => draws.normal(i)))).toBeGreaterThan(18_900);
});

it('is few where one value in many makes the spread, by hand', () => {
  // 99 times 0 and once 1: mean 0.01, Σd² = 0.99, Σd⁴ = 99 · 1e-8 + 0.99⁴ = 0.96059700; κ = 100 · 0.960597 ÷ 0.9801 = 98.0101, 200 ÷ 97.0101.
  expect(ofValues([...new Array<number>(99).fill(0), 1])).toBeCloseTo(200 / 97.01010101, 6);
});

it('is at most n − 1, and at least 1', () => {
  expect(ofValues([-1, 1, -1, 1])).toBe(3);
  expect(ofValues([0, 1])).toBe(1);
  expect(ofValues([5, 5, 5])).toBe(2);
  expect(varianceDegrees(1.2, 0, 0)).toBe(1);
});
