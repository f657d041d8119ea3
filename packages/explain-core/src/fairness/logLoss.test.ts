import { expect, it } from '@jest/globals';
import { resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';

// scikit-learn 1.9.1, log_loss.
it("gives scikit-learn's answers for all and for each group", async () => {
  const outcome = await runFairness(scoredCase('logLoss'));
  expect(valueOf(outcome, 'logLoss')).toBeCloseTo(0.4497557645377504, 14);
  expect(valueOf(outcome, 'logLoss', 'group', 'a')).toBeCloseTo(0.38715034984817764, 14);
  expect(valueOf(outcome, 'logLoss', 'group', 'b')).toBeCloseTo(0.5749665939168955, 14);
});

it('counts the rows whose loss the limit sets', async () => {
  const { estimate, counts } = resultOf(await runFairness(scored([0, 1, 1, 0.5], [1, 0, 1, 1], ['a', 'a', 'a', 'b'], 'logLoss')), 'logLoss', 'group', 'a');
  expect(counts).toEqual({ rows: 3, rowsClipped: 2 });
  expect(estimate.value).toBeCloseTo((2 * 15 * Math.LN10) / 3, 12);
});
