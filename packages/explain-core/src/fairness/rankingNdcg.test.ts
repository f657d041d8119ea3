import { expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';
import { normalizedDiscountedGain } from '../numeric/discountedGain.js';
import { logitBounds } from '../numeric/logitBounds.js';
import { varianceDegrees, jointDegrees } from '../numeric/varianceDegrees.js';

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

it('of weighted rows has the doubt of a list as long as the weights, made by so many rows', async () => {
  const scores = Array.from({ length: 80 }, (_, i) => (37 * i) % 80);
  const labels = scores.map((score, i) => Number((score + 29 * (i % 5)) % 80 > 45));
  const given = scored(scores, labels, scores.map((_, i) => 'ab'[i % 2]!), 'rankingNdcg');
  const outcome = await runFairness({ ...given, columns: { ...given.columns, weight: scores.map(() => '4') }, kinds: { ...given.kinds, weight: 'number' }, grouping: { weight: 'weight' } });
  const { estimate } = resultOf(outcome, 'rankingNdcg');
  // 320 rows in fours: a row moves the number four times as far as one of weight 1, and there are 80 of them.
  const order = scores.map((score, i) => ({ score, label: labels[i]! })).sort((a, b) => a.score - b.score);
  const table = { scores: Float64Array.from(order, ({ score }) => score), positives: Float64Array.from(order, ({ label }) => 4 * label), negatives: Float64Array.from(order, ({ label }) => 4 - 4 * label) };
  const { value, leftOut } = normalizedDiscountedGain(table)!;
  const moved = order.map(({ label }, i) => (label === 1 ? leftOut!.ofPositive[i]! : leftOut!.ofNegative[i]!));
  const mean = moved.reduce((sum, one) => sum + one, 0) / 80;
  const squares = moved.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const degrees = jointDegrees(labels.filter((label) => label === 1).length - 1, varianceDegrees(80, squares, moved.reduce((sum, one) => sum + (one - mean) ** 4, 0)));
  const { lower, upper } = logitBounds(value, 4 * Math.sqrt(squares), degrees, 1.96);
  expect(estimate.value).toBeCloseTo(value, 14);
  if (estimate.value === null) throw new Error('a list has a number');
  // Some of the 80 rows share one of the 400 parts, so what the parts show is near that, and no more.
  expect((estimate.interval!.upper - estimate.interval!.lower) / (upper - lower)).toBeGreaterThan(0.85);
  expect((estimate.interval!.upper - estimate.interval!.lower) / (upper - lower)).toBeLessThan(1.2);
});
