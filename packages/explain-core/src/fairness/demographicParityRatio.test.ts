import { describe, expect, it } from '@jest/globals';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { counted, reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { holisticTen } from '../../test/holisticTen.js';

describe('demographicParityRatio', () => {
  it("gives fairlearn's answer for its guide and holisticai's four fifths", async () => {
    const { estimate } = resultOf(await runFairness(fairlearnGuide), 'demographicParityRatio', 'group');
    expect(estimate.value).toBeCloseTo(2 / 3, 15);
    expect(estimate).toMatchObject({ n: 18, interval: { upper: 1, method: 'simultaneousKoopman' } });
    expect(valueOf(await runFairness(holisticTen), 'demographicParityRatio', 'group')).toBeCloseTo(4 / 9, 15);
  });

  it('is 0 when a group is never selected and undefined when nobody is', async () => {
    const some = await runFairness({ columns: counted(['g', 'label', 'prediction'], [[9, 'x', '1', '1'], [9, 'y', '1', '0']]), protected: ['g'] });
    expect(resultOf(some, 'demographicParityRatio', 'g').estimate).toMatchObject({ value: 0, interval: { lower: 0 } });
    const none = await runFairness({ columns: counted(['g', 'label', 'prediction'], [[9, 'x', '1', '0'], [9, 'y', '0', '0']]), protected: ['g'] });
    expect(reasonOf(resultOf(none, 'demographicParityRatio', 'g').estimate)).toBe('the highest rate is 0, so there is nothing to divide by');
  });
});
