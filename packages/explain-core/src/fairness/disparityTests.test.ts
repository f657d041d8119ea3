import { describe, expect, it } from '@jest/globals';
import { counted, reasonOf, runFairness, type FairnessCase } from '../../test/fairnessFixture.js';
import type { JsonObject } from '../json.js';
import type { Outcome, Result } from '../method/result.js';
import { benjaminiHochberg, benjaminiYekutieli, holm } from '../numeric/adjustPValues.js';
import { newcombeDifference } from '../numeric/newcombe.js';
import { pooledZ } from '../numeric/pooledZ.js';
import { randomStream } from '../random/stream.js';

const run = (given: Omit<FairnessCase, 'methods'>, options: JsonObject = {}): Promise<Outcome> => runFairness({ ...given, methods: [{ method: 'disparityTests', options }] });
const columns = (rows: readonly (readonly [number, string | null, string | null, string])[]): FairnessCase['columns'] => counted(['g', 'label', 'prediction'], rows);

interface Findings {
  tested: number;
  findings: { statistic: string; attribute: string; group: string; gap: number; holm: number; sentence: string }[];
  untested: { statistic: string; group: string; because: string }[];
}
const findingsOf = ({ artifacts }: Outcome): Findings => artifacts.find(({ name }) => name === 'fairness/findings')!.body as unknown as Findings;
const resultOf = ({ results }: Outcome, statistic: string, group: string): Result => results.find((result) => result.options['statistic'] === statistic && result.group === group)!;

const selection = { statistics: ['selectionRate'] };
/** Selected 8 of 10 in a, 1 of 6 in b. */
const pair = columns([[8, 'a', '1', '1'], [2, 'a', '0', '0'], [1, 'b', '1', '1'], [5, 'b', '0', '0']]);

