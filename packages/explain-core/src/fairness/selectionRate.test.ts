import { describe, expect, it } from '@jest/globals';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { counted, reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';

describe('selectionRate', () => {
  it("gives fairlearn's answers for its guide, overall and by group", async () => {
    const outcome = await runFairness(fairlearnGuide);
    expect(resultOf(outcome, 'selectionRate')).toEqual({
      dimension: 'fairness',
      method: 'selectionRate',
      version: 1,
      options: { level: 0.95 },
      // Wilson interval of 10/18, by scipy 1.17.1 binomtest(10, 18).proportion_ci(method='wilson').
      estimate: { value: 10 / 18, n: 18, interval: { lower: expect.closeTo(0.3371641564, 9), upper: expect.closeTo(0.7544048187, 9), level: 0.95, method: 'wilson' } },
      counts: { numerator: 10, denominator: 18 },
    });
    expect(['a', 'b', 'c'].map((group) => valueOf(outcome, 'selectionRate', 'group', group))).toEqual([0.75, 0.5, 0.5]);
  });

  it('is about the favourable outcome, not the positive one, and counts rows without a label', async () => {
    const outcome = await runFairness({
      columns: counted(['g', 'label', 'prediction'], [[3, 'x', '1', '0'], [1, 'x', null, '0'], [5, 'x', '0', '1'], [1, 'y', '0', '0']]),
      protected: ['g'],
      favourable: '0',
    });
    expect(resultOf(outcome, 'selectionRate', 'g', 'x').counts).toEqual({ numerator: 4, denominator: 9 });
  });

  it('of rows that weigh nothing is undefined, and says so', async () => {
    const columns = counted(['g', 'label', 'prediction', 'w'], [[3, 'x', '1', '1', '0'], [2, 'x', '0', '0', '0'], [4, 'y', '1', '1', '2']]);
    const outcome = await runFairness({ columns, kinds: { w: 'number' }, protected: ['g'], grouping: { weight: 'w' }, methods: [{ method: 'selectionRate' }] });
    expect(reasonOf(resultOf(outcome, 'selectionRate', 'g', 'x').estimate)).toBe('all 5 rows have weight 0, so there is nothing to divide by');
  });
});
