import { describe, expect, it } from '@jest/globals';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { fairlearnSeventyOne } from '../../test/fairlearnSeventyOne.js';
import { counted, reasonOf, runFairness, type FairnessCase } from '../../test/fairnessFixture.js';
import type { JsonObject } from '../json.js';
import type { Result } from '../method/result.js';
import { koopmanRatio } from '../numeric/koopman.js';
import { newcombeDifference } from '../numeric/newcombe.js';

const asked = async (given: FairnessCase, options: JsonObject): Promise<Result[]> => [...(await runFairness({ ...given, methods: [{ method: 'disparities', options }] })).results];
const to = (statistic: string, aggregation: string, comparison: string, more: JsonObject = {}): JsonObject => ({ statistics: [statistic], aggregations: [aggregation], comparisons: [comparison], ...more });
const intervalOf = ({ estimate }: Result): { lower: number; upper: number; method: string } => (estimate as { interval: { lower: number; upper: number; method: string } }).interval;

describe('disparities', () => {
  it('gives one result for each statistic, aggregation and comparison, named in its options', async () => {
    const results = await asked(fairlearnGuide, { statistics: ['selectionRate', 'f1Score'] });
    const kinds = results.map(({ options, group }) => [options['statistic'], options['comparison'], options['aggregation'], group].join(' '));
    const of = (statistic: string): string[] => [
      ...['difference', 'ratio', 'groupMinimum', 'groupMaximum'].map((aggregation) => `${statistic} betweenGroups ${aggregation} `),
      ...['difference', 'ratio'].flatMap((aggregation) => ['a', 'b'].map((group) => `${statistic} toReference ${aggregation} ${group}`)),
      ...['difference', 'ratio'].flatMap((aggregation) => ['a', 'b', 'c', ''].map((group) => `${statistic} toOverall ${aggregation} ${group}`)),
    ];
    expect(kinds).toEqual([...of('selectionRate'), ...of('f1Score')]);
  });

  // fairlearn 0.15.0, MetricFrame(...).difference(method='to_overall') and .ratio(method='to_overall'), group_min(), group_max().
  it.each([
    ['selectionRate', 'g_1', 0.037826961770623724, 0.9432367149758455, 0.6111111111111112, 0.6857142857142857],
    ['selectionRate', 'g_2', 0.019315895372233438, 0.9701863354037267, 0.6285714285714286, 0.6666666666666666],
    ['selectionRate', 'group', 0.19444444444444442, 0.7407407407407408, 0.5, 0.75],
    ['truePositiveRate', 'g_1', 0.051515151515151514, 0.9297520661157025, 0.6818181818181818, 0.782608695652174],
    ['truePositiveRate', 'g_2', 0.039393939393939426, 0.9486166007905139, 0.6956521739130435, 0.7727272727272727],
    ['truePositiveRate', 'group', 0.09999999999999998, 0.8, 0.4, 0.6],
    ['falsePositiveRate', 'g_1', 0.0, 1.0, 0.5, 0.5],
    ['falsePositiveRate', 'g_2', 0.11538461538461542, 0.7692307692307693, 0.38461538461538464, 0.6153846153846154],
    ['falsePositiveRate', 'group', 0.6666666666666666, 0.0, 0.0, 1.0],
    ['precision', 'g_1', 0.035573122529644285, 0.9504132231404958, 0.6818181818181818, 0.75],
    ['precision', 'g_2', 0.055335968379446654, 0.9283887468030689, 0.6666666666666666, 0.7727272727272727],
    ['precision', 'group', 0.4, 0.5555555555555556, 0.3333333333333333, 1.0],
    ['accuracy', 'g_1', 0.037826961770623724, 0.9432367149758455, 0.6111111111111112, 0.6857142857142857],
    ['accuracy', 'g_2', 0.0663983903420523, 0.9003623188405797, 0.5833333333333334, 0.7142857142857143],
    ['accuracy', 'group', 0.2222222222222222, 0.5625, 0.25, 0.6666666666666666],
  ] as const)("gives Fairlearn's answers for %s of %s", async (statistic, attribute, difference, ratio, smallest, largest) => {
    const given = attribute === 'group' ? fairlearnGuide : { ...fairlearnSeventyOne, protected: [attribute] };
    const results = await asked(given, { statistics: [statistic] });
    const farthest = (aggregation: string): number | null => results.find(({ group, options }) => group === undefined && options['comparison'] === 'toOverall' && options['aggregation'] === aggregation)!.estimate.value;
    const extreme = (aggregation: string): number | null => results.find(({ options }) => options['aggregation'] === aggregation)!.estimate.value;
    expect(farthest('difference')).toBeCloseTo(difference, 14);
    expect(farthest('ratio')).toBeCloseTo(ratio, 14);
    expect(extreme('groupMinimum')).toBeCloseTo(smallest, 14);
    expect(extreme('groupMaximum')).toBeCloseTo(largest, 14);
  });

  it.each([
    ['f1Score', 'g_1', 0.043456543456543484, 0.9400826446280991, 0.6818181818181818, 0.7659574468085106],
    ['balancedAccuracy', 'g_1', 0.025757575757575868, 0.958230958230958, 0.5909090909090908, 0.6413043478260869],
  ])('the same for %s of %s, with an interval from draws', async (statistic, attribute, difference, ratio, smallest, largest) => {
    const results = await asked({ ...fairlearnSeventyOne, protected: [attribute] }, { statistics: [statistic] });
    const overall = results.filter(({ options }) => options['comparison'] === 'toOverall');
    expect(overall.map(({ estimate, group }) => (group === undefined ? estimate.value : null)).filter((value) => value !== null)).toEqual([expect.closeTo(difference, 14), expect.closeTo(ratio, 14)]);
    for (const result of overall) expect(intervalOf(result).method).toMatch(result.group === undefined ? /^simultaneousBootstrap$/ : /^bootstrap|^bca/);
    expect(results.slice(2, 4).map(({ estimate }) => estimate.value)).toEqual([expect.closeTo(smallest, 14), expect.closeTo(largest, 14)]);
  });

  it('names a statistic that nobody has', async () => {
    await expect(asked(fairlearnGuide, { statistics: ['luck'] })).rejects.toThrow();
  });
});

