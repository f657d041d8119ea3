import { describe, expect, it } from '@jest/globals';
import { resultOf, runFairness } from '../../test/fairnessFixture.js';
import { scored } from '../../test/scoredCase.js';

const log2 = Math.log2;

describe('exposureRatio', () => {
  it('is the smaller mean exposure over the larger, by hand', async () => {
    const { estimate, counts } = resultOf(await runFairness(scored([0.9, 0.8, 0.7, 0.6], [1, null, 0, 1], ['a', 'b', 'a', 'b'], 'exposureRatio')), 'exposureRatio', 'group');
    const [a, b] = [1 + 1 / log2(4), 1 / log2(3) + 1 / log2(5)];
    expect(estimate.value).toBeCloseTo(b / a, 14);
    expect(counts).toMatchObject({ highestRows: 2, highestExposure: expect.closeTo(a, 14), lowestRows: 2, lowestExposure: expect.closeTo(b, 14) });
  });

  it('is 1 for a constant score, since all share all places', async () => {
    expect(resultOf(await runFairness(scored([5, 5, 5, 5, 5], [1, 0, 0, 1, 1], ['a', 'b', 'a', 'b', 'b'], 'exposureRatio')), 'exposureRatio', 'group').estimate.value).toBeCloseTo(1, 14);
  });

  it('sees a group at the bottom of the list', async () => {
    const scores = Array.from({ length: 100 }, (_, i) => i / 100);
    const { estimate } = resultOf(await runFairness(scored(scores, scores.map((_, i) => i % 2), scores.map((_, i) => (i < 50 ? 'low' : 'high')), 'exposureRatio')), 'exposureRatio', 'group');
    if (estimate.value === null) throw new Error('expected a value');
    expect(estimate.interval!.upper).toBeLessThan(1);
  });
});
