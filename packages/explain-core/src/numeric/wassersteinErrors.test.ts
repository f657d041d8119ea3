import { describe, expect, it } from '@jest/globals';
import { randomStream } from '../random/stream.js';
import type { Distribution } from './distribution.js';
import { wassersteinErrors } from './wassersteinErrors.js';

const zeroOne = (zeros: number, ones: number): Distribution => ({ values: Float64Array.of(0, 1), weights: Float64Array.of(zeros, ones) });
const meanSquare = (errors: readonly number[]): number => errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
const random = randomStream(5);

describe('wassersteinErrors', () => {
  // Of zeros and ones the distance is the difference of the shares, whose variance is p(1 − p)/n + q(1 − q)/m: 0.21/100 + 0.16/50 = 0.0053.
  it('of zeros and ones is as far as the shares vary', () => {
    expect(meanSquare(wassersteinErrors([zeroOne(70, 30), zeroOne(10, 40)], [100, 50], random, 4000))).toBeCloseTo(0.0053, 3);
  });
  it('of weights is that of as many independent rows', () => {
    expect(meanSquare(wassersteinErrors([zeroOne(0.7, 0.3), zeroOne(2.5, 10)], [100, 50], random, 4000))).toBeCloseTo(0.0053, 3);
  });
  it('scales with the values, and is 0 where nothing varies', () => {
    const wide = (d: Distribution): Distribution => ({ ...d, values: d.values.map((value) => 1000 * value) });
    const plain = wassersteinErrors([zeroOne(7, 3), zeroOne(5, 5)], [10, 10], random, 50);
    expect(wassersteinErrors([wide(zeroOne(7, 3)), wide(zeroOne(5, 5))], [10, 10], random, 50)).toEqual(plain.map((error) => expect.closeTo(1000 * error, 9)));
    expect(new Set(wassersteinErrors([zeroOne(5, 0), zeroOne(9, 0)], [5, 9], random, 20))).toEqual(new Set([0]));
  });
  it('is the same for the same draws, and of many values in bins', () => {
    const many: Distribution = { values: Float64Array.from({ length: 5000 }, (_, i) => i / 5000), weights: new Float64Array(5000).fill(1) };
    const errors = wassersteinErrors([many, many], [5000, 5000], random, 200);
    expect(wassersteinErrors([many, many], [5000, 5000], random, 200)).toEqual(errors);
    // E ∫ |B(u)| du √(2/n) of a Brownian bridge B is √(π/32) √(2/n) = 0.00627.
    expect(errors.reduce((a, b) => a + b, 0) / errors.length).toBeCloseTo(0.00627, 3);
  });
});
