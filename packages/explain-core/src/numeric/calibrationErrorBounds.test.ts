import { describe, expect, it } from '@jest/globals';
import { randomRows } from '../../test/scoredRows.js';
import { randomStream } from '../random/stream.js';
import { calibrationError, reliabilityCurve } from './calibration.js';
import { calibrationErrorBounds, calibrationErrorMiddle } from './calibrationErrorBounds.js';
import { tabulateScores } from './tabulateScores.js';

const z = 1.959963984540054;

describe('calibrationErrorBounds', () => {
  it('of one bin whose sign is known are those of its mean', () => {
    // 100 rows at 0.5, 80 positive: D = −0.3; 0.25 − 0.09 is seen in 100 rows, and a row more that varies by 0.25 is added.
    const known = tabulateScores(new Array<number>(100).fill(0.5), Array.from({ length: 100 }, (_, i) => i < 80));
    const deviation = Math.sqrt((100 * 0.16 + 0.25) / 101 / 100);
    expect(calibrationErrorBounds(known, 1, z)).toEqual({ lower: expect.closeTo(0.3 - z * deviation, 7), upper: expect.closeTo(0.3 + z * deviation, 7) });
  });

  it('of one bin whose sign is not known are those of the folded normal distribution', () => {
    // 52 and 60 of 100 at 0.5. The e with P(|N(e, s)| ≤ 0.02) = 0.025 is 0.11515748978167165; that with P(|N(e, s)| ≥ 0.1) = 0.05 − P(|N(e, s)| < e) is 0.0005355092388807293, both by scipy 1.17.1:
    // a gap 2.04 standard errors off leaves 0 out, since all that the level leaves out is on one side there.
    const of = (positives: number) => calibrationErrorBounds(tabulateScores(new Array<number>(100).fill(0.5), Array.from({ length: 100 }, (_, i) => i < positives)), 1, z)!;
    expect(of(52)).toEqual({ lower: 0, upper: expect.closeTo(0.11515748978167165, 9) });
    expect(of(60).lower).toBeCloseTo(0.0005355092388807293, 9);
  });

  it('hold the error of a calibrated and of a miscalibrated law as often as they should', () => {
    // Scores 0.05, 0.15, …, 0.95 alike often; rates are the scores, or 0.12 higher below ½ and lower above. 300 samples of 400 rows: standard error 1.3 points, so 91 % is three below.
    for (const shift of [0, 0.12]) {
      const random = randomStream(3).child(String(shift));
      let held = 0;
      for (let sample = 0; sample < 300; sample++) {
        const own = random.child(sample);
        const scores = Array.from({ length: 400 }, (_, i) => (own.integer(2 * i, 10) + 0.5) / 10);
        const labels = scores.map((score, i) => own.uniform(2 * i + 1) < score + (score < 0.5 ? shift : -shift));
        const { lower, upper } = calibrationErrorBounds(tabulateScores(scores, labels), 10, z)!;
        if (lower <= shift && shift <= upper) held++;
      }
      expect(held / 300).toBeGreaterThan(0.91);
    }
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

describe('calibrationErrorMiddle', () => {
  it('of one bin is the size for which the observed one is the median, by scipy 1.17.1', () => {
    // Rows at 0.5, so that D = 0.5 − share, and its standard error √((100 · share (1 − share) + 0.25) ÷ 101 ÷ 100). The e with P(|N(e, s)| ≥ 0.1) = ½ is the observed 0.1 all but, since the other sign is 4 standard errors off;
    // for 0.04 it is 0.02987990308563854.
    const of = (positives: number) => calibrationErrorMiddle(tabulateScores(new Array<number>(100).fill(0.5), Array.from({ length: 100 }, (_, i) => i < positives)), 1)!;
    expect(of(60)).toBeCloseTo(0.1, 4);
    expect(of(54)).toBeCloseTo(0.02987990308563854, 9);
    // Half of what chance alone shows is larger than 0.02, 0.4 standard errors.
    expect(of(52)).toBe(0);
  });

  it('takes out what noise adds to a calibrated model, and none without rows', () => {
    let above = 0;
    for (let sample = 0; sample < 200; sample++) {
      const own = randomStream(5).child(sample);
      const scores = Array.from({ length: 400 }, (_, i) => (own.integer(2 * i, 10) + 0.5) / 10);
      const table = tabulateScores(scores, scores.map((score, i) => own.uniform(2 * i + 1) < score + (score < 0.5 ? 0.12 : -0.12)));
      if (calibrationErrorMiddle(table, 10)! > 0.12) above++;
    }
    // The median of an error of 0.12: half of 200 samples, ±3 standard errors of 7.
    expect(above).toBeGreaterThan(79);
    expect(above).toBeLessThan(121);
    expect(calibrationErrorMiddle(tabulateScores([], []), 10)).toBeNull();
  });
});