describe('numbers made of scores', () => {
  const draws = Array.from({ length: 200 }, (_, i) => (i * 37) % 101);
  const given: FairnessCase = {
    columns: { g: draws.map((_, i) => (i % 3 === 0 ? 'x' : 'y')), label: draws.map((draw) => (draw > 40 ? '1' : '0')), prediction: draws.map((draw) => (draw > 50 ? '1' : '0')), score: draws.map((draw, i) => String(((draw + 13 * (i % 5)) % 101) / 100)) },
    protected: ['g'],
    score: 'score',
    kinds: { score: 'number' },
  };
  const all = ['meanScore', 'brierScore', 'logLoss', 'expectedCalibrationError', 'areaUnderRoc', 'averagePrecision'];

  it('are compared in every way, from the numbers of the groups', async () => {
    const results = await asked(given, { statistics: all, replicates: 100 });
    const numbers = await runFairness({ ...given, methods: all.map((method) => ({ method })) });
    for (const statistic of all) {
      const [x, y] = ['x', 'y'].map((group) => numbers.results.find((one) => one.method === statistic && one.group === group && one.options['measure'] !== 'bias')!.estimate.value!);
      const whole = numbers.results.find((one) => one.method === statistic && one.attribute === undefined)!.estimate.value!;
      const of = (comparison: string, aggregation: string, group?: string): number | null =>
        results.find(({ options, ...one }) => options['statistic'] === statistic && options['comparison'] === comparison && options['aggregation'] === aggregation && one.group === group)!.estimate.value;
      expect(of('betweenGroups', 'difference')).toBeCloseTo(Math.abs(x! - y!), 12);
      expect(of('toReference', 'difference', 'x')).toBeCloseTo(x! - y!, 12);
      expect(of('toReference', 'ratio', 'x')).toBeCloseTo(x! / y!, 12);
      expect(of('toOverall', 'difference', 'y')).toBeCloseTo(y! - whole, 12);
      expect(of('toOverall', 'ratio')).toBeCloseTo(Math.min(x! / whole, whole / x!, y! / whole, whole / y!), 12);
    }
  });

  it('say so where there are no scores, or they are no probabilities', async () => {
    for (const { estimate } of await asked({ ...given, score: undefined as unknown as string }, { statistics: ['areaUnderRoc'] })) expect(reasonOf(estimate)).toContain('there are no scores');
    const wide = { ...given, columns: { ...given.columns, score: given.columns['score']!.map((score) => String(10 * Number(score) - 5)) } };
    for (const { estimate } of await asked(wide, { statistics: ['brierScore'] })) expect(reasonOf(estimate)).toContain('no probabilities');
    for (const { options, estimate } of await asked(wide, { statistics: ['meanScore'] })) if (options['aggregation'] === 'ratio') expect(reasonOf(estimate)).toContain('negative');
  });
});

