import { normalQuantile } from './normal.js';
import { normalCdf } from './normalCdf.js';

// scipy.stats.norm.cdf
it.each([
  [0, 0.5],
  [-1, 0.15865525393145707],
  [1.5, 0.9331927987311419],
  [-3, 0.0013498980316300933],
  [-7.2, 3.010627981117422e-13],
  [-8, 6.22096057427174e-16],
  [-20, 2.7536241186061556e-89],
  [6.9, 0.9999999999973999],
])('of %d is %d', (x, p) => {
  expect(Math.abs(normalCdf(x) - p)).toBeLessThan(1e-15);
  // The fraction of the far tail is cut after four terms: 1 part in 10^8 of the tail where it begins.
  expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(x < -7 ? 1e-8 : 1e-13);
});

it('undoes the quantile, and ends at 0 and 1', () => {
  for (const p of [1e-9, 0.01, 0.3, 0.5, 0.77, 0.999]) expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 14);
  expect([normalCdf(-Infinity), normalCdf(-40), normalCdf(Infinity)]).toEqual([0, 0, 1]);
});
