import { expect, test } from '@jest/globals';
import { randomStream } from '../random/stream.js';
import { gapOf, shareOf } from './share.js';

test('8 of 10 at 95 % is 0.4902 to 0.9433', () => {
  // R's binom::binom.wilson(8, 10).
  const interval = { lower: expect.closeTo(0.4901625, 6), upper: expect.closeTo(0.9433178, 6), level: 0.95, method: 'wilson' };
  expect(shareOf([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], 0.95, '')).toEqual({ value: 0.8, n: 10, interval });
  // Shares of draws: the same mean of the same rows claims the same.
  expect(shareOf(new Array<number>(10).fill(0.75).with(0, 1).with(1, 1), 0.95, '')).toEqual({ value: 0.8, n: 10, interval });
});

test('no rows: the reason; one row: still a number; all the same: still a doubt', () => {
  expect(shareOf([], 0.95, 'no row was sampled')).toEqual({ value: null, n: 0, undefinedBecause: 'no row was sampled' });
  expect(shareOf([0.25], 0.95, '')).toMatchObject({ value: 0.25, n: 1 });
  // Wilson for 10 of 10: n ÷ (n + z²).
  expect(shareOf(new Array<number>(10).fill(1), 0.95, '')).toMatchObject({ value: 1, interval: { lower: expect.closeTo(10 / (10 + 3.841458820694124), 10), upper: 1 } });
});

test('the interval keeps its level where a few rows are in doubt and each has many draws', () => {
  const rows = 20;
  const draws = 20;
  const doubtful = 0.15;
  const truth = 1 - doubtful * 0.25;
  let covered = 0;
  for (let repeat = 0; repeat < 500; repeat++) {
    const stream = randomStream(repeat);
    const values = Array.from({ length: rows }, (_, i) => {
      const own = stream.child(i);
      const keeps = own.uniform(0) < doubtful ? 0.5 + 0.5 * own.uniform(1) : 1;
      return Array.from({ length: draws }, (_, k) => (own.uniform(k + 2) < keeps ? 1 : 0)).reduce<number>((a, b) => a + b, 0) / draws;
    });
    const { value, interval } = shareOf(values, 0.95, '') as { value: number; interval: { lower: number; upper: number } };
    expect(interval.lower <= value && value <= interval.upper).toBe(true);
    if (interval.lower <= truth && truth <= interval.upper) covered++;
  }
  expect(covered / 500).toBeGreaterThanOrEqual(0.95);
});

test('the gap of two groups is the size of Newcombe’s difference: 56/70 and 48/80 differ by 0.2 (0.0524 to 0.3339)', () => {
  // Newcombe 1998, table II, case (a), method 10, by statsmodels 0.15; its two sides each turned into those of a size by acceptance regions solved for with scipy 1.17.1.
  const of = (ones: number, n: number): number[] => Array.from({ length: n }, (_, i) => (i < ones ? 1 : 0));
  const gap = gapOf([of(48, 80), of(56, 70)], 0.95);
  expect(gap).toEqual({ value: expect.closeTo(0.2, 12), n: 150, interval: { lower: expect.closeTo(0.07606679568793692, 9), upper: expect.closeTo(0.3338726534145076, 9), level: 0.95, method: 'newcombe' } });
});
