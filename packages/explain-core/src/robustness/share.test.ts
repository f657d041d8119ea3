import { expect, test } from '@jest/globals';
import { gapOf, shareOf } from './share.js';

test('one draw a row is Wilson: 8 of 10 at 95 % is 0.4902 to 0.9433', () => {
  // Wilson 1927 by hand: z = 1.959964, (8 + z²/2 ± z √(1.6 + z²/4)) ÷ (10 + z²).
  const estimate = shareOf([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], 1, 0.95, '');
  expect(estimate).toEqual({ value: 0.8, n: 10, interval: { lower: expect.closeTo(0.4901625, 6), upper: expect.closeTo(0.9433178, 6), level: 0.95, method: 'wilson' } });
});

test('draws of a row that all agree count as one: the interval is that of the rows', () => {
  const clustered = shareOf([1, 1, 1, 0], 100, 0.95, '');
  const rows = shareOf([1, 1, 1, 0], 1, 0.95, '');
  expect(clustered).toEqual(rows);
});

test('draws that vary within rows only count nearly all', () => {
  // Two rows of 50 draws with 25 and 25: no variance between rows, so 100 trials.
  const estimate = shareOf([0.5, 0.5], 50, 0.95, '');
  expect(estimate).toMatchObject({ value: 0.5, n: 2, interval: { method: 'wilsonEffectiveSample', lower: expect.closeTo(0.4038, 4), upper: expect.closeTo(0.5962, 4) } });
});

test('between the two: n is p (1 − p) ÷ (s² ÷ n)', () => {
  // Means 0.2, 0.4, 0.6, 0.8: p = 0.5, s² = 0.2 ÷ 3, so n = 0.25 ÷ (0.2 ÷ 12) = 15.
  const z = 1.959963984540054;
  const half = (z / (15 + z * z)) * Math.sqrt(3.75 + (z * z) / 4);
  const estimate = shareOf([0.2, 0.4, 0.6, 0.8], 20, 0.95, '');
  expect(estimate.value === null ? null : estimate.interval).toEqual({ lower: expect.closeTo(0.5 - half, 12), upper: expect.closeTo(0.5 + half, 12), level: 0.95, method: 'wilsonEffectiveSample' });
});

test('all rows the same: no more trials than rows', () => {
  const estimate = shareOf([1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 50, 0.95, '');
  // Wilson for 10 of 10: n ÷ (n + z²).
  expect(estimate).toMatchObject({ value: 1, interval: { lower: expect.closeTo(10 / (10 + 3.841458820694124), 10), upper: 1, method: 'wilson' } });
});

test('no rows: the reason; one row: still a number', () => {
  expect(shareOf([], 1, 0.95, 'no row was sampled')).toEqual({ value: null, n: 0, undefinedBecause: 'no row was sampled' });
  expect(shareOf([0.25], 4, 0.95, '')).toMatchObject({ value: 0.25, n: 1 });
});

test('the gap of two groups is Newcombe’s: 56/70 and 48/80 differ by 0.2 (0.0524 to 0.3339)', () => {
  // Newcombe 1998, table II, case (a), method 10.
  const of = (ones: number, n: number): number[] => Array.from({ length: n }, (_, i) => (i < ones ? 1 : 0));
  const gap = gapOf([of(48, 80), of(56, 70)], 1, 0.95);
  expect(gap).toEqual({ value: expect.closeTo(0.2, 12), n: 150, interval: { lower: expect.closeTo(0.0524, 4), upper: expect.closeTo(0.3339, 4), level: 0.95, method: 'newcombe' } });
});
