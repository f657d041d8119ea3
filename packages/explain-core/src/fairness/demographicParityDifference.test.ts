import { describe, expect, it } from '@jest/globals';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { counted, reasonOf, resultOf, runFairness, valueOf, type FairnessCase } from '../../test/fairnessFixture.js';
import type { JsonObject } from '../json.js';
import { holisticTen } from '../../test/holisticTen.js';

const only = (options: JsonObject): Pick<FairnessCase, 'methods'> => ({ methods: [{ method: 'demographicParityDifference', options }] });

describe('demographicParityDifference', () => {
  it("gives fairlearn's answer for its guide, with the counts of the extreme groups", async () => {
    const result = resultOf(await runFairness(fairlearnGuide), 'demographicParityDifference', 'group');
    expect(result.estimate).toMatchObject({ value: 0.25, n: 18, interval: { lower: 0, level: 0.95, method: 'simultaneousNewcombe' } });
    // Of b (3/6) and c (4/8), equally low, the one with more rows.
    expect(result.counts).toEqual({ highestNumerator: 3, highestDenominator: 4, lowestNumerator: 4, lowestDenominator: 8, groupsCompared: 3, groupsTooSmall: 0, expectedByChance: expect.closeTo(0.35648042497721, 12) });
  });

  it("gives holisticai's statistical parity, 5/12", async () => {
    expect(valueOf(await runFairness(holisticTen), 'demographicParityDifference', 'group')).toBeCloseTo(5 / 12, 15);
  });

  it("gives AIF360's mean difference for the sexes in German Credit, with Newcombe's interval", async () => {
    const outcome = await runFairness({
      columns: counted(['sex', 'label', 'prediction'], [[201, 'female', '1', '1'], [109, 'female', '2', '2'], [499, 'male', '1', '1'], [191, 'male', '2', '2']]),
      protected: ['sex'],
    });
    const { estimate } = resultOf(outcome, 'demographicParityDifference', 'sex');
    expect(estimate.value).toBeCloseTo(0.0748013, 7);
    expect(estimate).toMatchObject({ interval: { method: 'newcombe' } });
  });

  it('is exactly 0 for equal rates, and counts missing as a group', async () => {
    const outcome = await runFairness({
      columns: counted(['g', 'label', 'prediction'], [[2, 'x', '1', '1'], [2, 'x', '1', '0'], [3, null, '1', '1'], [3, null, '0', '0']]),
      protected: ['g'],
    });
    expect(valueOf(outcome, 'demographicParityDifference', 'g')).toBe(0);
    expect(valueOf(outcome, 'selectionRate', 'g', '(missing)')).toBe(0.5);
  });

  it('compares only groups of the minimum size, and says how many were left out', async () => {
    const given = {
      columns: counted(['g', 'label', 'prediction'], [[8, 'x', '1', '1'], [2, 'x', '1', '0'], [5, 'y', '1', '1'], [5, 'y', '0', '0'], [2, 'z', '0', '0']]),
      protected: ['g'],
    };
    const all = resultOf(await runFairness(given), 'demographicParityDifference', 'g');
    expect(all.estimate.value).toBe(0.8);
    const large = resultOf(await runFairness({ ...given, ...only({ minimumGroupSize: 3 }) }), 'demographicParityDifference', 'g');
    expect(large.estimate.value).toBeCloseTo(0.3, 15);
    expect(large.counts).toMatchObject({ groupsCompared: 2, groupsTooSmall: 1 });
    const none = resultOf(await runFairness({ ...given, ...only({ minimumGroupSize: 11 }) }), 'demographicParityDifference', 'g');
    expect(reasonOf(none.estimate)).toBe('g has no group with at least 11 rows, and a gap needs two');
  });

  it('does not hang on the names or the order of the groups', async () => {
    const swap: Record<string, string> = { a: 'zulu', b: 'alpha', c: 'mike' };
    const renamed = await runFairness({ ...fairlearnGuide, columns: { ...fairlearnGuide.columns, group: fairlearnGuide.columns['group']!.map((name) => swap[name!]!) } });
    const plain = await runFairness(fairlearnGuide);
    for (const method of ['demographicParityDifference', 'demographicParityRatio', 'equalOpportunityDifference', 'equalizedOddsDifference']) {
      expect(resultOf(renamed, method, 'group')).toEqual(resultOf(plain, method, 'group'));
    }
  });
});
