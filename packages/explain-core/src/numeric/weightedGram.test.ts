import { randomStream } from '../random/stream.js';
import { cholesky, choleskySolve } from './cholesky.js';
import { influences, leastSquares } from './leastSquares.js';
import { matrix } from './matrix.js';
import { MOST_COLUMNS, robustMeat, weightedGram, weightedGramByDistance } from './weightedGram.js';
import { robustMeatPlain, squaredDistancesPlain, weightedGramPlain, type Regression } from './weightedGramPlain.js';

function drawn(n: number, d: number) {
  const draws = randomStream(n + 31 * d);
  const columns = Array.from({ length: d }, (_, j) => Float64Array.from({ length: n }, (_, i) => draws.child(j).normal(i)));
  const weights = Float64Array.from({ length: n }, (_, i) => draws.child('weights').uniform(i));
  const answers = Float64Array.from({ length: n }, (_, i) => draws.child('answers').normal(i) + (columns[0]?.[i] ?? 0));
  return { columns, weights, answers, centers: columns.map((_, j) => 0.1 * j) };
}

/** Rows weigh the less the farther they are from the centres in all columns but the last. */
function expectByDistance(columns: readonly Float64Array[], centers: readonly number[], n: number): void {
  const d = Math.max(0, columns.length - 1);
  const weightOf = (squared: number): number => 1 / (1 + squared);
  const weights = new Float64Array(n);
  const gram = weightedGramByDistance(columns, d, centers, weightOf, weights);
  const expected = squaredDistancesPlain(columns.slice(0, d), centers, n).map(weightOf);
  expect(weights).toEqual(expected);
  expect(gram).toEqual(weightedGramPlain(columns, centers, expected));
}

function regressionOf(n: number, d: number, ridge: number): Regression {
  const { columns, weights, answers, centers } = drawn(n, d);
  const gram = weightedGramPlain(columns, centers, weights);
  for (let j = 0; j < d; j++) gram.values[j * d + j]! += ridge;
  const factor = cholesky(gram)!;
  const moment = columns.map((column, j) => column.reduce((sum, value, i) => sum + weights[i]! * (value - centers[j]!) * answers[i]!, 0));
  return { columns, centers, weights, answers, factor, coefficients: choleskySolve(factor, moment) };
}

it('are sums by hand', () => {
  // (1, 3), (2, 5) less (1, 3), weights 2 and 10: only the second row is left, (1, 2) of weight 10.
  const gram = weightedGram([Float64Array.of(1, 2), Float64Array.of(3, 5)], [1, 3], Float64Array.of(2, 10));
  expect([...gram.values]).toEqual([10, 20, 20, 40]);
});

it.each([
  [0, 3], [1, 1], [2, 0], [127, 2], [128, 4], [129, 5], [1023, 3], [1025, 7], [2500, 9],
])('of %i rows and %i columns have the bits of the plain sums', (n, d) => {
  const { columns, centers, weights } = drawn(n, d);
  expect(weightedGram(columns, centers, weights)).toEqual(weightedGramPlain(columns, centers, weights));
  expectByDistance(columns, centers, n);
});

it.each([
  [1, 1], [40, 3], [130, 4], [1030, 6],
])('what residuals of %i rows and %i columns add has the bits of the plain sums', (n, d) => {
  const regression = regressionOf(n, d, 1);
  expect(robustMeat(regression)).toEqual(robustMeatPlain(regression));
});

it('is nothing of an earlier call', () => {
  const small = drawn(5, 2);
  const before = weightedGram(small.columns, small.centers, small.weights);
  const large = drawn(300, 6);
  weightedGram(large.columns, large.centers, large.weights);
  expect(weightedGram(small.columns, small.centers, small.weights)).toEqual(before);
});

it('takes more columns than the kernel has room for', () => {
  const { columns, centers, weights } = drawn(3, MOST_COLUMNS + 1);
  expect(weightedGram(columns, centers, weights)).toEqual(weightedGramPlain(columns, centers, weights));
  expectByDistance(columns, centers, 3);
});

it('gives the errors that rows’ influences give', () => {
  const regression = regressionOf(60, 3, 0.5);
  const { columns, centers, weights, answers, factor } = regression;
  const rows = matrix(60, 3, Float64Array.from({ length: 180 }, (_, at) => columns[at % 3]![Math.floor(at / 3)]! - centers[at % 3]!));
  const fit = leastSquares(rows, answers, weights, 0.5)!;
  const influence = influences(rows, weights, fit).values;
  const { meat, left } = robustMeat(regression);
  for (let j = 0; j < 3; j++) {
    const column = choleskySolve(factor, Float64Array.from({ length: 3 }, (_, k) => Number(j === k)));
    let variance = 0;
    for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) variance += column[a]! * column[b]! * meat.values[3 * a + b]!;
    const expected = Array.from({ length: 60 }, (_, i) => influence[3 * i + j]! ** 2).reduce((a, b) => a + b);
    expect(variance / expected).toBeCloseTo(1, 12);
  }
  expect(left).toBeCloseTo(fit.residuals.reduce((sum, r, i) => sum + weights[i]! * r * r, 0), 10);
});
