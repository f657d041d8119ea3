import { expect, it } from '@jest/globals';
import { meanBounds } from './meanBounds.js';
import { tEstimate } from './meanInterval.js';

const z = 1.959963984540054;

it('is Student’s interval', () => {
  const { lower, upper } = meanBounds({ mean: 0.3, n: 12, variance: 0.04 }, [-Infinity, Infinity], z);
  const expected = tEstimate({ mean: 0.3, n: 12, standardError: Math.sqrt(0.04 / 12) }, 0.95).interval!;
  expect(lower).toBeCloseTo(expected.lower, 9);
  expect(upper).toBeCloseTo(expected.upper, 9);
});

it('leans to where the tail is, by solving Hall’s cubic', () => {
  const [n, skewness] = [40, 1.7];
  const { lower, upper } = meanBounds({ mean: 0, n, variance: n, skewness }, [-Infinity, Infinity], z);
  const a = skewness / Math.sqrt(n);
  const corrected = (t: number): number => t + (a * t * t) / 3 + (a * a * t ** 3) / 27 + a / 6;
  expect(corrected(-lower)).toBeCloseTo(2.022690920036761, 8); // t with 39 degrees of freedom
  expect(corrected(-upper)).toBeCloseTo(-2.022690920036761, 8);
  expect(upper).toBeGreaterThan(-lower);
});

it('goes over to the plain interval as skewness vanishes', () => {
  const plain = meanBounds({ mean: 0, n: 10, variance: 1 }, [-9, 9], z);
  for (const skewness of [1e-5, 1e-7, -1e-7]) expect(meanBounds({ mean: 0, n: 10, variance: 1, skewness }, [-9, 9], z).upper).toBeCloseTo(plain.upper, 4);
});

it('is cut at the range', () => {
  expect(meanBounds({ mean: 0.1, n: 3, variance: 0.03 }, [0, 1], z).lower).toBe(0);
});

it('of one unit is the whole range', () => {
  expect(meanBounds({ mean: 0.1, n: 1, variance: null }, [0, 1], z)).toEqual({ lower: 0, upper: 1 });
});

it('of units that are all alike keeps a width that shrinks with their number', () => {
  const { lower, upper } = meanBounds({ mean: 0, n: 10, variance: 0 }, [0, 1], z);
  expect(lower).toBe(0);
  expect(upper).toBeCloseTo(1 - 0.6915028921812392, 12);
  expect(meanBounds({ mean: 0, n: 1000, variance: 0 }, [0, 1], z).upper).toBeLessThan(0.004);
});
