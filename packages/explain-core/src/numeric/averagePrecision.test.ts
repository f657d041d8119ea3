import { expect, it } from '@jest/globals';
import { doubledWeights, randomRows, repeated, twelve, twelveTable } from '../../test/scoredRows.js';
import { randomStream } from '../random/stream.js';
import { averagePrecision, averagePrecisionBounds } from './averagePrecision.js';
import { tabulateScores } from './tabulateScores.js';
import { varianceDegrees } from './varianceDegrees.js';

// scikit-learn 1.9.1, average_precision_score.
it('is that of scikit-learn, with and without weights', () => {
  expect(averagePrecision(twelveTable)!.value).toBeCloseTo(0.9027777777777778, 15);
  expect(averagePrecision(tabulateScores(twelve.scores, twelve.labels, twelve.weights))!.value).toBeCloseTo(0.9014928625912606, 14);
});

it('takes a weight for so many rows', () => {
  expect(averagePrecision(doubledWeights)).toEqual(averagePrecision(repeated()));
});

it('has the variance of the jackknife and its degrees of freedom, found here by leaving out row after row', () => {
  for (let seed = 0; seed < 5; seed++) {
    const { scores, labels } = randomRows(randomStream(seed), 60);
    const values = scores.map((_, row) => averagePrecision(tabulateScores(scores, labels, scores.map((_score, i) => (i === row ? 0 : 1))))!.value);
    const mean = values.reduce((sum, value) => sum + value, 0) / 60;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const found = averagePrecision(tabulateScores(scores, labels))!;
    expect(found.variance).toBeCloseTo(variance, 14);
    expect(found.degrees).toBeCloseTo(varianceDegrees(60, variance, values.reduce((sum, value) => sum + (value - mean) ** 4, 0)), 8);
  }
});

it('passes over scores that no labelled row of any weight has', () => {
  const table = { scores: Float64Array.of(0, 1, 1.5, 2, 3), positives: Float64Array.of(0, 1, 0, 2, 0), negatives: Float64Array.of(0, 2, 0, 1, 0) };
  const without = { scores: Float64Array.of(1, 2), positives: Float64Array.of(1, 2), negatives: Float64Array.of(2, 1) };
  const { leftOut, ...found } = averagePrecision(table)!;
  const { leftOut: ofThose, ...expected } = averagePrecision(without)!;
  expect(found).toEqual(expected);
  for (const kind of ['ofPositive', 'ofNegative'] as const) expect([1, 3].map((i) => leftOut![kind][i])).toEqual([...ofThose![kind]]);
});

it('has bounds around a middle above 0, however little a row weighs', () => {
  // As rows that belong together leave it: few effective rows, each a fraction.
  for (const weight of [0.05, 0.3, 0.52, 0.7, 1]) {
    const column = (...counts: number[]): Float64Array => Float64Array.from(counts, (count) => count * weight);
    const table = { scores: Float64Array.of(0, 1, 2, 3, 4, 5, 6), positives: column(1, 1, 0, 0, 0, 0, 0), negatives: column(0, 0, 1, 3, 1, 1, 1) };
    const { lower, upper } = averagePrecisionBounds(averagePrecision(table)!, 1.959963984540054);
    expect(lower).toBeGreaterThanOrEqual(0);
    expect(upper).toBeGreaterThan(lower);
    expect(upper).toBeLessThanOrEqual(1);
  }
});

it('of a constant score is the share of positives', () => {
  const { value, variance } = averagePrecision(tabulateScores([3, 3, 3, 3], [1, 0, 0, 0]))!;
  expect(value).toBe(0.25);
  expect(variance).toBeNull();
});

it('has answers for one class only', () => {
  expect(averagePrecision(tabulateScores([1, 2], [1, 1]))).toEqual({ value: 1, bias: 0, variance: 0, degrees: 1, leftOut: expect.anything(), positives: 2, negatives: 0 });
  expect(averagePrecision(tabulateScores([1, 2], [0, 0]))).toBeNull();
  expect(averagePrecision(tabulateScores([], []))).toBeNull();
});

it('has bounds on the scale of the logit, by hand', () => {
  // Eight rows of one score, two positive: value ¼; without one it is 1/7 twice and 2/7 six times, mean ¼. κ = 8 (2 · 3⁴ + 6) ÷ (2 · 3² + 6)² = 7/3: 7 degrees of freedom at most, and one for two positives; of 7/8 the t is 17.91152 (scipy 1.17.1).
  const found = averagePrecision(tabulateScores([3, 3, 3, 3, 3, 3, 3, 3], [1, 1, 0, 0, 0, 0, 0, 0]))!;
  const { lower, upper } = averagePrecisionBounds(found, 1.959963984540054);
  const middle = Math.log((0.25 - 6 / 64) / (0.75 + 6 / 64)); // less its bias, FP/(TP + FP)² = 6/64
  const half = (17.911516395682966 * Math.sqrt(2 * (1 / 4 - 1 / 7) ** 2 + 6 * (2 / 7 - 1 / 4) ** 2)) / 0.1875;
  expect(Math.log(upper / (1 - upper))).toBeCloseTo(middle + half, 6);
  expect(Math.log(lower / (1 - lower))).toBeCloseTo(middle - half, 6);
});

it('has few degrees of freedom where one row makes the variance, by hand', () => {
  // A negative above twenty positives of one score: 20/21; without the negative 1, without a positive 19/20, mean 20/21. Σd² = (1/21)² + 20/420² = 1/420,
  // κ = 21 · 420² ((1/21)⁴ + 20/420⁴) = 19.05; 42 ÷ 18.05 degrees, and 19 for twenty positives: of 1 ÷ (18.05/42 + 1/19) the t is 4.1606745020248574 (scipy 1.17.1).
  const found = averagePrecision(tabulateScores([2, ...new Array<number>(20).fill(1)], [0, ...new Array<number>(20).fill(1)]))!;
  expect(found).toMatchObject({ value: expect.closeTo(20 / 21, 14), variance: expect.closeTo(1 / 420, 14), degrees: expect.closeTo(42 / 18.05, 10) });
  const { lower, upper } = averagePrecisionBounds(found, 1.959963984540054);
  const middle = Math.log(419 / 22); // of 20/21 − 1/441
  const half = (4.1606745020248574 * Math.sqrt(1 / 420)) / (20 / 441);
  expect(Math.log(upper / (1 - upper))).toBeCloseTo(middle + half, 6);
  expect(Math.log(lower / (1 - lower))).toBeCloseTo(middle - half, 6);
});

it('has bounds of a width where everything is in order, and where one row says all', () => {
  const ten = [...new Array<number>(10).fill(1), ...new Array<number>(14).fill(0)];
  expect(averagePrecisionBounds(averagePrecision(tabulateScores(ten, ten))!, 1.959963984540054)).toEqual({ lower: expect.closeTo(0.6915028921812392, 12), upper: 1 });
  expect(averagePrecisionBounds(averagePrecision(tabulateScores([1, 2], [1, 0]))!, 1.959963984540054)).toEqual({ lower: 0, upper: 1 });
});