describe('disparityTests', () => {
  it('tests a group against all other rows', async () => {
    const outcome = await run({ columns: pair, protected: ['g'] }, { ...selection, test: 'fisher' });
    const found = resultOf(outcome, 'selectionRate', 'a');
    const { lower, upper } = newcombeDifference({ successes: 8, n: 10 }, { successes: 1, n: 6 }, 0.95);
    expect(found.estimate).toEqual({ value: 0.8 - 1 / 6, n: 16, interval: { lower, upper, level: 0.95, method: 'newcombe' } });
    expect(found.counts).toMatchObject({ numerator: 8, denominator: 10, restNumerator: 1, restDenominator: 6 });
    // scipy 1.17.1 fisher_exact([[8, 2], [1, 5]])
    expect(found.test).toMatchObject({ name: 'fisherExact', statistic: null, pValue: expect.closeTo(0.034965034965034975, 14) });
    expect(found.options).toMatchObject({ statistic: 'selectionRate', level: 0.95, minimumGroupSize: 1 });
  });

  it('counts the two sides of one pair as one test', async () => {
    const outcome = await run({ columns: pair, protected: ['g'] }, { ...selection, test: 'z' });
    const [a, b] = [resultOf(outcome, 'selectionRate', 'a'), resultOf(outcome, 'selectionRate', 'b')];
    const z = pooledZ({ successes: 8, n: 10 }, { successes: 1, n: 6 })!;
    expect(a.test).toEqual({ name: 'pooledZ', ...z, holm: z.pValue, benjaminiHochberg: z.pValue, benjaminiYekutieli: z.pValue });
    expect(b.test).toEqual({ ...a.test, statistic: -z.statistic });
    expect(b.estimate.value).toBeCloseTo(-a.estimate.value!, 15);
    expect(findingsOf(outcome).tested).toBe(1);
    expect(findingsOf(outcome).findings).toHaveLength(1);
  });

  it('adjusts over every rate, attribute and group together', async () => {
    const rows = counted(['sex', 'race', 'label', 'prediction'], [
      [50, 'f', 'a', '1', '1'], [30, 'f', 'a', '0', '1'], [42, 'f', 'b', '1', '0'], [41, 'm', 'a', '0', '0'],
      [31, 'm', 'b', '1', '1'], [22, 'm', 'b', '0', '0'], [25, null, 'b', '1', '1'], [19, 'm', 'c', '0', '1'], [8, 'f', 'c', '1', '1'],
    ]);
    const outcome = await run({ columns: rows, protected: ['sex', 'race'] });
    const tests = outcome.results.flatMap(({ test }) => (test ? [test] : []));
    const p = tests.map(({ pValue }) => pValue);
    expect(tests.length).toBe(findingsOf(outcome).tested);
    expect(new Set(outcome.results.map(({ attribute }) => attribute))).toEqual(new Set(['sex', 'race', 'sex × race']));
    expect(tests.map((test) => test.holm)).toEqual(holm(p));
    expect(tests.map((test) => test.benjaminiHochberg)).toEqual(benjaminiHochberg(p));
    expect(tests.map((test) => test.benjaminiYekutieli)).toEqual(benjaminiYekutieli(p));
  });

  it('tells the worst first, in a sentence, with how many were tested', async () => {
    const rows = columns([[400, 'a', '1', '1'], [100, 'a', '1', '0'], [300, 'b', '1', '1'], [200, 'b', '1', '0'], [310, 'c', '1', '1'], [190, 'c', '1', '0']]);
    const { findings, tested } = findingsOf(await run({ columns: rows, protected: ['g'] }, selection));
    expect(tested).toBe(3);
    expect(findings.map(({ group }) => group)).toEqual(['a', 'b', 'c']);
    expect(findings[0]!.sentence).toBe('The selection rate of g "a" is 19.0 percentage points above that of all others: 80.0 % of 500 against 61.0 % of 1000; 95 % interval 14.2 to 23.5.');
    expect(findings[1]!.sentence).toContain('"b" is 11.0 percentage points below that of all others: 60.0 % of 500 against 71.0 % of 1000');
    const [first, second, third] = findings.map((finding) => finding.holm);
    expect(first!).toBeLessThan(second!);
    expect(second!).toBeLessThanOrEqual(third!);
  });

  it('says which gap would have shown, and how many rows the one found needs', async () => {
    const { counts } = resultOf(await run({ columns: pair, protected: ['g'] }, selection), 'selectionRate', 'a');
    // With these groups' own numbers put in: statsmodels 0.15.0 samplesize_proportions_2indep_onetail(0.8 − 1/6, 1/6, 0.8, ratio 0.6) = 11.1451.
    expect(counts!['rowsNeeded']).toBe(12);
    expect(counts!['minimumDetectableGap']!).toBeGreaterThan(0.633);
  });

  it('reports small groups without testing them, and says why', async () => {
    const rows = columns([[40, 'a', '1', '1'], [40, 'b', '1', '0'], [3, 'c', '1', '1']]);
    const outcome = await run({ columns: rows, protected: ['g'] }, { ...selection, minimumGroupSize: 10 });
    const small = resultOf(outcome, 'selectionRate', 'c');
    expect(small.estimate.value).toBe(0.5);
    expect(small.test).toBeUndefined();
    expect(small.counts).not.toHaveProperty('rowsNeeded');
    expect(small.options).toMatchObject({ untestedBecause: 'not tested: the group has 3 rows, fewer than the minimum of 10' });
    expect(findingsOf(outcome)).toMatchObject({ tested: 2, untested: [{ statistic: 'selectionRate', group: 'c' }] });
  });

  it('has no gap where there is nothing to divide by', async () => {
    const noPositives = await run({ columns: columns([[4, 'a', '0', '1'], [3, 'a', '0', '0'], [5, 'b', '1', '1'], [2, 'b', '0', '0']]), protected: ['g'] });
    const [a, b] = ['a', 'b'].map((group) => resultOf(noPositives, 'truePositiveRate', group));
    expect(reasonOf(a!.estimate)).toMatch(/^in group "a" none of the 7 rows is among/);
    expect(reasonOf(b!.estimate)).toMatch(/^among all other rows none of the 7 rows is among/);
    expect([a!.test, b!.test]).toEqual([undefined, undefined]);
    const oneGroup = await run({ columns: columns([[4, 'a', '1', '1'], [3, 'a', '0', '0']]), protected: ['g'] }).catch((error: Error) => error);
    if (!(oneGroup instanceof Error)) expect(reasonOf(oneGroup.results[0]!.estimate)).toBe('g has only one group, and a gap needs two');
  });

  it('finds nothing where nobody or everybody is selected', async () => {
    for (const test of ['auto', 'fisher', 'z', 'permutation']) {
      const outcome = await run({ columns: columns([[9, 'a', '1', '0'], [7, 'b', '0', '0']]), protected: ['g'] }, { ...selection, test });
      expect(resultOf(outcome, 'selectionRate', 'a').estimate.value).toBe(0);
      expect(findingsOf(outcome).findings).toEqual([]);
    }
  });

  it('uses effective rows where rows are weighted, whatever test is asked for', async () => {
    const weighted = { ...pair, w: pair['g']!.map((_, i) => String(1 + (i % 3))) };
    const outcome = await run({ columns: weighted, protected: ['g'], grouping: { weight: 'w' }, kinds: { w: 'number' } }, { ...selection, test: 'fisher' });
    expect(resultOf(outcome, 'selectionRate', 'a').test!.name).toBe('pooledZOfEffectiveRows');
    expect(resultOf(outcome, 'selectionRate', 'a').counts).toMatchObject({ rows: 10, restRows: 6 });
    expect(outcome.results.every(({ estimate }) => estimate.value === null || Number.isFinite(estimate.value))).toBe(true);
  });

  it('does not depend on what groups are called, and permutations are addressed', async () => {
    const other = { ...pair, g: pair['g']!.map((value) => (value === 'a' ? 'z' : 'y')) };
    const [one, two] = [await run({ columns: pair, protected: ['g'] }), await run({ columns: other, protected: ['g'] })];
    expect(resultOf(two, 'selectionRate', 'z').test!.pValue).toBeCloseTo(resultOf(one, 'selectionRate', 'a').test!.pValue, 14);
    const permuted = { ...selection, test: 'permutation' };
    const again = [await run({ columns: pair, protected: ['g'] }, permuted), await run({ columns: pair, protected: ['g'], taskRows: 5 }, permuted)];
    expect(again[0]).toEqual(again[1]);
    // The exact permutation p-value is that of Fisher's tables, 280 of 8008.
    expect(resultOf(again[0]!, 'selectionRate', 'a').test!.pValue).toBeCloseTo(0.035, 2);
  });

  it('claims little where nothing differs', async () => {
    let claims = 0;
    for (let seed = 0; seed < 40; seed++) {
      const random = randomStream(seed);
      const draw = (name: string, values: string): string[] => Array.from({ length: 300 }, (_, i) => values[random.child(name).integer(i, values.length)]!);
      const outcome = await run({ columns: { g: draw('g', 'abcde'), h: draw('h', 'xyz'), label: draw('label', '01'), prediction: draw('prediction', '01') }, protected: ['g', 'h'] });
      claims += findingsOf(outcome).findings.length > 0 ? 1 : 0;
    }
    // Holm allows 5 % of 40 samples one claim or more: 6 or more would have a chance of 1 %.
    expect(claims).toBeLessThanOrEqual(5);
  });

  it('refuses rates that are not tested, and the same one twice', async () => {
    await expect(run({ columns: pair, protected: ['g'] }, { statistics: [] })).rejects.toThrow();
    await expect(run({ columns: pair, protected: ['g'] }, { statistics: ['selectionRate', 'selectionRate'] })).rejects.toThrow('once');
    await expect(run({ columns: pair, protected: ['g'] }, { statistics: ['luck'] })).rejects.toThrow();
  });
});
