import { describe, expect, it } from '@jest/globals';
import { counted, reasonOf, runFairness, type FairnessCase } from '../../test/fairnessFixture.js';
import type { JsonObject } from '../json.js';
import type { Outcome, Result } from '../method/result.js';
import { breslowDay } from '../numeric/breslowDay.js';
import { cochranMantelHaenszel, type Stratum } from '../numeric/cochranMantelHaenszel.js';

const run = (given: Omit<FairnessCase, 'methods'>, options: JsonObject): Promise<Outcome> => runFairness({ ...given, methods: [{ method: 'simpsonReversals', options }] });
const measureOf = ({ results }: Outcome, measure: string, group: string): Result => results.find((result) => result.options['measure'] === measure && result.group === group)!;

interface Strata {
  strataFound: number;
  compared: number;
  comparisons: { group: string; reversed: boolean; sentence?: string; strata: { stratum: string; gap: number; opposite: boolean; counts: Record<string, number> }[] }[];
}
const strataOf = ({ artifacts }: Outcome): Strata => artifacts.find(({ name }) => name === 'fairness/simpsonReversals/strata')!.body as unknown as Strata;

/** [stratum, group, selected, not selected] */
function applicants(cells: readonly (readonly [string | null, string, number, number])[]): FairnessCase['columns'] {
  return counted(['s', 'g', 'label', 'prediction'], cells.flatMap(([s, g, yes, no]) => [[yes, s, g, '1', '1'], [no, s, g, '0', '0']] as const));
}

/** R's UCBAdmissions; Bickel, Hammel, O'Connell 1975. */
const berkeley = applicants([
  ['A', 'male', 512, 313], ['A', 'female', 89, 19], ['B', 'male', 353, 207], ['B', 'female', 17, 8], ['C', 'male', 120, 205], ['C', 'female', 202, 391],
  ['D', 'male', 138, 279], ['D', 'female', 131, 244], ['E', 'male', 53, 138], ['E', 'female', 94, 299], ['F', 'male', 22, 351], ['F', 'female', 24, 317],
]);
const berkeleyStrata: Stratum[] = [[512, 825, 89, 108], [353, 560, 17, 25], [120, 325, 202, 593], [138, 417, 131, 375], [53, 191, 94, 393], [22, 373, 24, 341]].map(
  ([x1, n1, x2, n2]) => ({ first: { successes: x1!, n: n1! }, second: { successes: x2!, n: n2! } }),
);

/** Charig et al. 1986, BMJ 292, kidney stones, ten times over so that it cannot be chance: treatment a does better with small and with large stones, b over all. */
const stones = applicants([['small', 'a', 810, 60], ['small', 'b', 2340, 360], ['large', 'a', 1920, 710], ['large', 'b', 550, 250]]);

