import { randomStream } from '../random/stream.js';
import { truncatedNormal } from './truncatedNormal.js';

it('has the mean and spread of scipy.stats.truncnorm', () => {
  // truncnorm(a=-1, b=0.5, loc=10, scale=2).stats('mv') = (9.586737563876934, 0.6910930363459724)
  const draw = truncatedNormal(10, 2, 8, 11);
  const random = randomStream(0);
  const values = Array.from({ length: 50_000 }, (_, i) => draw(random.uniform(i)));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // Four standard errors of the mean: 4 · √(0.69 / 50000).
  expect(Math.abs(mean - 9.586737563876934)).toBeLessThan(0.015);
  expect(Math.abs(variance - 0.6910930363459724)).toBeLessThan(0.015);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(8);
  expect(Math.max(...values)).toBeLessThanOrEqual(11);
});

it('does not fill the way to a bound far out in the tail', () => {
  const draw = truncatedNormal(0, 1, -50, 50);
  expect(draw(0)).toBeGreaterThan(-4);
  expect(draw(1 - 2 ** -53)).toBeLessThan(4);
});

it('of one value, or of no spread, is that value', () => {
  expect(truncatedNormal(3, 0, 3, 3)(0.7)).toBe(3);
  expect(truncatedNormal(3, 0, 1, 3)(0)).toBe(3);
});
