import { describe, expect, it } from '@jest/globals';
import { counted, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { holisticTen } from '../../test/holisticTen.js';

describe('accuracy', () => {
  it("differs by 3/4 − 5/6 between the groups of holisticai's ten rows", async () => {
    const outcome = await runFairness(holisticTen);
    expect(valueOf(outcome, 'accuracy', 'group', 'a')).toBe(3 / 4);
    expect(valueOf(outcome, 'accuracy', 'group', 'b')).toBe(5 / 6);
  });

  it('counts every class and no row without a label', async () => {
    const outcome = await runFairness({
      columns: counted(['g', 'label', 'prediction'], [[2, 'x', 'a', 'a'], [1, 'x', 'b', 'b'], [1, 'x', 'c', 'b'], [3, 'x', null, 'a'], [1, 'y', 'a', 'c']]),
      protected: ['g'],
      positive: 'a',
    });
    expect(resultOf(outcome, 'accuracy', 'g', 'x')).toMatchObject({ estimate: { value: 0.75, n: 4 }, counts: { numerator: 3, denominator: 4, rowsWithoutLabel: 3 } });
  });
});
