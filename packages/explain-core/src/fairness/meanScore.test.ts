import { describe, expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';
import { twelve } from '../../test/scoredRows.js';

describe('meanScore', () => {
  it('is the mean of all and of each group, by hand', async () => {
    const outcome = await runFairness(scoredCase('meanScore'));
    expect(valueOf(outcome, 'meanScore')).toBeCloseTo(8.6 / 18, 15);
    expect(valueOf(outcome, 'meanScore', 'group', 'a')).toBeCloseTo(5.95 / 12, 15);
    expect(valueOf(outcome, 'meanScore', 'group', 'b')).toBeCloseTo(2.65 / 6, 15);
    expect(resultOf(outcome, 'meanScore', 'group', 'a')).toMatchObject({ estimate: { n: 12, interval: { method: 'hallT' } }, counts: { rows: 12 } });
  });

  it('counts rows without a label, and scores that are no probabilities, in their own units', async () => {
    const outcome = await runFairness(scored([300, 500, 850, 700], [1, null, 1, 0], ['a', 'a', 'b', 'b'], 'meanScore'));
    expect(valueOf(outcome, 'meanScore', 'group', 'a')).toBe(400);
    expect(valueOf(outcome, 'meanScore', 'group', 'b')).toBe(775);
  });

  it('does not lose the spread of scores that lie far from 0', async () => {
    const far = [1, 2, 3, 4, 5, 6].map((step) => 1e9 + step);
    const near = [1, 2, 3, 4, 5, 6];
    const [one, other] = await Promise.all([far, near].map((scores) => runFairness(scored(scores, [1, 0, 1, 0, 1, 0], ['a', 'a', 'a', 'a', 'a', 'b'], 'meanScore'))));
    const width = (outcome: typeof one): number => {
      const { estimate } = resultOf(outcome!, 'meanScore', 'group', 'a');
      return estimate.value === null ? NaN : estimate.interval!.upper - estimate.interval!.lower;
    };
    expect(width(one)).toBeGreaterThan(1);
    expect(width(one)).toBeCloseTo(width(other), 4);
  });

  it('knows less where the heavy rows are those whose scores lie far out', async () => {
    const rows = Array.from({ length: 120 }, (_, i) => i);
    const scores = rows.map((i) => (i % 60) / 60);
    const labels = rows.map((i) => i % 2);
    const width = async (isHeavy: (score: number) => boolean): Promise<number> => {
      const weights = scores.map((score) => (isHeavy(score) ? '9' : '1'));
      const given = scored(scores, labels, rows.map((i) => (i % 4 > 1 ? 'a' : 'b')), 'meanScore');
      const { estimate } = resultOf(await runFairness({ ...given, columns: { ...given.columns, w: weights }, kinds: { score: 'number', w: 'number' }, grouping: { weight: 'w' } }), 'meanScore');
      return estimate.value === null ? NaN : estimate.interval!.upper - estimate.interval!.lower;
    };
    // Twenty rows of weight 9 either way: all rows together would be as many effective rows in both cases.
    const farOut = await width((score) => score < 5 / 60 || score >= 55 / 60);
    const middling = await width((score) => score >= 25 / 60 && score < 35 / 60);
    expect(farOut).toBeGreaterThan(1.5 * middling);
  });

  it('of one row has an interval that rules nothing out, of equal scores one that shrinks', async () => {
    const outcome = await runFairness(scored([0.2, 0.9, ...new Array<number>(20).fill(0.5)], [1, 0, ...new Array<number>(20).fill(1)], ['one', 'two', ...new Array<string>(20).fill('same')], 'meanScore'));
    expect(resultOf(outcome, 'meanScore', 'group', 'one').estimate).toMatchObject({ value: 0.2, n: 1, interval: { lower: 0, upper: 1 } });
    const { estimate } = resultOf(outcome, 'meanScore', 'group', 'same');
    // 0.025^(1/20) = 0.83157 of all rows at least have the same.
    expect(estimate).toMatchObject({ value: 0.5, interval: { lower: expect.closeTo(0.5 * 0.831575, 5), upper: expect.closeTo(0.5 * 0.831575 + 1 - 0.831575, 5), method: 'clopperPearson' } });
  });

  it('weighs rows, and says what they weigh', async () => {
    const given = scoredCase('meanScore');
    const weights = [...twelve.weights, 1, 1, 1, 1, 1, 1];
    const outcome = await runFairness({ ...given, columns: { ...given.columns, w: weights.map(String) }, kinds: { score: 'number', w: 'number' }, grouping: { weight: 'w' } });
    const expected = twelve.scores.reduce((sum, score, i) => sum + score * twelve.weights[i]!, 0) / 16;
    const result = resultOf(outcome, 'meanScore', 'group', 'a');
    expect(result.estimate.value).toBeCloseTo(expected, 14);
    expect(result.counts).toEqual({ rows: 12, weight: 16 });
  });

  it('needs scores', async () => {
    const outcome = await runFairness({ ...scoredCase('meanScore'), score: undefined });
    expect(reasonOf(resultOf(outcome, 'meanScore').estimate)).toBe('there are no scores, only decisions; name the column that holds the scores');
  });
});
