import { randomStream } from '../random/stream.js';
import { bcaInterval, percentileInterval, type BootstrapInterval } from './bootstrap.js';
import type { Interval } from './estimate.js';

const intervalOf = (found: BootstrapInterval): Interval => {
  if (found.interval === null) throw new Error(found.because);
  return found.interval;
};

describe('the law schools of Efron and Tibshirani', () => {
  // Efron, Tibshirani 1993, table 3.1: LSAT and GPA of 15 schools.
  const lsat = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594];
  const gpa = [3.39, 3.3, 2.81, 3.03, 3.44, 3.07, 3.0, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96];
  const correlation = (rows: readonly number[]): number => {
    const mean = (values: readonly number[]): number => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
    const [x, y] = [mean(lsat), mean(gpa)];
    const product = (a: readonly number[], ma: number, b: readonly number[], mb: number): number => rows.reduce((sum, row) => sum + (a[row]! - ma) * (b[row]! - mb), 0);
    return product(lsat, x, gpa, y) / Math.sqrt(product(lsat, x, lsat, x) * product(gpa, y, gpa, y));
  };
  const rows = lsat.map((_, row) => row);
  // Resamples by a generator simple enough to be written again in Python: x ← (1103515245 x + 12345) mod 2^31, from 12345; row = ⌊15 x / 2^31⌋.
  let x = 12345;
  const replicates = Array.from({ length: 999 }, () =>
    correlation(
      rows.map(() => {
        x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff;
        return Math.floor((x / 2 ** 31) * 15);
      }),
    ),
  );
  const jackknife = { values: rows.map((out) => correlation(rows.filter((row) => row !== out))), weights: rows.map(() => 1) };

  // scipy 1.17.1, scipy.stats.bootstrap(..., paired=True, n_resamples=0, bootstrap_result=<these replicates>).
  it.each([
    ['percentile', 0.95, 0.4925980850371919, 0.9626902466086797],
    ['percentile', 0.9, 0.5420358888985713, 0.9480092616833391],
    ['BCa', 0.95, 0.33793867905281644, 0.9401209282791926],
    ['BCa', 0.9, 0.46472218960988054, 0.9271796694293917],
  ])('%s at %d is scipy’s', (method, level, lower, upper) => {
    expect(correlation(rows)).toBeCloseTo(0.776374491289407, 14);
    const found = intervalOf(method === 'BCa' ? bcaInterval(correlation(rows), replicates, jackknife, level) : percentileInterval(replicates, level));
    // Correlations are summed in another order there: 1e-15 of each, and as much of the position between two replicates times 999.
    expect(found.lower).toBeCloseTo(lower, 11);
    expect(found.upper).toBeCloseTo(upper, 11);
    expect(found).toMatchObject({ level, method: method === 'BCa' ? 'bootstrapBca' : 'bootstrapPercentile' });
  });

  it('turns round with the sign', () => {
    const there = intervalOf(bcaInterval(correlation(rows), replicates, jackknife, 0.95));
    const back = intervalOf(bcaInterval(-correlation(rows), replicates.map((one) => -one), { ...jackknife, values: jackknife.values.map((one) => -one) }, 0.95));
    expect(back.lower).toBeCloseTo(-there.upper, 12);
    expect(back.upper).toBeCloseTo(-there.lower, 12);
  });
});

const draws = Array.from({ length: 1000 }, (_, i) => randomStream(3).normal(i) ** 2);

it('a weight stands for as many rows', () => {
  const once = bcaInterval(1, draws, { values: [0.9, 0.9, 0.9, 1.2, 1.2, 0.4], weights: [1, 1, 1, 1, 1, 1] }, 0.9);
  const weighted = intervalOf(bcaInterval(1, draws, { values: [1.2, 0.4, 0.9, 7, null], weights: [2, 1, 3, 0, 0] }, 0.9));
  expect(weighted.method).toBe('bootstrapBca');
  expect(weighted.lower).toBeCloseTo(intervalOf(once).lower, 12);
  expect(weighted.upper).toBeCloseTo(intervalOf(once).upper, 12);
});

it('without bias and skewness is the percentile interval', () => {
  const symmetric = Array.from({ length: 201 }, (_, i) => i - 100);
  const found = intervalOf(bcaInterval(0, symmetric, { values: [1, 2, 3], weights: [5, 5, 5] }, 0.9));
  // The 5 % and 95 % quantiles of −100 … 100.
  expect(found.lower).toBeCloseTo(-90, 10);
  expect(found.upper).toBeCloseTo(90, 10);
  expect(found.method).toBe('bootstrapBca');
});

