import { describe, expect, it } from '@jest/globals';
import { breslowDay } from './breslowDay.js';
import { cochranMantelHaenszel, type Stratum } from './cochranMantelHaenszel.js';
import { pooledZ } from './pooledZ.js';

const strata = (tables: readonly (readonly [number, number, number, number])[]): Stratum[] =>
  tables.map(([a, b, c, d]) => ({ first: { successes: a, n: a + b }, second: { successes: c, n: c + d } }));

/** Admission to Berkeley in six departments: men admitted, rejected, women admitted, rejected (R's UCBAdmissions; Bickel, Hammel, O'Connell 1975). */
const berkeley = strata([[512, 313, 89, 19], [353, 207, 17, 8], [120, 205, 202, 391], [138, 279, 131, 244], [53, 138, 94, 299], [22, 351, 24, 317]]);

describe('cochranMantelHaenszel', () => {
  it('gives what R prints for Berkeley', () => {
    // ?mantelhaen.test: "Mantel-Haenszel X-squared = 1.4269, df = 1, p-value = 0.2323 … 0.7719074 1.0603298 … common odds ratio 0.9046968"
    const found = cochranMantelHaenszel(berkeley, 0.95)!;
    expect(found.corrected.statistic).toBeCloseTo(1.4269, 4);
    expect(found.corrected.pValue).toBeCloseTo(0.2323, 4);
    expect(found.oddsRatio).toBeCloseTo(0.9046968, 7);
    expect(found.oddsRatioInterval).toEqual({ lower: expect.closeTo(0.7719074, 7), upper: expect.closeTo(1.0603298, 7), level: 0.95, method: 'robinsBreslowGreenland' });
    // statsmodels 0.15.0 StratifiedTable.test_null_odds()
    expect(found.uncorrected.statistic).toBeCloseTo(1.5246066604434356, 10);
    expect(found.uncorrected.pValue).toBeCloseTo(0.21692369705551817, 12);
    expect(found).toMatchObject({ informative: 6, uninformative: 0 });
  });

  it('counts strata with a zero margin and takes nothing from them', () => {
    const more = [...berkeley, ...strata([[0, 0, 3, 4], [2, 5, 0, 0], [0, 7, 0, 2], [3, 0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 0]])];
    expect(cochranMantelHaenszel(more, 0.95)).toEqual({ ...cochranMantelHaenszel(berkeley, 0.95)!, uninformative: 6 });
    expect(breslowDay(more)).toEqual(breslowDay(berkeley));
    expect(cochranMantelHaenszel(more.slice(6), 0.95)).toBeNull();
    expect(cochranMantelHaenszel([], 0.95)).toBeNull();
  });

  it('of one stratum is the pooled z test but for N ÷ (N − 1), with the odds ratio of its table', () => {
    const [one] = strata([[12, 30, 25, 19]]);
    const found = cochranMantelHaenszel([one!], 0.9)!;
    expect((found.uncorrected.statistic * 86) / 85).toBeCloseTo(pooledZ(one!.first, one!.second)!.statistic ** 2, 12);
    expect(found.oddsRatio).toBeCloseTo((12 * 19) / (30 * 25), 14);
    // Woolf's variance of one log odds ratio.
    const se = Math.sqrt(1 / 12 + 1 / 30 + 1 / 25 + 1 / 19);
    expect(Math.log(found.oddsRatioInterval!.upper / found.oddsRatio!)).toBeCloseTo(1.6448536269514722 * se, 12);
  });

  it('inverts when the groups change places', () => {
    const back = cochranMantelHaenszel(berkeley.map(({ first, second }) => ({ first: second, second: first })), 0.95)!;
    const there = cochranMantelHaenszel(berkeley, 0.95)!;
    expect(back.oddsRatio! * there.oddsRatio!).toBeCloseTo(1, 14);
    expect(back.corrected.statistic).toBeCloseTo(there.corrected.statistic, 12);
  });

  it('has no odds ratio that is infinite, and none of doubt where it is 0', () => {
    expect(cochranMantelHaenszel(strata([[5, 0, 2, 3]]), 0.95)).toMatchObject({ oddsRatio: null, oddsRatioInterval: null });
    expect(cochranMantelHaenszel(strata([[0, 5, 2, 3]]), 0.95)).toMatchObject({ oddsRatio: 0, oddsRatioInterval: null });
  });

  it('takes no more off for continuity than there is', () => {
    const found = cochranMantelHaenszel(strata([[3, 4, 4, 5]]), 0.95)!;
    expect(found.corrected).toEqual(found.uncorrected);
  });

  it('refuses what is no count', () => {
    expect(() => cochranMantelHaenszel([{ first: { successes: 3, n: 2 }, second: { successes: 1, n: 2 } }], 0.95)).toThrow(RangeError);
    expect(() => cochranMantelHaenszel([{ first: { successes: NaN, n: 2 }, second: { successes: 1, n: 2 } }], 0.95)).toThrow(RangeError);
  });
});

describe('breslowDay', () => {
  it('finds that the departments differ', () => {
    // statsmodels 0.15.0 StratifiedTable.test_equal_odds(adjust=True); by Woolf's test p = 0.003 (R's ?mantelhaen.test).
    expect(breslowDay(berkeley)).toEqual({ statistic: expect.closeTo(18.82550125205323, 9), pValue: expect.closeTo(0.0020714013978808676, 12), degrees: 5 });
    // A table whose expected count is the other root: a common odds ratio far below 1.
    expect(breslowDay(strata([[2, 40, 30, 9], [1, 25, 40, 8], [5, 30, 12, 20]]))).toEqual({ statistic: expect.closeTo(13.954940542679843, 9), pValue: expect.closeTo(0.0009326595971426155, 11), degrees: 2 });
  });

  it('is 0 where all odds ratios are equal, and does not depend on which group is first', () => {
    expect(breslowDay(strata([[2, 4, 3, 3], [20, 40, 30, 30]]))!.statistic).toBeCloseTo(0, 12);
    const swapped = breslowDay(berkeley.map(({ first, second }) => ({ first: second, second: first })))!;
    expect(swapped.statistic).toBeCloseTo(breslowDay(berkeley)!.statistic, 9);
  });

  it('has nothing to compare in one stratum or around an odds ratio of 0 or infinity', () => {
    expect(breslowDay(berkeley.slice(0, 1))).toBeNull();
    expect(breslowDay(strata([[5, 0, 2, 3], [4, 0, 2, 2]]))).toBeNull();
    expect(breslowDay(strata([[0, 5, 2, 3], [0, 4, 2, 2]]))).toBeNull();
    expect(breslowDay([])).toBeNull();
  });
});
