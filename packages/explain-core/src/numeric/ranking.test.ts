import { describe, expect, it } from '@jest/globals';
import { twelve } from '../../test/scoredRows.js';
import { discountedGain } from './discountedGain.js';
import { scoreDistribution } from '../../test/scoreDistribution.js';
import type { Distribution } from './distribution.js';
import { normalizedDiscountedDivergence, rankTiers } from './ranking.js';
import { tabulateScores } from './tabulateScores.js';

const scored = (...scores: number[]): Distribution => scoreDistribution(tabulateScores(scores, scores.map(() => 1)));
const log2 = Math.log2;

describe('rankTiers', () => {
  it('orders scores from the highest, ties together', () => {
    expect(rankTiers([scored(3, 1), scored(3, 3, 2)])).toEqual([
      { score: 3, before: 0, size: 3, groups: [1, 2] },
      { score: 2, before: 3, size: 1, groups: [0, 1] },
      { score: 1, before: 4, size: 1, groups: [1, 0] },
    ]);
  });
});

describe('normalizedDiscountedDivergence', () => {
  it('NDKL by hand: two places', () => {
    // First place all one group: KL = log 2; first two places half and half: 0.
    const tiers = rankTiers([scored(2), scored(1)]);
    expect(normalizedDiscountedDivergence(tiers, [0.5, 0.5], 2)).toBeCloseTo(Math.LN2 / (1 + 1 / log2(3)), 15);
    expect(normalizedDiscountedDivergence(tiers, [0.5, 0.5], 1)).toBeCloseTo(Math.LN2, 15);
  });

  it('NDKL is 0 where every prefix is as desired, and none where it cannot be told', () => {
    expect(normalizedDiscountedDivergence(rankTiers([scored(1, 1, 1), scored(1)]), [0.75, 0.25], 4)).toBe(0);
    expect(normalizedDiscountedDivergence(rankTiers([scored(2), scored(1)]), [1, 0], 2)).toBeNull();
    expect(normalizedDiscountedDivergence([], [1], 5)).toBeNull();
  });
});
