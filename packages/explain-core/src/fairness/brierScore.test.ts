import { expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';

// scikit-learn 1.9.1, brier_score_loss.
it("gives scikit-learn's answers for all and for each group", async () => {
  const outcome = await runFairness(scoredCase('brierScore'));
  expect(valueOf(outcome, 'brierScore')).toBeCloseTo(0.1486111111111111, 15);
  expect(valueOf(outcome, 'brierScore', 'group', 'a')).toBeCloseTo(0.12520833333333334, 15);
  expect(valueOf(outcome, 'brierScore', 'group', 'b')).toBeCloseTo(0.19541666666666666, 15);
});

it('leaves out rows without a label, and counts them', async () => {
  const result = resultOf(await runFairness(scored([0.5, 0.9, 0.1], [1, null, 0], ['a', 'a', 'b'], 'brierScore')), 'brierScore', 'group', 'a');
  expect(result.estimate).toMatchObject({ value: 0.25, n: 1, interval: { lower: 0, upper: 1 } });
  expect(result.counts).toEqual({ rows: 1, rowsWithoutLabel: 1 });
});

it('is not estimable for scores that are no probabilities, nor without labels', async () => {
  const raw = await runFairness(scored([300, 850], [1, 0], ['a', 'b'], 'brierScore'));
  expect(reasonOf(resultOf(raw, 'brierScore').estimate)).toBe('the scores run from 300 to 850, so they are no probabilities, which this metric is about');
  const unlabelled = await runFairness(scored([0.1, 0.6, 0.2, 0.3], [1, 0, null, null], ['a', 'a', 'b', 'b'], 'brierScore'));
  expect(reasonOf(resultOf(unlabelled, 'brierScore', 'group', 'b').estimate)).toBe('none of the 2 rows has a label');
});

it('of a perfect model is 0, and still not known to be', async () => {
  const { estimate } = resultOf(await runFairness(scored([1, 0, 1, 0], [1, 0, 1, 0], ['a', 'a', 'a', 'b'], 'brierScore')), 'brierScore', 'group', 'a');
  // A third root of 0.025: at least so many rows are perfect.
  expect(estimate).toMatchObject({ value: 0, interval: { lower: 0, upper: expect.closeTo(1 - Math.cbrt(0.025), 12) } });
});
