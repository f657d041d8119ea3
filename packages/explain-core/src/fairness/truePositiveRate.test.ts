import { describe, expect, it } from '@jest/globals';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { counted, reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';

describe('truePositiveRate', () => {
  it("gives fairlearn's answers for its guide", async () => {
    const outcome = await runFairness(fairlearnGuide);
    expect(valueOf(outcome, 'truePositiveRate')).toBe(0.5);
    expect(['a', 'b', 'c'].map((group) => valueOf(outcome, 'truePositiveRate', 'group', group))).toEqual([0.5, 0.6, 0.4]);
  });

  it('is undefined, not 0, in a group without positives', async () => {
    const outcome = await runFairness({
      columns: counted(['g', 'label', 'prediction'], [[3, 'x', '0', '1'], [2, 'y', '1', '1']]),
      protected: ['g'],
    });
    const { estimate, counts } = resultOf(outcome, 'truePositiveRate', 'g', 'x');
    expect(estimate).toMatchObject({ value: null, n: 0 });
    expect(reasonOf(estimate)).toBe('none of the 3 rows is among the rows labelled positive, so there is nothing to divide by');
    expect(counts).toEqual({ numerator: 0, denominator: 0 });
  });

  it('leaves rows without a label out and says how many', async () => {
    const outcome = await runFairness({
      columns: counted(['g', 'label', 'prediction'], [[3, 'x', '1', '1'], [1, 'x', '1', '0'], [2, 'x', null, '1'], [1, 'y', '0', '0']]),
      protected: ['g'],
    });
    expect(resultOf(outcome, 'truePositiveRate', 'g', 'x')).toMatchObject({
      estimate: { value: 0.75, n: 4 },
      counts: { numerator: 3, denominator: 4, rowsWithoutLabel: 2 },
    });
  });

  it('holds one of three classes against the others', async () => {
    const outcome = await runFairness({
      columns: counted(['g', 'label', 'prediction'], [[2, 'x', 'b', 'b'], [1, 'x', 'b', 'c'], [4, 'x', 'a', 'c'], [1, 'y', 'c', 'b']]),
      protected: ['g'],
      positive: 'b',
    });
    expect(valueOf(outcome, 'truePositiveRate', 'g', 'x')).toBe(2 / 3);
    expect(valueOf(outcome, 'falsePositiveRate', 'g', 'x')).toBe(0);
    expect(valueOf(outcome, 'accuracy', 'g', 'x')).toBe(2 / 7); // called c when it was a is wrong, though a "true negative"
  });
});
