import { describe, expect, it } from '@jest/globals';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { counted, reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';

describe('falsePositiveRate', () => {
  it("gives fairlearn's answers for its guide", async () => {
    const outcome = await runFairness(fairlearnGuide);
    expect(valueOf(outcome, 'falsePositiveRate')).toBe(4 / 6);
    expect(['a', 'b', 'c'].map((group) => valueOf(outcome, 'falsePositiveRate', 'group', group))).toEqual([1, 0, 2 / 3]);
  });

  it('is undefined in a group without negatives', async () => {
    const outcome = await runFairness({
      columns: counted(['g', 'label', 'prediction'], [[3, 'x', '0', '1'], [2, 'y', '1', '1']]),
      protected: ['g'],
    });
    expect(reasonOf(resultOf(outcome, 'falsePositiveRate', 'g', 'y').estimate)).toContain('rows labelled other than positive');
  });
});
