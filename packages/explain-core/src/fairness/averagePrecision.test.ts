import { expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';

// scikit-learn 1.9.1, average_precision_score.
it("gives scikit-learn's answers for all and within each group", async () => {
  const outcome = await runFairness(scoredCase('averagePrecision'));
  expect(valueOf(outcome, 'averagePrecision')).toBeCloseTo(0.8835858585858587, 15);
  expect(valueOf(outcome, 'averagePrecision', 'group', 'a')).toBeCloseTo(0.9027777777777778, 15);
  expect(valueOf(outcome, 'averagePrecision', 'group', 'b')).toBeCloseTo(0.8666666666666667, 15);
});

it('says so when nobody is positive, and rules nothing out where one is', async () => {
  const outcome = await runFairness(scored([0.1, 0.2, 0.3, 0.4], [0, 0, 1, 0], ['a', 'a', 'b', 'b'], 'averagePrecision'));
  expect(reasonOf(resultOf(outcome, 'averagePrecision', 'group', 'a').estimate)).toBe('no labelled row is positive, so there is nothing to average over');
  expect(resultOf(outcome, 'averagePrecision', 'group', 'b').estimate).toMatchObject({ value: 0.5, interval: { lower: 0, upper: 1 } });
});