describe('to all rows', () => {
  /** 30 of 80 in x, 10 of 20 in y: 40 of 100. */
  const given: FairnessCase = { columns: counted(['g', 'label', 'prediction'], [[30, 'x', '1', '1'], [50, 'x', '1', '0'], [10, 'y', '1', '1'], [10, 'y', '1', '0']]), protected: ['g'] };

  it('a difference is what the rest leaves of the difference to the rest', async () => {
    const [x, y, farthest] = await asked(given, to('selectionRate', 'difference', 'toOverall'));
    expect(x!.estimate).toMatchObject({ value: expect.closeTo(30 / 80 - 0.4, 15), n: 100 });
    const toRest = newcombeDifference({ successes: 30, n: 80 }, { successes: 10, n: 20 }, 0.95);
    expect(intervalOf(x!)).toMatchObject({ lower: expect.closeTo(0.2 * toRest.lower, 14), upper: expect.closeTo(0.2 * toRest.upper, 14), method: 'newcombe' });
    expect(y!.estimate.value).toBeCloseTo(0.1, 15);
    expect(intervalOf(y!).lower).toBeCloseTo(-0.8 * toRest.upper, 14);
    expect(x!.counts).toEqual({ numerator: 30, denominator: 80, overallNumerator: 40, overallDenominator: 100 });
    expect(farthest!.estimate).toMatchObject({ value: expect.closeTo(0.1, 15), interval: { lower: 0, method: 'newcombe' } });
    expect(farthest!.group).toBeUndefined();
  });

  it('a ratio follows from the ratio to the rest', async () => {
    const [x, , farthest] = await asked(given, to('selectionRate', 'ratio', 'toOverall'));
    const toRest = koopmanRatio({ successes: 30, n: 80 }, { successes: 10, n: 20 }, 0.95);
    const ofWhole = (phi: number): number => phi / (0.8 * phi + 0.2);
    expect(x!.estimate.value).toBeCloseTo(0.375 / 0.4, 15);
    expect(intervalOf(x!)).toMatchObject({ lower: expect.closeTo(ofWhole(toRest.lower), 13), upper: expect.closeTo(ofWhole(toRest.upper), 13), method: 'koopman' });
    expect(farthest!.estimate.value).toBeCloseTo(0.4 / 0.5, 15);
    expect(intervalOf(farthest!).upper).toBe(1);
  });

  it('has an answer where only one group, or nobody, is selected, and where all rows are in one group', async () => {
    const only = await asked({ columns: counted(['g', 'label', 'prediction'], [[5, 'x', '1', '1'], [5, 'x', '1', '0'], [30, 'y', '1', '0']]), protected: ['g'] }, to('selectionRate', 'ratio', 'toOverall'));
    // The rest has none: at most every selected row is of x, 40/10 of its share.
    expect(only[0]!.estimate).toMatchObject({ value: 4, interval: { upper: 4 } });
    expect(only[1]!.estimate).toMatchObject({ value: 0, interval: { lower: 0 } });
    expect(only[2]!.estimate).toMatchObject({ value: 0, interval: { lower: 0 } });
    const none = await asked({ columns: counted(['g', 'label', 'prediction'], [[5, 'x', '1', '0'], [30, 'y', '0', '0']]), protected: ['g'] }, to('selectionRate', 'ratio', 'toOverall'));
    for (const { estimate } of none) expect(reasonOf(estimate)).toBe('the selection rate of all rows is 0, so there is nothing to divide by');
    // Only x has negatives: y has no false positive rate, and x is all there is.
    const rows: FairnessCase = { columns: counted(['g', 'label', 'prediction'], [[2, 'x', '0', '1'], [3, 'x', '0', '0'], [4, 'y', '1', '1']]), protected: ['g'] };
    const [x, y, farthest] = await asked(rows, to('falsePositiveRate', 'difference', 'toOverall'));
    expect(x!.estimate).toEqual({ value: 0, n: 5, exact: 'all 5 that it is about are in this group' });
    expect(reasonOf(y!.estimate)).toContain('in group "y"');
    expect(reasonOf(farthest!.estimate)).toContain('in group "y"');
  });

  it('weighs groups by their weights', async () => {
    const columns = { ...given.columns, w: given.columns['g']!.map((g) => (g === 'y' ? '4' : '1')) };
    const [x] = await asked({ ...given, columns, kinds: { w: 'number' }, grouping: { weight: 'w' } }, to('selectionRate', 'difference', 'toOverall'));
    // (30 + 4 · 10) of (80 + 4 · 20).
    expect(x!.estimate.value).toBeCloseTo(30 / 80 - 70 / 160, 14);
    expect(intervalOf(x!).lower).toBeLessThan(x!.estimate.value!);
  });

  it('leaves out groups below the minimum size', async () => {
    const results = await asked(given, to('selectionRate', 'difference', 'toOverall', { minimumGroupSize: 50 }));
    expect(reasonOf(results[1]!.estimate)).toBe('group "y" has 20 rows, fewer than the minimum of 50');
    expect(results[2]!.estimate.value).toBeCloseTo(0.025, 15);
    expect(results[2]!.counts).toEqual({ groupsCompared: 1, groupsTooSmall: 1 });
  });
});
