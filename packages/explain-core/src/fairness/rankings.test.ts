import { expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness, type FairnessCase } from '../../test/fairnessFixture.js';
import { scored } from '../../test/scoredCase.js';
import type { JsonObject } from '../json.js';
import { koopmanRatio } from '../numeric/koopman.js';

const groups = [...'aababbcabcba'];
const scores = groups.map((_, i) => 12 - i);
const ranked = (method: string, options: JsonObject, more: Partial<FairnessCase> = {}): FairnessCase => ({ ...scored(scores, groups.map((_, i) => i % 2), groups, method, options), ...more });
const weighted = (weights: readonly number[], method: string, options: JsonObject): FairnessCase => {
  const plain = ranked(method, options);
  return { ...plain, columns: { ...plain.columns, weight: weights.map(String) }, kinds: { ...plain.kinds, weight: 'number' }, grouping: { weight: 'weight' } };
};

// Both measures by a plain transcription of Geyik et al. 2019, equations 3 and 7, in Python.
it.each([
  ['a', Math.log(3 / 6 / (5 / 12))],
  ['b', Math.log(3 / 6 / (5 / 12))],
])('skew at six of twelve places of group %s', async (group, expected) => {
  const { estimate, counts } = resultOf(await runFairness(ranked('rankingSkew', { share: 0.5 })), 'rankingSkew', 'group', group);
  // 3 of the first six places and 2 of the others: share ÷ share of all = 1 ÷ (½ + ½ φ), φ = ⅔.
  const { lower, upper } = koopmanRatio({ successes: 2, n: 6 }, { successes: 3, n: 6 }, 0.95);
  const skewAt = (phi: number): number => -Math.log(0.5 + 0.5 * phi);
  expect(estimate).toMatchObject({ value: expect.closeTo(expected, 14), n: 12, interval: { lower: expect.closeTo(skewAt(upper), 12), upper: expect.closeTo(skewAt(lower), 12), method: 'koopman' } });
  expect(counts).toEqual({ amongFirst: 3, places: 6, rows: 5, rowsOfAll: 12 });
});

it('has no skew where a group is not among the first, and none is 0', async () => {
  const outcome = await runFairness(ranked('rankingSkew', { share: 0.5 }));
  expect(reasonOf(resultOf(outcome, 'rankingSkew', 'group', 'c').estimate)).toBe('no row of the group is among the first, so the skew is −∞');
  for (const group of 'abc') expect(resultOf(await runFairness(ranked('rankingSkew', { share: 1 })), 'rankingSkew', 'group', group).estimate).toEqual({ value: expect.closeTo(0, 15), n: 12, exact: 'all rows are among the first' });
});

it.each([
  [5, 0.5970866847949942],
  [100, 0.3608141363908372],
])('normalised discounted divergence over %d places', async (places, expected) => {
  const { estimate, counts } = resultOf(await runFairness(ranked('rankingNdkl', { places })), 'rankingNdkl', 'group');
  expect(estimate).toEqual({ value: expect.closeTo(expected, 14), n: 12, exact: 'it describes the ranking of these rows' });
  expect(counts).toEqual({ groups: 3, places: Math.min(places, 12) });
});

it('is 0 where everybody shares every place', async () => {
  const alike = await runFairness({ ...ranked('rankingNdkl', {}), ...scored(groups.map(() => 0.3), groups.map((_, i) => i % 2), groups, 'rankingNdkl') });
  expect(resultOf(alike, 'rankingNdkl', 'group').estimate.value).toBeCloseTo(0, 14);
});

it('weighs rows, whatever the unit of the weights', async () => {
  const weights = groups.map((_, i) => (i % 3 === 0 ? 2 : 1));
  const twice = <T>(values: readonly T[]): T[] => values.flatMap((value, i) => new Array<T>(weights[i]!).fill(value));
  // Skew: a row that weighs two is two.
  const repeated = await runFairness(scored(twice(scores), twice(groups.map((_, i) => i % 2)), twice(groups), 'rankingSkew', { share: 0.5 }));
  expect(resultOf(await runFairness(weighted(weights, 'rankingSkew', { share: 0.5 })), 'rankingSkew', 'group', 'a').estimate.value).toBeCloseTo(resultOf(repeated, 'rankingSkew', 'group', 'a').estimate.value!, 13);
  for (const [method, group] of [['rankingSkew', 'a'], ['rankingNdkl', undefined]] as const) {
    const valueOf = async (unit: number): Promise<number> => resultOf(await runFairness(weighted(weights.map((weight) => unit * weight), method, {})), method, 'group', group).estimate.value!;
    expect(await valueOf(0.001)).toBeCloseTo(await valueOf(1), 12);
    const ones = resultOf(await runFairness(weighted(weights.map(() => 5), method, {})), method, 'group', group).estimate.value;
    expect(ones).toBeCloseTo(resultOf(await runFairness(ranked(method, {})), method, 'group', group).estimate.value!, 13);
  }
});

it('counts the divergence of weighted groups by hand: two places', async () => {
  // Group a weighs 3 of 4, b 1: with mean weight 1 the first place and a half of the second are a's.
  const plain = scored([2, 1], [1, 0], ['a', 'b'], 'rankingNdkl');
  const { results } = await runFairness({ ...plain, columns: { ...plain.columns, weight: ['3', '1'] }, kinds: { ...plain.kinds, weight: 'number' }, grouping: { weight: 'weight' } });
  const expected = Math.log(1 / 0.75) / (1 + 1 / Math.log2(3));
  expect(results[0]!.estimate.value).toBeCloseTo(expected, 14);
});

it('says what is lacking: places, scores, groups that are withheld', async () => {
  expect(reasonOf(resultOf(await runFairness(ranked('rankingSkew', { share: 0.05 })), 'rankingSkew', 'group', 'a').estimate)).toBe('0.05 of 12 rows is less than one place');
  expect(reasonOf(resultOf(await runFairness(ranked('rankingNdkl', {}, { grouping: { withholdBelow: 3 } })), 'rankingNdkl', 'group').estimate)).toMatch(/^withheld/);
});
