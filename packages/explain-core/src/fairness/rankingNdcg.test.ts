import { expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';

// scikit-learn 1.9.1, ndcg_score with the labels as gains.
it("gives scikit-learn's answers for all and within each group", async () => {
  const outcome = await runFairness(scoredCase('rankingNdcg'));
  expect(valueOf(outcome, 'rankingNdcg')).toBeCloseTo(0.974065033518222, 14);
  expect(valueOf(outcome, 'rankingNdcg', 'group', 'a')).toBeCloseTo(0.9770685952318523, 14);
  expect(valueOf(outcome, 'rankingNdcg', 'group', 'b')).toBeCloseTo(0.9571852065075719, 14);
});

it('says so when nobody is relevant', async () => {
  const outcome = await runFairness(scored([1, 2, 3], [0, 0, 1], ['a', 'a', 'b'], 'rankingNdcg'));
  expect(reasonOf(resultOf(outcome, 'rankingNdcg', 'group', 'a').estimate)).toBe('no labelled row is positive, so there is nothing to rank high');
  expect(valueOf(outcome, 'rankingNdcg', 'group', 'b')).toBe(1);
});
