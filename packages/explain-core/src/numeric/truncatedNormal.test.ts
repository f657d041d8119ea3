import { randomStream } from '../random/stream.js';
import { chooseValues } from './draws.js';
import { truncatedNormalTable } from './truncatedNormal.js';

it('has the mean and spread of scipy.stats.truncnorm', () => {
  // truncnorm(a=-1, b=0.5, loc=10, scale=2).stats('mv') = (9.586737563876934, 0.6910930363459724)
  const values = new Float64Array(50_000);
  chooseValues(randomStream(0), 0, { ends: [1], tables: [truncatedNormalTable(10, 2, 8, 11)] }, values);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // Four standard errors of the mean: 4 · √(0.69 / 50000).
  expect(Math.abs(mean - 9.586737563876934)).toBeLessThan(0.015);
  expect(Math.abs(variance - 0.6910930363459724)).toBeLessThan(0.015);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(8);
  expect(Math.max(...values)).toBeLessThanOrEqual(11);
});

it('does not fill the way to a bound far out in the tail', () => {
  const table = truncatedNormalTable(0, 1, -50, 50);
  expect(table[0]).toBeGreaterThan(-4);
  expect(table[512]).toBeLessThan(4);
});

it('of one value, or of no spread, is that value', () => {
  expect(new Set(truncatedNormalTable(3, 0, 3, 3))).toEqual(new Set([3]));
  expect(new Set(truncatedNormalTable(3, 0, 1, 3))).toEqual(new Set([3]));
});
