import { describe, expect, it } from '@jest/globals';
import { counted, reasonOf, resultOf, runFairness } from '../../test/fairnessFixture.js';

describe('precision', () => {
  it('is TP ÷ (TP + FP), by hand, and undefined where nobody is called positive', async () => {
    const outcome = await runFairness({
      columns: counted(['g', 'label', 'prediction'], [[3, 'x', '1', '1'], [2, 'x', '0', '1'], [9, 'x', null, '1'], [5, 'x', '1', '0'], [4, 'y', '1', '0']]),
      protected: ['g'],
    });
    expect(resultOf(outcome, 'precision', 'g', 'x')).toMatchObject({
      estimate: { value: 0.6, n: 5 },
      counts: { numerator: 3, denominator: 5, rowsWithoutLabel: 9 },
    });
    expect(reasonOf(resultOf(outcome, 'precision', 'g', 'y').estimate)).toContain('labelled rows predicted positive');
  });
});