it('widens with the level', () => {
  const jackknife = { values: draws.slice(0, 50), weights: draws.slice(0, 50).map(() => 1) };
  const [narrow, wide] = [0.8, 0.99].map((level) => intervalOf(bcaInterval(1, draws, jackknife, level)));
  expect(wide!.lower).toBeLessThan(narrow!.lower);
  expect(wide!.upper).toBeGreaterThan(narrow!.upper);
});

describe('where the correction does not exist', () => {
  const even = { values: [1, 1, 1], weights: [1, 1, 1] };
  const plain = percentileInterval([1, 2, 3, 4, 5], 0.5);

  it('gives percentiles and says so', () => {
    expect(plain).toEqual({ interval: { lower: 2, upper: 4, level: 0.5, method: 'bootstrapPercentile' }, undefinedReplicates: 0 });
    expect(bcaInterval(0, [1, 2, 3, 4, 5], even, 0.5)).toEqual(plain);
    expect(bcaInterval(6, [1, 2, 3, 4, 5], even, 0.5)).toEqual(plain);
    expect(bcaInterval(3, [1, 2, 3, 4, 5], { values: [1, null], weights: [4, 1] }, 0.5)).toEqual(plain);
    // One row that decides everything: a is nearly −1/6; z0 = Φ⁻¹(1/5001) = −3.54, z = 4.42, and 1 − a (z0 − z) = −0.32.
    expect(bcaInterval(0.5, [0, ...new Array<number>(5000).fill(1)], { values: [1, 9], weights: [1000, 1] }, 0.999_99)).toMatchObject({ interval: { method: 'bootstrapPercentile' } });
  });

  it('a jackknife without spread is no acceleration, rounding aside', () => {
    const exact = bcaInterval(3, [1, 2, 3, 4, 5], even, 0.5);
    expect(bcaInterval(3, [1, 2, 3, 4, 5], { values: [0.1 + 0.2, 0.3], weights: [1, 1] }, 0.5)).toEqual(exact);
    expect(exact).toMatchObject({ interval: { method: 'bootstrapBca' } });
  });

  it('replicates that all equal the number give no width', () => {
    expect(bcaInterval(2, [2, 2, 2], even, 0.95)).toMatchObject({ interval: { lower: 2, upper: 2 } });
    expect(bcaInterval(1, [2, 2, 2], even, 0.95)).toMatchObject({ interval: { lower: 2, upper: 2, method: 'bootstrapPercentile' } });
    expect(percentileInterval([2], 0.95)).toMatchObject({ interval: { lower: 2, upper: 2 } });
  });
});

it('passes over a few undefined replicates, and refuses many', () => {
  const few = [null, ...new Array<number>(19).fill(1)];
  expect(percentileInterval(few, 0.95)).toMatchObject({ interval: { lower: 1, upper: 1 }, undefinedReplicates: 1 });
  expect(percentileInterval([null, null, ...few], 0.95)).toEqual({ interval: null, undefinedReplicates: 3, because: 'it is undefined in 3 of 22 samples drawn anew, more than 5 %' });
  expect(bcaInterval(1, [null, null, ...few], { values: [1], weights: [1] }, 0.95)).toMatchObject({ interval: null, undefinedReplicates: 3 });
  expect(percentileInterval([null, null], 0.95)).toMatchObject({ interval: null, because: 'it is undefined in all 2 samples drawn anew' });
  expect(percentileInterval([], 0.95)).toEqual({ interval: null, undefinedReplicates: 0, because: 'there are no replicates' });
  expect(bcaInterval(1, [], { values: [], weights: [] }, 0.95)).toMatchObject({ interval: null });
});

it('refuses what is no number', () => {
  expect(() => percentileInterval([1, Number.NaN], 0.95)).toThrow('got NaN');
  expect(() => percentileInterval([1, Infinity], 0.95)).toThrow(RangeError);
  expect(() => percentileInterval([1], 1)).toThrow(RangeError);
  expect(() => bcaInterval(1, [0, 1, 2], { values: [Number.NaN], weights: [1] }, 0.95)).toThrow(RangeError);
  expect(() => bcaInterval(1, [0, 1, 2], { values: [1], weights: [-1] }, 0.95)).toThrow(RangeError);
});
