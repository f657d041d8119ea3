import { expect, it } from '@jest/globals';
import { doubledWeights, randomRows, repeated, twelve, twelveTable } from '../../test/scoredRows.js';
import { randomStream } from '../random/stream.js';
import { averagePrecision } from './averagePrecision.js';
import { tabulateScores } from './tabulateScores.js';

// scikit-learn 1.9.1, average_precision_score.
it('is that of scikit-learn, with and without weights', () => {
  expect(averagePrecision(twelveTable)!.value).toBeCloseTo(0.9027777777777778, 15);
  expect(averagePrecision(tabulateScores(twelve.scores, twelve.labels, twelve.weights))!.value).toBeCloseTo(0.9014928625912606, 14);
});

it('takes a weight for so many rows', () => {
  expect(averagePrecision(doubledWeights)).toEqual(averagePrecision(repeated()));
});

it('has the variance of its derivatives, found here by moving each row’s weight', () => {
  const { scores, labels } = randomRows(randomStream(3), 60);
  const value = (row: number, step: number): number => averagePrecision(tabulateScores(scores, labels, scores.map((_, i) => (i === row ? 1 + step : 1))))!.value;
  const step = 1e-4; // central differences: the error is of the order of its square
  const variance = scores.reduce((sum, _, row) => sum + ((value(row, step) - value(row, -step)) / (2 * step)) ** 2, 0);
  const exact = averagePrecision(tabulateScores(scores, labels))!.variance;
  expect(exact).toBeGreaterThan(1e-4);
  expect(Math.abs(exact / variance - 1)).toBeLessThan(1e-5);
});

it('of a constant score is the share of positives', () => {
  const { value, variance } = averagePrecision(tabulateScores([3, 3, 3, 3], [1, 0, 0, 0]))!;
  expect(value).toBe(0.25);
  // The share's own variance, p(1 − p)/n.
  expect(variance).toBeCloseTo((0.25 * 0.75) / 4, 15);
});

it('has answers for one class only', () => {
  expect(averagePrecision(tabulateScores([1, 2], [1, 1]))).toEqual({ value: 1, variance: 0, positives: 2, negatives: 0 });
  expect(averagePrecision(tabulateScores([1, 2], [0, 0]))).toBeNull();
  expect(averagePrecision(tabulateScores([], []))).toBeNull();
});
