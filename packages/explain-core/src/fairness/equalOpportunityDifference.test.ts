import { describe, expect, it } from '@jest/globals';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { counted, reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { holisticTen } from '../../test/holisticTen.js';

describe('equalOpportunityDifference', () => {
  it("gives fairlearn's answer for its guide and holisticai's for its ten rows", async () => {
    expect(valueOf(await runFairness(fairlearnGuide), 'equalOpportunityDifference', 'group')).toBeCloseTo(0.2, 15);
    expect(valueOf(await runFairness(holisticTen), 'equalOpportunityDifference', 'group')).toBeCloseTo(1 / 3, 15);
  });

  it('is not estimable when a group has no positives; others call its rate 0 and see a gap of 1', async () => {
    const outcome = await runFairness({ columns: counted(['g', 'label', 'prediction'], [[4, 'x', '1', '1'], [3, 'y', '0', '0']]), protected: ['g'] });
    expect(reasonOf(resultOf(outcome, 'equalOpportunityDifference', 'g').estimate)).toBe(
      'in group "y" none of the 3 rows is among the rows labelled positive, so there is nothing to divide by; a larger minimumGroupSize would leave small groups out',
    );
  });
});
