import { describe, expect, it } from '@jest/globals';
import { counted, reasonOf, runFairness, type FairnessCase } from '../../test/fairnessFixture.js';
import type { JsonObject } from '../json.js';
import type { Outcome, Result } from '../method/result.js';

const run = (given: Omit<FairnessCase, 'methods'>, options: JsonObject = {}): Promise<Outcome> =>
  runFairness({ ...given, methods: [{ method: 'conditionalDemographicDisparity', options: { replicates: 200, ...options } }] });
const resultOf = ({ results }: Outcome, group: string): Result => results.find((result) => result.group === group)!;
const acrossOf = ({ results }: Outcome): Result => results.find((result) => result.options['measure'] === 'acrossGroups')!;

/** [stratum, group, selected, not selected] */
function applicants(cells: readonly (readonly [string | null, string, number, number])[]): FairnessCase['columns'] {
  return counted(['s', 'g', 'label', 'prediction'], cells.flatMap(([s, g, yes, no]) => [[yes, s, g, '1', '1'], [no, s, g, '0', '0']] as const));
}

describe('conditionalDemographicDisparity', () => {
  it('gives the number of AIF360 across groups', async () => {
    // AIF360 tests/sklearn/test_metrics.py: (3(1−2) + 7(3−4) + 6(4−2)) ÷ (8 · 16), for 1 of 3, 3 of 7 and 4 of 6 rejected.
    const outcome = await run({ columns: applicants([['x', 'a', 2, 1], ['x', 'b', 4, 3], ['x', 'c', 2, 4]]), protected: ['g'] });
    const across = acrossOf(outcome);
    expect(across.estimate.value).toBeCloseTo((3 * (1 - 2) + 7 * (3 - 4) + 6 * (4 - 2)) / (8 * 16), 15);
    expect(across.counts).toEqual({ groups: 3, rejected: 8, selected: 8 });
    expect(across.group).toBeUndefined();
  });

  it('without strata is a share of the rejected minus a share of the selected', async () => {
    const outcome = await run({ columns: applicants([['x', 'a', 2, 1], ['x', 'b', 4, 3], ['x', 'c', 2, 4]]), protected: ['g'] });
    expect(['a', 'b', 'c'].map((group) => resultOf(outcome, group).estimate.value)).toEqual([-1 / 8, -1 / 8, 2 / 8]);
    expect(resultOf(outcome, 'c').counts).toEqual({ rejectedOfGroup: 4, rejected: 8, selectedOfGroup: 2, selected: 8, strata: 1, strataLeftOut: 0, rowsLeftOut: 0 });
    // With one stratum the interval is Newcombe's of the two shares: statsmodels 0.15.0 confint_proportions_2indep(4, 8, 2, 8, method='newcomb').
    const { interval } = resultOf(outcome, 'c').estimate as { interval: { lower: number; upper: number } };
    expect(interval.lower).toBeCloseTo(-0.19406657565199686, 10);
    expect(interval.upper).toBeCloseTo(0.5861124256860744, 10);
  });

  it('is the mean over strata by their size, without those in which everybody is decided alike', async () => {
    const columns = applicants([['x', 'a', 6, 4], ['x', 'b', 2, 8], ['y', 'a', 1, 3], ['y', 'b', 5, 1], ['z', 'a', 7, 0], ['z', 'b', 3, 0], [null, 'b', 2, 2]]);
    const outcome = await run({ columns, protected: ['g'] }, { strata: ['s'] });
    // x: 20 rows, 4/12 − 6/8; y: 10 rows, 3/4 − 1/6; missing: 4 rows, 0 − 0; z has nobody rejected.
    const value = (20 * (4 / 12 - 6 / 8) + 10 * (3 / 4 - 1 / 6)) / 34;
    expect(resultOf(outcome, 'a').estimate).toMatchObject({ value: expect.closeTo(value, 12), n: 34, interval: { method: 'mover' } });
    expect(resultOf(outcome, 'a').counts).toMatchObject({ strata: 3, strataLeftOut: 1, rowsLeftOut: 10 });
    // What one of two groups has more the other has less.
    expect(resultOf(outcome, 'b').estimate.value).toBeCloseTo(-value, 12);
  });

  it('takes weights as so many rows', async () => {
    const once = applicants([['x', 'a', 2, 1], ['x', 'b', 4, 3], ['y', 'a', 2, 4], ['y', 'b', 1, 1]]);
    const w = once['g']!.map((group) => (group === 'a' ? '2' : '1'));
    const weighted = await run({ columns: { ...once, w }, protected: ['g'], grouping: { weight: 'w' }, kinds: { w: 'number' } }, { strata: ['s'] });
    const repeated = await run({ columns: applicants([['x', 'a', 4, 2], ['x', 'b', 4, 3], ['y', 'a', 4, 8], ['y', 'b', 1, 1]]), protected: ['g'] }, { strata: ['s'] });
    for (const group of ['a', 'b']) expect(resultOf(weighted, group).estimate.value).toBeCloseTo(resultOf(repeated, group).estimate.value!, 12);
  });

  it('has no number where everybody is decided alike', async () => {
    const outcome = await run({ columns: applicants([['x', 'a', 5, 0], ['y', 'b', 4, 0]]), protected: ['g'] }, { strata: ['s'] });
    expect(reasonOf(resultOf(outcome, 'a').estimate)).toBe('in each of the 2 strata everybody is decided alike, so there are none to compare with');
    expect(reasonOf(acrossOf(outcome).estimate)).toBe('everybody is decided alike, so there are none to compare with');
  });

  it('names the groups that are withheld and sums over none of them', async () => {
    const columns = applicants([['x', 'a', 20, 11], ['x', 'b', 24, 13], ['x', 'c', 1, 1], ['x', 'd', 15, 9]]);
    const outcome = await run({ columns, protected: ['g'], grouping: { withholdBelow: 5 } });
    expect(resultOf(outcome, 'c').estimate.value).toBeNull();
    expect(reasonOf(acrossOf(outcome).estimate)).toContain('withheld');
  });
});
