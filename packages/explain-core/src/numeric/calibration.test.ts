import { describe, expect, it } from '@jest/globals';
import { doubledWeights, randomRows, repeated, twelveTable } from '../../test/scoredRows.js';
import { randomStream } from '../random/stream.js';
import { binOf, calibrationError, reliabilityCurve } from './calibration.js';
import { scoreError, scoreMoments } from './scoreMoments.js';
import { tabulateScores } from './tabulateScores.js';
import { wilson } from './wilson.js';

const z = 1.959963984540054;

describe('reliabilityCurve', () => {
  it('is that of scikit-learn 1.9.1, calibration_curve(n_bins=5, strategy="uniform")', () => {
    const curve = reliabilityCurve(twelveTable, 5, z);
    const rates = [0, 0.25, 0.6666666666666666, 1, 1];
    const scores = [0.05, 0.3375, 0.6, 0.8, 0.95];
    curve.forEach((bin, i) => {
      expect(bin.observedRate).toBeCloseTo(rates[i]!, 15);
      expect(bin.meanScore).toBeCloseTo(scores[i]!, 15);
      expect(bin).toMatchObject({ from: i / 5, to: (i + 1) / 5 });
    });
    expect(curve.map(({ n }) => n)).toEqual([2, 4, 3, 1, 2]);
    const { lower, upper } = wilson(1, 4, 0.95);
    expect(curve[1]).toMatchObject({ lower: expect.closeTo(lower, 15), upper: expect.closeTo(upper, 15) });
  });

  it('leaves a bin without rows empty', () => {
    expect(reliabilityCurve(tabulateScores([0.9], [1]), 2, z)[0]).toEqual({ from: 0, to: 0.5, n: 0, positives: 0, meanScore: null, observedRate: null, lower: null, upper: null });
  });

  it('gives less than a row’s weight a rate without an interval', () => {
    expect(reliabilityCurve(tabulateScores([0.9], [1], [0.25]), 1, z)[0]).toMatchObject({ n: 0.25, observedRate: 1, lower: null, upper: null });
  });

  it('refuses what is no probability', () => {
    expect(() => reliabilityCurve(tabulateScores([1.5], [1]), 10, z)).toThrow('calibration is about probabilities, got a score of 1.5');
  });
});

it('closes bins on the right, and the first on both sides', () => {
  expect([0, 0.1, 0.3, 0.30000000000000004, 0.7, 1].map((score) => binOf(score, 10))).toEqual([0, 0, 2, 3, 6, 9]);
  for (const bins of [1, 3, 7, 10, 15, 64, 1000]) {
    for (let edge = 1; edge < bins; edge++) expect(binOf(edge / bins, bins)).toBe(edge - 1);
  }
});

describe('calibrationError', () => {
  it('is the gap of the bins by hand', () => {
    // |0.05 − 0| 2/12, |0.3375 − 0.25| 4/12, |0.6 − 2/3| 3/12, |0.8 − 1| 1/12, |0.95 − 1| 2/12.
    expect(calibrationError(reliabilityCurve(twelveTable, 5, z))).toEqual({
      expected: expect.closeTo((0.05 * 2 + 0.0875 * 4 + 0.2 + 0.2 + 0.05 * 2) / 12, 15),
      maximum: expect.closeTo(0.2, 15),
      n: 12,
      binsWithRows: 5,
    });
  });

  it('takes a weight for so many rows', () => {
    const [one, other] = [doubledWeights, repeated()].map((table) => calibrationError(reliabilityCurve(table, 7, z))!);
    expect(one!.expected).toBeCloseTo(other!.expected, 15);
  });

  it('is at least the calibration in the large, and equals it in one bin', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { scores, labels } = randomRows(randomStream(seed), 50);
      const table = tabulateScores(scores, labels);
      const large = Math.abs(scoreMoments(table, scoreError)!.mean);
      expect(calibrationError(reliabilityCurve(table, 1, z))!.expected).toBeCloseTo(large, 14);
      expect(calibrationError(reliabilityCurve(table, 9, z))!.expected).toBeGreaterThanOrEqual(large - 1e-14); // rounding of sums near 1
    }
  });

  it('has nothing to say without rows', () => {
    expect(calibrationError(reliabilityCurve(tabulateScores([], []), 10, z))).toBeNull();
  });
});
