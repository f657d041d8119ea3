import { expect, it } from '@jest/globals';
import { classTotals, tabulateScores } from './tabulateScores.js';

it('counts rows by distinct score, ascending', () => {
  expect(tabulateScores([0.5, 0.2, 0.5, 0.5], [1, 0, 0, 1])).toEqual({
    scores: Float64Array.of(0.2, 0.5),
    positives: Float64Array.of(0, 2),
    negatives: Float64Array.of(1, 1),
  });
});

it('adds weights, and leaves out rows of weight 0', () => {
  const table = tabulateScores([3, 1, 3], [true, false, true], [0.5, 0, 2]);
  expect(table).toEqual({ scores: Float64Array.of(3), positives: Float64Array.of(2.5), negatives: Float64Array.of(0) });
  expect(classTotals(table)).toEqual({ positives: 2.5, negatives: 0 });
});

it('takes −0 for 0', () => {
  expect(tabulateScores([-0, 0], [1, 0]).scores).toEqual(Float64Array.of(0));
});

it('refuses what is no score and no weight', () => {
  expect(() => tabulateScores([Number.NaN], [1])).toThrow('a score must be a finite number, got NaN in row 0');
  expect(() => tabulateScores([1, 2], [1, 0], [1, -1])).toThrow('a weight must be finite and not negative, got -1 in row 1');
  expect(() => tabulateScores([1], [1], [Infinity])).toThrow(RangeError);
});
