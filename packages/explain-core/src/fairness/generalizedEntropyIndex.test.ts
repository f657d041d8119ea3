import { describe, expect, it } from '@jest/globals';
import { counted, reasonOf, runFairness, type FairnessCase } from '../../test/fairnessFixture.js';
import type { Estimate } from '../numeric/estimate.js';
import { meanBounds } from '../numeric/meanBounds.js';

const run = async (rows: readonly (readonly [number, ...(string | null)[]])[], method = 'generalizedEntropyIndex', options = {}): Promise<Record<string, Estimate>> => {
  const given: FairnessCase = { columns: counted(['group', 'label', 'prediction'], rows), protected: ['group'], methods: [{ method, options }] };
  return Object.fromEntries((await runFairness(given)).results.map((result) => [String(result.options['part']), result.estimate]));
};

// AIF360, tests/test_classification_metric.py: ten rows of three groups.
const aif360 = [[1, '0', '1', '1'], [1, '0', '0', '0'], [1, '1', '0', '0'], [1, '1', '1', '0'], [2, '1', '0', '1'], [1, '2', '1', '1'], [1, '2', '0', '0'], [1, '2', '1', '1'], [1, '2', '1', '0']] as const;

describe('generalizedEntropyIndex', () => {
  it('gives the answers of AIF360, whole and between groups', async () => {
    const { total, betweenGroups } = await run(aif360);
    expect(total!.value).toBeCloseTo(0.2, 15);
    expect(betweenGroups!.value).toBeCloseTo((2 + 4 * 1.25 ** 2 + 4 * 0.75 ** 2 - 10) / 20, 15);
  });

  it('is about labelled rows', async () => {
    const { total } = await run([...aif360, [5, '2', null, '1']]);
    expect(total).toMatchObject({ value: expect.closeTo(0.2, 15), n: 10 });
  });

  it('between groups that have the same mean holds 0, and not where means differ', async () => {
    const alike = await run([[40, 'a', '1', '1'], [10, 'a', '1', '0'], [11, 'a', '0', '1'], [80, 'b', '0', '0'], [19, 'b', '1', '0'], [20, 'b', '0', '1']]);
    expect(alike['betweenGroups']).toMatchObject({ interval: { lower: 0, method: 'bootstrapError' } });
    const apart = await run([[60, 'a', '1', '1'], [40, 'a', '1', '0'], [60, 'b', '0', '0'], [40, 'b', '0', '1']]);
    expect(apart['betweenGroups']).toMatchObject({ value: expect.closeTo(((0.6 ** 2 + 1.4 ** 2) / 2 - 1) / 2, 14) });
    if (apart['betweenGroups']!.value === null) return;
    // √(2 · 0.08) = 0.4, give or take 0.1 or so.
    expect(apart['betweenGroups']!.interval!.lower).toBeGreaterThan(0.03);
    expect(apart['betweenGroups']!.interval!.lower).toBeLessThan(0.06);
    expect(apart['betweenGroups']!.interval!.upper).toBeLessThan(0.16);
  });

  it('of a model without mistakes is 0, and not known to be', async () => {
    const { total, betweenGroups } = await run([[30, 'a', '1', '1'], [30, 'b', '0', '0']]);
    for (const estimate of [total!, betweenGroups!]) {
      expect(estimate).toMatchObject({ value: 0, interval: { lower: 0, method: 'clopperPearson' } });
      if (estimate.value !== null) expect(estimate.interval!.upper).toBeGreaterThan(0.02);
    }
  });

  it('reaches further up than down, since few have much of it', async () => {
    // Benefits 0, 1, 2 of 6, 88 and 6 of 100 rows: half the squared coefficient of variation is 0.06, the influence (b − 1)²/2 − 0.06 − 0.12 (b − 1).
    const rows = [[6, 'a', '1', '0'], [44, 'a', '0', '0'], [44, 'b', '1', '1'], [6, 'b', '0', '1']] as const;
    const { total } = await run(rows);
    const shares = [0.06, 0.88, 0.06];
    const influence = [0, 1, 2].map((b) => (b - 1) ** 2 / 2 - 0.06 - 0.12 * (b - 1));
    const moment = (power: number): number => shares.reduce((sum, share, b) => sum + share * influence[b]! ** power, 0);
    const expected = meanBounds({ mean: 0.06, n: 100, variance: (moment(2) * 100) / 99, skewness: moment(3) / moment(2) ** 1.5 }, [0, Infinity], 1.959963984540054);
    expect(total).toMatchObject({ value: expect.closeTo(0.06, 14), interval: { lower: expect.closeTo(expected.lower, 10), upper: expect.closeTo(expected.upper, 10), method: 'hallT' } });
    expect(expected.upper - 0.06).toBeGreaterThan(1.3 * (0.06 - expected.lower));
  });

  it('knows as much of people who have four equal rows each as of as many rows', async () => {
    const people = Array.from({ length: 1200 }, (_, i) => (i % 20 === 0 ? ['1', '0'] : i % 20 === 1 ? ['0', '1'] : i % 2 === 0 ? ['1', '1'] : ['0', '0']));
    const intervalOf = async (each: number, grouped: boolean): Promise<{ lower: number; upper: number }> => {
      const rows = people.flatMap((person, i) => new Array(each).fill([...person, `p${i}`]) as string[][]);
      const columns = { label: rows.map(([label]) => label!), prediction: rows.map(([, prediction]) => prediction!), who: rows.map(([, , who]) => who!) };
      const { results } = await runFairness({ columns, protected: [], ...(grouped ? { grouping: { cluster: 'who' } } : {}), methods: [{ method: 'generalizedEntropyIndex' }] });
      return (results[0]!.estimate as { interval: { lower: number; upper: number } }).interval;
    };
    const [once, four, apart] = [await intervalOf(1, false), await intervalOf(4, true), await intervalOf(4, false)];
    const width = ({ lower, upper }: { lower: number; upper: number }): number => upper - lower;
    // 400 parts tell a standard error to 1 ÷ √800 = 3.5 %; three of those.
    expect(Math.abs(width(four) / width(once) - 1)).toBeLessThan(0.11);
    expect(width(apart) / width(once)).toBeCloseTo(0.5, 1);
  });

  it('between groups is not known where samples drawn anew are all the same', async () => {
    const columns = { ...counted(['group', 'label', 'prediction'], [[20, 'a', '1', '1'], [10, 'a', '1', '0'], [15, 'b', '0', '0'], [10, 'b', '0', '1']]) };
    const rows = columns['group']!;
    const grouped = async (extra: FairnessCase['columns'], kinds: FairnessCase['kinds'], grouping: FairnessCase['grouping']) =>
      (await runFairness({ columns: { ...columns, ...extra }, kinds: kinds!, protected: ['group'], grouping: grouping!, methods: [{ method: 'generalizedEntropyIndex' }] })).results.find(({ options }) => options['part'] === 'betweenGroups')!.estimate;
    // Everybody belongs together; and only one group weighs anything.
    for (const estimate of [await grouped({ who: rows.map(() => 'one') }, {}, { cluster: 'who' }), await grouped({ w: rows.map((group) => (group === 'a' ? '1' : '0')) }, { w: 'number' }, { weight: 'w' })]) {
      expect(reasonOf(estimate)).toMatch(/the same in every sample drawn anew, so how uncertain it is cannot be told$/);
    }
  });

  it('says why there is none', async () => {
    expect(reasonOf((await run([[3, 'a', '1', '0'], [3, 'b', '1', '0'], [1, 'b', null, '1']]))['total']!)).toBe('nobody has any benefit, so there is no mean to compare with');
    expect(reasonOf((await run(aif360, 'generalizedEntropyIndex', { alpha: 0 }))['total']!)).toBe('somebody has no benefit at all, which makes the index infinite for alpha up to 0');
  });
});
