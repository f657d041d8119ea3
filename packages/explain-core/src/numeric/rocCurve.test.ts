import { expect, it } from '@jest/globals';
import { twelveTable } from '../../test/scoredRows.js';
import { rocCurve } from './rocCurve.js';
import { tabulateScores } from './tabulateScores.js';

it('has the corners of scikit-learn 1.9.1, roc_curve(drop_intermediate=False)', () => {
  const curve = rocCurve(twelveTable)!;
  expect([...curve.thresholds]).toEqual([Infinity, 1, 0.9, 0.8, 0.6, 0.4, 0.35, 0.3, 0.1, 0]);
  expect([...curve.falsePositiveRate]).toEqual([0, 0, 0, 0, 1 / 6, 2 / 6, 2 / 6, 4 / 6, 5 / 6, 1]);
  expect([...curve.truePositiveRate]).toEqual([0, 1 / 6, 2 / 6, 3 / 6, 5 / 6, 5 / 6, 1, 1, 1, 1]);
});

it('of a constant score is the diagonal', () => {
  expect(rocCurve(tabulateScores([7, 7, 7], [1, 0, 0]))).toEqual({
    thresholds: Float64Array.of(Infinity, 7),
    falsePositiveRate: Float64Array.of(0, 1),
    truePositiveRate: Float64Array.of(0, 1),
  });
});

it('needs both classes', () => {
  expect(rocCurve(tabulateScores([1, 2], [1, 1]))).toBeNull();
  expect(rocCurve(tabulateScores([1, 2], [0, 0]))).toBeNull();
  expect(rocCurve(tabulateScores([], []))).toBeNull();
});