describe('simpsonReversals', () => {
  it('finds that the better treatment looks worse over all', async () => {
    const outcome = await run({ columns: stones, protected: ['g'] }, { strata: ['s'] });
    const [within, marginal] = [measureOf(outcome, 'gapWithinStrata', 'a'), measureOf(outcome, 'marginalGap', 'a')];
    expect(marginal.estimate.value).toBeCloseTo(273 / 350 - 289 / 350, 12);
    // Weights n1 n2 ÷ (n1 + n2): 870 · 2700/3570 and 2630 · 800/3430.
    const [small, large] = [(870 * 2700) / 3570, (2630 * 800) / 3430];
    expect(within.estimate.value).toBeCloseTo((small * (81 / 87 - 234 / 270) + large * (192 / 263 - 55 / 80)) / (small + large), 12);
    expect(within.counts).toEqual({ strata: 2, strataLeftOut: 0, rowsLeftOut: 0, strataOpposite: 2, reversed: 1 });
    const { comparisons, compared, strataFound } = strataOf(outcome);
    expect([compared, strataFound]).toEqual([2, 2]);
    expect(comparisons.map(({ group, reversed }) => [group, reversed])).toEqual([['a', true], ['b', true]]);
    expect(comparisons[0]!.sentence).toBe('Over all rows, g "a" is selected 4.6 percentage points less often than all others; within s, 5.4 points more often on average.');
    expect(comparisons[0]!.strata.map(({ stratum, opposite }) => [stratum, opposite])).toEqual([['small', true], ['large', true]]);
    expect(comparisons[0]!.strata[0]!.counts).toEqual({ numerator: 810, denominator: 870, restNumerator: 2340, restDenominator: 2700 });
  });

  it("tests Berkeley's departments as Cochran–Mantel–Haenszel and Breslow–Day do, and claims no reversal there", async () => {
    const outcome = await run({ columns: berkeley, protected: ['g'] }, { strata: ['s'] });
    // Known answers of both tests stand beside them in numeric.
    const expected = cochranMantelHaenszel(berkeleyStrata, 0.95)!;
    const homogeneity = breslowDay(berkeleyStrata)!;
    const [within, odds] = [measureOf(outcome, 'gapWithinStrata', 'male'), measureOf(outcome, 'commonOddsRatio', 'male')];
    expect(odds.estimate).toMatchObject({ value: expect.closeTo(expected.oddsRatio!, 12), n: 4526, interval: { method: 'robinsBreslowGreenland' } });
    const [chi, p] = [expected.uncorrected.statistic, expected.uncorrected.pValue];
    expect(within.test).toEqual({ name: 'cochranMantelHaenszel', statistic: expect.closeTo(chi, 9), pValue: expect.closeTo(p, 12), holm: expect.closeTo(p, 12), benjaminiHochberg: expect.closeTo(p, 12), benjaminiYekutieli: expect.closeTo(p, 12) });
    expect(odds.test).toMatchObject({ name: 'breslowDay', statistic: expect.closeTo(homogeneity.statistic, 8), pValue: expect.closeTo(homogeneity.pValue, 12) });
    expect(measureOf(outcome, 'marginalGap', 'male').estimate.value).toBeCloseTo(1198 / 2691 - 557 / 1835, 12);
    // Only department A prefers women beyond doubt.
    expect(within.counts).toMatchObject({ strata: 6, strataOpposite: 1, reversed: 0 });
    expect(strataOf(outcome).comparisons[0]!.strata.map(({ stratum }) => stratum)).toEqual(['A']);
  });

  it('leaves out strata without the group, keeps missing as a stratum, and crosses columns', async () => {
    const columns = applicants([['x', 'a', 5, 5], ['x', 'b', 4, 6], ['y', 'b', 9, 1], [null, 'a', 2, 8], [null, 'b', 6, 4]]);
    const outcome = await run({ columns, protected: ['g'] }, { strata: ['s'] });
    expect(measureOf(outcome, 'gapWithinStrata', 'a').counts).toMatchObject({ strata: 2, strataLeftOut: 1, rowsLeftOut: 10 });
    expect(measureOf(outcome, 'gapWithinStrata', 'a').estimate).toMatchObject({ value: expect.closeTo(-0.15, 12), n: 40 });
    const second = columns['s']!.map((_, i) => (i % 2 === 0 ? 'even' : 'odd'));
    const crossed = await run({ columns: { ...columns, t: second }, protected: ['g'] }, { strata: ['s', 't'] });
    expect(strataOf(crossed).strataFound).toBe(6);
  });

  it('cuts numbers where it is told to', async () => {
    const columns = { ...stones, s: stones['s']!.map((size, i) => String((size === 'small' ? 1 : 3) + (i % 100) / 100)) };
    const outcome = await run({ columns, protected: ['g'], kinds: { s: 'number' } }, { strata: ['s'], cuts: { s: [2.5] } });
    expect(measureOf(outcome, 'gapWithinStrata', 'a').counts).toMatchObject({ strata: 2, reversed: 1 });
    expect(strataOf(outcome).comparisons[0]!.strata.map(({ stratum }) => stratum)).toEqual(['under 2.5', '2.5 and over']);
    await expect(run({ columns, protected: ['g'], kinds: { s: 'number' } }, { strata: ['s'] })).rejects.toThrow('Say where to cut it, such as cuts = { "s": [25, 45] }');
  });

  it('does not change by a bit with the cut of the rows', async () => {
    const whole = await run({ columns: berkeley, protected: ['g'] }, { strata: ['s'] });
    expect(await run({ columns: berkeley, protected: ['g'], taskRows: 700 }, { strata: ['s'] })).toEqual(whole);
  });

  it('says why it has no number', async () => {
    const none = await run({ columns: stones, protected: ['g'] }, {});
    expect(reasonOf(none.results[0]!.estimate)).toBe('no column was named to make strata of; name one or more under strata');
    const apart = await run({ columns: applicants([['x', 'a', 5, 5], ['y', 'b', 4, 6]]), protected: ['g'] }, { strata: ['s'] });
    expect(reasonOf(measureOf(apart, 'gapWithinStrata', 'a').estimate)).toBe('no stratum has members of "a" and others');
    expect(measureOf(apart, 'gapWithinStrata', 'a').test).toBeUndefined();
    expect(measureOf(apart, 'marginalGap', 'a').estimate.value).toBeCloseTo(0.1, 12);
    const alike = await run({ columns: applicants([['x', 'a', 5, 0], ['x', 'b', 4, 0]]), protected: ['g'] }, { strata: ['s'] });
    expect(reasonOf(measureOf(alike, 'commonOddsRatio', 'a').estimate)).toBe('in every stratum everybody is decided alike');
    expect(measureOf(alike, 'gapWithinStrata', 'a').estimate.value).toBe(0);
  });

  it('counts weighted rows as effective ones', async () => {
    const columns = { ...stones, w: stones['g']!.map((_, i) => String(1 + (i % 2))) };
    const weighted = await run({ columns, protected: ['g'], grouping: { weight: 'w' }, kinds: { w: 'number' } }, { strata: ['s'] });
    expect(measureOf(weighted, 'gapWithinStrata', 'a').counts).toMatchObject({ reversed: 1 });
  });

  it('lists no stratum where small groups are withheld: the marginal counts less those of the others would be the one that is small', async () => {
    const columns = applicants([['x', 'a', 80, 20], ['x', 'b', 320, 180], ['y', 'a', 60, 340], ['y', 'b', 5, 95], ['z', 'a', 3, 0], ['z', 'b', 40, 0]]);
    const shown = strataOf(await run({ columns, protected: ['g'] }, { strata: ['s'] })).comparisons[0]!;
    expect(shown.strata.map(({ stratum }) => stratum)).toEqual(expect.arrayContaining(['x', 'y', 'z']));
    const [hidden] = strataOf(await run({ columns, protected: ['g'], grouping: { withholdBelow: 10 } }, { strata: ['s'] })).comparisons;
    expect(hidden).toEqual({ ...shown, strata: [] });
  });

  it('compares the groups of one protected column within those of another, where that is asked for', async () => {
    const plain = await run({ columns: stones, protected: ['g'] }, { strata: ['s'] });
    const crossed = await run({ columns: stones, protected: ['s', 'g'] }, { strata: ['s'] });
    expect(crossed.results).toEqual(plain.results);
    expect(strataOf(crossed)).toEqual(strataOf(plain));
    await expect(run({ columns: { ...stones, n: stones['g']!.map((_, i) => String(i % 50)) }, kinds: { n: 'number' }, protected: ['n', 'g'], grouping: { cuts: { n: [20] } } }, { strata: ['n'], cuts: { n: [10] } })).rejects.toThrow('whose groups are those of the audit');
    const ofAges = await run({ columns: { ...stones, n: stones['g']!.map((_, i) => String(i % 50)) }, kinds: { n: 'number' }, protected: ['n', 'g'], grouping: { cuts: { n: [20] } } }, { strata: ['n'] });
    expect(new Set(ofAges.results.map(({ attribute }) => attribute))).toEqual(new Set(['g']));
    expect(measureOf(ofAges, 'gapWithinStrata', 'a').counts).toMatchObject({ strata: 2, rowsLeftOut: 0 });
  });

  it('refuses strata that are none', async () => {
    const bad = async (options: JsonObject, message: string): Promise<void> => await expect(run({ columns: stones, protected: ['g'] }, options)).rejects.toThrow(message);
    await bad({ strata: ['nothing'] }, 'There is no column "nothing" to make strata of');
    await bad({ strata: ['g'] }, 'Every protected column is among the strata');
    await bad({ strata: ['prediction'] }, '"prediction" holds the predictions');
    await bad({ strata: ['s', 's'] }, 'named twice');
    await bad({ strata: ['s'], cuts: { s: [1] } }, 'only numbers can be cut');
    await bad({ strata: ['s'], cuts: { t: [1] } }, 'not among the strata');
  });
});
