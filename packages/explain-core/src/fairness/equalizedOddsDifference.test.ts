import { describe, expect, it } from '@jest/globals';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { fairlearnSeventyOne } from '../../test/fairlearnSeventyOne.js';
import { counted, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';

describe('equalizedOddsDifference', () => {
  it("gives fairlearn's answer for its guide, with the counts of the larger gap", async () => {
    const result = resultOf(await runFairness(fairlearnGuide), 'equalizedOddsDifference', 'group');
    expect(result.estimate).toMatchObject({ value: 1, n: 18, interval: { upper: 1 } });
    expect(result.counts).toMatchObject({ highestNumerator: 2, highestDenominator: 2, lowestNumerator: 0, lowestDenominator: 1 });
  });

  // fairlearn, test/unit/metrics/data_for_test.py; answers printed by its own functions, to six places.
  it.each([
    ['g_1', 'demographicParityDifference', 0.074603],
    ['g_1', 'demographicParityRatio', 0.891204],
    ['g_1', 'equalizedOddsDifference', 0.100791],
    ['g_2', 'demographicParityDifference', 0.038095],
    ['g_2', 'equalizedOddsDifference', 0.230769],
    ['g_4', 'equalizedOddsDifference', 0.076923],
  ])("gives fairlearn's answer for %s of its 71 rows: %s", async (attribute, method, expected) => {
    expect(valueOf(await runFairness(fairlearnSeventyOne), method, attribute)).toBeCloseTo(expected, 6);
  });

  it('takes whichever rate differs more', async () => {
    // TPR 3/4 and 2/4, FPR 1/4 and 3/4, by hand.
    const outcome = await runFairness({
      columns: counted(['g', 'label', 'prediction'], [
        [3, 'x', '1', '1'], [1, 'x', '1', '0'], [1, 'x', '0', '1'], [3, 'x', '0', '0'],
        [2, 'y', '1', '1'], [2, 'y', '1', '0'], [3, 'y', '0', '1'], [1, 'y', '0', '0'],
      ]),
      protected: ['g'],
    });
    expect(valueOf(outcome, 'equalOpportunityDifference', 'g')).toBe(0.25);
    expect(valueOf(outcome, 'equalizedOddsDifference', 'g')).toBe(0.5);
  });

  it('is not estimable when a group has no negatives', async () => {
    const outcome = await runFairness({ columns: counted(['g', 'label', 'prediction'], [[4, 'x', '1', '1'], [3, 'x', '0', '1'], [3, 'y', '1', '0']]), protected: ['g'] });
    expect(valueOf(outcome, 'equalizedOddsDifference', 'g')).toBe(null);
    expect(valueOf(outcome, 'equalOpportunityDifference', 'g')).toBe(1);
  });
});
