import { randomStream } from '../random/stream.js';
import { bernoulliDivergence, chernoffBounds, everyLookRate } from './bernoulliBounds.js';

it('measures how unlike two coins are', () => {
  expect(bernoulliDivergence(0.5, 0.25)).toBeCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2 / 3), 14);
  expect(bernoulliDivergence(0, 0.3)).toBeCloseTo(-Math.log(0.7), 14);
  expect(bernoulliDivergence(1, 1)).toBe(0);
  expect(bernoulliDivergence(0.2, 0)).toBe(Infinity);
});

it('bounds a share where the divergence reaches the rate', () => {
  // n = 100 of 100: q^100 = exp(−rate).
  expect(chernoffBounds(100, 100, 3)).toEqual({ lower: expect.closeTo(Math.exp(-0.03), 12), upper: 1 });
  expect(chernoffBounds(0, 0, 3)).toEqual({ lower: 0, upper: 1 });
  const { lower, upper } = chernoffBounds(30, 80, 4);
  expect(80 * bernoulliDivergence(30 / 80, lower)).toBeCloseTo(4, 9);
  expect(80 * bernoulliDivergence(30 / 80, upper)).toBeCloseTo(4, 9);
  expect(lower).toBeLessThan(30 / 80);
  expect(upper).toBeGreaterThan(30 / 80);
});

it('holds at every look, in at least the share of runs that it promises', () => {
  const delta = 0.2;
  const runs = 200;
  let failed = 0;
  for (let run = 0; run < runs; run++) {
    const draws = randomStream(9).child(run);
    let successes = 0;
    let isOut = false;
    for (let n = 1; n <= 300; n++) {
      if (draws.uniform(n) < 0.9) successes++;
      if (n % 5 !== 0) continue;
      const { lower, upper } = chernoffBounds(successes, n, everyLookRate(1, n / 5, delta));
      isOut ||= lower > 0.9 || upper < 0.9;
    }
    if (isOut) failed++;
  }
  expect(failed / runs).toBeLessThanOrEqual(delta);
});
