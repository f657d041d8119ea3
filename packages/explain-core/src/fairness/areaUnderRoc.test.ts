import { describe, expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';
import { twelve } from '../../test/scoredRows.js';
import { areaUnderRoc as areaOf } from '../numeric/auc.js';
import { tabulateScores } from '../numeric/tabulateScores.js';

describe('areaUnderRoc', () => {
  // scikit-learn 1.9.1, roc_auc_score.
  it("gives scikit-learn's answers for all and within each group", async () => {
    const outcome = await runFairness(scoredCase('areaUnderRoc'));
    expect(valueOf(outcome, 'areaUnderRoc')).toBeCloseTo(0.8888888888888888, 15);
    expect(valueOf(outcome, 'areaUnderRoc', 'group', 'a')).toBeCloseTo(0.9166666666666666, 15);
    expect(valueOf(outcome, 'areaUnderRoc', 'group', 'b')).toBeCloseTo(0.8333333333333333, 15);
    expect(resultOf(outcome, 'areaUnderRoc', 'group', 'b')).toMatchObject({ estimate: { interval: { method: 'delongLogit' } }, counts: { rows: 6, positives: 3, negatives: 3 } });
  });

  it('works for scores of any scale', async () => {
    const outcome = await runFairness(scored(twelve.scores.map((score) => 900 * score - 50), twelve.labels, twelve.labels.map((_, i) => (i < 11 ? 'a' : 'b')), 'areaUnderRoc'));
    expect(valueOf(outcome, 'areaUnderRoc')).toBeCloseTo(0.9166666666666666, 15);
  });

  it('is ½ for a constant score, with an interval that does not claim to know it', async () => {
    const { estimate } = resultOf(await runFairness(scored([0.3, 0.3, 0.3, 0.3, 0.4], [1, 0, 1, 0, 0], ['a', 'a', 'a', 'a', 'b'], 'areaUnderRoc')), 'areaUnderRoc', 'group', 'a');
    expect(estimate).toMatchObject({ value: 0.5, interval: { lower: expect.closeTo(Math.sqrt(0.025) / 2, 12), upper: expect.closeTo(1 - Math.sqrt(0.025) / 2, 12), method: 'clopperPearson' } });
  });

  it('says so when a group has one class', async () => {
    const outcome = await runFairness(scored([0.1, 0.2, 0.3, 0.4], [1, 1, 1, 0], ['a', 'a', 'b', 'b'], 'areaUnderRoc'));
    expect(reasonOf(resultOf(outcome, 'areaUnderRoc', 'group', 'a').estimate)).toBe('all labelled rows have the same class, so there is no pair to compare');
    expect(resultOf(outcome, 'areaUnderRoc', 'group', 'b').estimate).toMatchObject({ value: 0, interval: { lower: 0, upper: expect.closeTo(0.975, 12) } });
  });

  it('weighs rows for the value, and counts effective rows for its doubt', async () => {
    const given = scoredCase('areaUnderRoc');
    const run = async (weights: readonly number[]): ReturnType<typeof runFairness> =>
      await runFairness({ ...given, columns: { ...given.columns, w: weights.map(String) }, kinds: { score: 'number', w: 'number' }, grouping: { weight: 'w' } });
    const weighted = resultOf(await run([...twelve.weights, 1, 1, 1, 1, 1, 1]), 'areaUnderRoc', 'group', 'a').estimate;
    // scikit-learn 1.9.1, roc_auc_score with sample_weight.
    expect(weighted.value).toBeCloseTo(0.902834008097166, 14);
    // All weights 10: nothing is known better than with all weights 1.
    const tenfold = resultOf(await run(new Array<number>(18).fill(10)), 'areaUnderRoc', 'group', 'a').estimate;
    const plain = resultOf(await runFairness(given), 'areaUnderRoc', 'group', 'a').estimate;
    if (tenfold.value === null || plain.value === null) throw new Error('expected values');
    expect(tenfold.value).toBeCloseTo(plain.value, 14);
    expect(tenfold.interval!.lower).toBeCloseTo(plain.interval!.lower, 12);
  });

  it('does not hang on how rows are cut into tasks', async () => {
    const given = scoredCase('areaUnderRoc');
    expect(await runFairness({ ...given, taskRows: 5 })).toEqual(await runFairness(given));
  });

  it('in bins of a large data set is within a bin of the exact area', async () => {
    // 100,002 rows: beyond what is kept exactly.
    const n = 100_002;
    const scores = Array.from({ length: n }, (_, i) => ((i * 7919) % 100_003) / 100_003);
    const labels = scores.map((score, i) => (score > ((i * 104_729) % 99_991) / 99_991 ? 1 : 0));
    const outcome = await runFairness(scored(scores, labels, scores.map((_, i) => (i % 2 === 0 ? 'a' : 'b')), 'areaUnderRoc'));
    expect(Math.abs(valueOf(outcome, 'areaUnderRoc')! - areaOf(tabulateScores(scores, labels))!.area)).toBeLessThan(1 / 4096);
  });
});
