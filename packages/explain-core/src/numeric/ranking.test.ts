import { describe, expect, it } from '@jest/globals';
import { twelve } from '../../test/scoredRows.js';
import { discountedGain } from './discountedGain.js';
import { scoreDistribution, type Distribution } from './distribution.js';
import { amongFirst, meanExposure, normalizedDiscountedDivergence, rankTiers, skewAtK } from './ranking.js';
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

describe('meanExposure', () => {
  it('is the mean discount of a group’s places, by hand', () => {
    const tiers = rankTiers([scored(9, 7), scored(8, 6)]);
    const [first, second] = meanExposure(tiers, 2);
    expect(first).toBeCloseTo((1 + 1 / log2(4)) / 2, 15);
    expect(second).toBeCloseTo((1 / log2(3) + 1 / log2(5)) / 2, 15);
  });

  it('shares places among ties, so a constant score exposes everybody alike', () => {
    const [first, second] = meanExposure(rankTiers([scored(1, 1, 1), scored(1)]), 2);
    expect(first).toBe(second);
    expect(first).toBeCloseTo((1 + 1 / log2(3) + 1 / log2(4) + 1 / log2(5)) / 4, 15);
  });

  it('adds up to the attention of all places, whatever the ties', () => {
    const groups = [scored(...twelve.scores), scored(0.6, 0.6, 0.2)];
    const means = meanExposure(rankTiers(groups), 2);
    expect(12 * means[0]! + 3 * means[1]!).toBeCloseTo(discountedGain(new Array<number>(15).fill(1)), 13);
  });

  it('is none for a group without rows', () => {
    expect(meanExposure(rankTiers([scored(1), scored()]), 2)).toEqual([1, null]);
  });
});

describe('amongFirst', () => {
  const tiers = rankTiers([scored(9, 5, 5), scored(5, 1)]);
  it('counts the groups’ rows there, of a cut tier in proportion', () => {
    expect(amongFirst(tiers, 2, 1)).toEqual([1, 0]);
    expect(amongFirst(tiers, 2, 2)).toEqual([1 + 2 / 3, 1 / 3]);
    expect(amongFirst(tiers, 2, 4)).toEqual([3, 1]);
    expect(amongFirst(tiers, 2, 100)).toEqual([3, 2]);
    expect(amongFirst(tiers, 2, 0)).toEqual([0, 0]);
  });
});

describe('Geyik’s measures', () => {
  it('skew is the log of the share over the desired share', () => {
    const tiers = rankTiers([scored(9, 8, 7), scored(6)]);
    expect(skewAtK(tiers, [0.5, 0.5], 4)).toEqual([Math.log(0.75 / 0.5), Math.log(0.25 / 0.5)]);
    expect(skewAtK(tiers, [0.5, 0.5], 2)).toEqual([Math.log(2), null]);
    expect(skewAtK(tiers, [1, 0], 4)).toEqual([Math.log(0.75), null]);
  });

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
