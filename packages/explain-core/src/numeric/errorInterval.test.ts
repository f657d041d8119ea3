import { expect, it } from '@jest/globals';
import { randomStream } from '../random/stream.js';
import { errorInterval } from './errorInterval.js';

it('reaches a quantile of the errors to both sides, within what a distance can be', () => {
  // 0 to 1 by hundredths, in any order: the 97th of 101, since 102 × 0.95 is 96.9.
  const errors = Array.from({ length: 101 }, (_, i) => i / 100);
  expect(errorInterval(2, errors.reverse(), 0.95, Infinity)).toEqual({ lower: expect.closeTo(1.04, 12), upper: expect.closeTo(2.96, 12), level: 0.95, method: 'bootstrapError' });
  expect(errorInterval(0.2, errors, 0.95, 1)).toMatchObject({ lower: 0, upper: 1 });
});

it('covers 0 as often as it says where the truth is 0, which percentiles would not', () => {
  const draws = randomStream(4);
  let covered = 0;
  for (let trial = 0; trial < 200; trial++) {
    // |mean| of 50 standard normals around a true mean of 0; the error of a replicate is normal with the same spread.
    const stream = draws.child(trial);
    const distance = Math.abs(stream.normal(0) / Math.sqrt(50));
    const errors = Array.from({ length: 200 }, (_, i) => Math.abs(stream.normal(i + 1) / Math.sqrt(50)));
    if (errorInterval(distance, errors, 0.95, Infinity).lower === 0) covered++;
  }
  // 190 expected, standard deviation 3.1 (and as much again from 200 replicates): about three of both.
  expect(covered).toBeGreaterThan(177);
  expect(covered).toBeLessThan(200);
});
