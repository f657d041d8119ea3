import { describe, expect, it } from '@jest/globals';
import { doubledWeights, randomRows, repeated, twelveTable } from '../../test/scoredRows.js';
import { randomStream } from '../random/stream.js';
import { binOf, calibrationError, calibrationErrorBounds, reliabilityCurve } from './calibration.js';
import { meanScoreError } from './scoreMoments.js';
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
      const large = Math.abs(meanScoreError(table)!.mean);
      expect(calibrationError(reliabilityCurve(table, 1, z))!.expected).toBeCloseTo(large, 14);
      expect(calibrationError(reliabilityCurve(table, 9, z))!.expected).toBeGreaterThanOrEqual(large - 1e-14); // rounding of sums near 1
    }
  });

  it('has nothing to say without rows', () => {
    expect(calibrationError(reliabilityCurve(tabulateScores([], []), 10, z))).toBeNull();
  });
});

describe('calibrationErrorBounds', () => {
  it('by hand: one bin whose sign is known, then one whose is not', () => {
    // 100 rows at 0.5, 80 positive: D = −0.3, s² = max(0.25, 0.25 − 0.09)/100.
    const known = tabulateScores(new Array<number>(100).fill(0.5), Array.from({ length: 100 }, (_, i) => i < 80));
    expect(calibrationErrorBounds(known, 1, z)!.lower).toBeCloseTo(0.3 - z * 0.05, 12);
    expect(calibrationErrorBounds(known, 1, z)!.upper).toBeCloseTo(0.3 + z * 0.05, 12);
    // 52 positive: D = −0.02, s² = 0.25/100.
    const unknown = tabulateScores(new Array<number>(100).fill(0.5), Array.from({ length: 100 }, (_, i) => i < 52));
    expect(calibrationErrorBounds(unknown, 1, z)).toEqual({ lower: 0, upper: expect.closeTo(0.02 + z * 0.05, 12) });
  });

  it('leave open what so many rows may not have shown, where all were as certain as right, or as wrong', () => {
    // 60 rows alike: at least a share 0.025^(1/60) = 0.94038… of all is, so an error of up to 0.0596 may not have been seen.
    const open = 1 - 0.025 ** (1 / 60);
    const right = Array.from({ length: 60 }, (_, i) => i % 3 > 0);
    for (const sure of [0, 1e-6]) {
      const { lower, upper } = calibrationErrorBounds(tabulateScores(right.map((is) => (is ? 1 - sure : sure)), right), 10, z)!;
      expect(lower).toBe(0);
      expect(upper).toBeCloseTo(open, sure === 0 ? 9 : 3);
    }
    const wrong = tabulateScores(new Array<number>(60).fill(1), new Array<boolean>(60).fill(false));
    expect(calibrationErrorBounds(wrong, 10, z)).toEqual({ lower: expect.closeTo(1 - open, 9), upper: 1 });
  });

  it('hold the value, and shrink with the rows', () => {
    for (const rows of [20, 200, 2000]) {
      const { scores, labels } = randomRows(randomStream(rows), rows);
      const table = tabulateScores(scores, labels);
      const { lower, upper } = calibrationErrorBounds(table, 10, z)!;
      const { expected } = calibrationError(reliabilityCurve(table, 10, z))!;
      expect(lower).toBeLessThanOrEqual(expected);
      expect(upper).toBeGreaterThanOrEqual(expected);
      expect(upper - lower).toBeLessThan(8 / Math.sqrt(rows));
    }
  });

  it('are none without rows', () => {
    expect(calibrationErrorBounds(tabulateScores([], []), 10, z)).toBeNull();
  });
});
