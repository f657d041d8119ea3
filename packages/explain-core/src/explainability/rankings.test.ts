import { averageRanks, jaccard, largestFirst, rankBiasedOverlap } from './rankings.js';

it('puts features in order of size, equals in their own', () => {
  expect(largestFirst([1, -3, 0, 3], 4)).toEqual([1, 3, 0, 2]);
  expect(largestFirst([1, -3, 0, 3], 2)).toEqual([1, 3]);
  expect(largestFirst([], 3)).toEqual([]);
});

it('gives Jaccard’s index', () => {
  expect(jaccard([1, 2, 3], [2, 3, 4])).toBe(0.5);
  expect(jaccard([1], [2])).toBe(0);
  expect(jaccard([], [])).toBeNull();
});

it('gives rank-biased overlap by hand', () => {
  expect(rankBiasedOverlap([0, 1, 2], [0, 1, 2], 0.9)).toBeCloseTo(1, 14);
  // Agreements 0, 1: 0.1 · (0 + 0.9 · 1) + 0.81.
  expect(rankBiasedOverlap([0, 1], [1, 0], 0.9)).toBeCloseTo(0.9, 14);
  // Agreements 1, 1/2, 1: 0.5 · (1 + 0.5 · 0.5 + 0.25 · 1) + 0.125.
  expect(rankBiasedOverlap([0, 1, 2], [0, 2, 1], 0.5)).toBeCloseTo(0.875, 14);
  // The beginning weighs more than the end.
  expect(rankBiasedOverlap([0, 1, 2, 3], [1, 0, 2, 3], 0.9)).toBeLessThan(rankBiasedOverlap([0, 1, 2, 3], [0, 1, 3, 2], 0.9));
});

it('ranks equals at the mean of their places', () => {
  expect(averageRanks([10, 20, 10, 5])).toEqual([2.5, 4, 2.5, 1]);
  expect(averageRanks([])).toEqual([]);
});
