import type { ScoreTable } from './scoreTable.js';
import { wilsonBounds } from './wilson.js';

/** Scores in (from, to]; the first bin holds 0 too. Means are null in a bin without rows. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly positives: number;
  readonly meanScore: number | null;
  readonly observedRate: number | null;
  /** Wilson's, for the observed rate. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Reliability curve: what share of rows is positive where the model says p, over equal-width bins of [0, 1]; z for the interval of a bin.
 * Bins are closed on the right, as in Guo et al. 2017, "On calibration of modern neural networks", ICML, and in scikit-learn.
 * Wilson's interval needs a row's worth of weight; a bin with less has none.
 */
export function reliabilityCurve({ scores, positives, negatives }: ScoreTable, bins: number, z: number): CalibrationBin[] {
  const counts = Array.from({ length: bins }, () => ({ n: 0, positives: 0, scores: 0 }));
  for (let i = 0; i < scores.length; i++) {
    const bin = counts[binOf(scores[i]!, bins)]!;
    const rows = positives[i]! + negatives[i]!;
    bin.n += rows;
    bin.positives += positives[i]!;
    bin.scores += rows * scores[i]!;
  }
  return counts.map((bin, i): CalibrationBin => {
    const rate = bin.n === 0 ? null : Math.min(1, bin.positives / bin.n);
    const bounds = bin.n < 1 ? null : wilsonBounds({ successes: Math.min(bin.positives, bin.n), n: bin.n }, z);
    return {
      from: i / bins,
      to: (i + 1) / bins,
      n: bin.n,
      positives: bin.positives,
      meanScore: bin.n === 0 ? null : bin.scores / bin.n,
      observedRate: rate,
      lower: bounds?.lower ?? null,
      upper: bounds?.upper ?? null,
    };
  });
}

/** The bin of a probability. Compared with the edges themselves: 0.3 × 10 and the like need not round to where the edge is. */
export function binOf(score: number, bins: number): number {
  if (!(score >= 0 && score <= 1)) throw new RangeError(`calibration is about probabilities, got a score of ${score}`);
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(score * bins) - 1));
  while (bin > 0 && score <= bin / bins) bin--;
  while (bin < bins - 1 && score > (bin + 1) / bins) bin++;
  return bin;
}

export interface CalibrationError {
  /** Σ n_b/n · |mean score − share of positives|, over bins with rows. */
  readonly expected: number;
  /** The largest of them. */
  readonly maximum: number;
  readonly n: number;
  readonly binsWithRows: number;
}

/**
 * Expected and maximum calibration error of a reliability curve. Null without rows. They hang on the bins, and noise makes both larger
 * than they are: a perfectly calibrated model has an expected error of about √(2p(1 − p)/(πn)) a bin with n rows.
 * Naeini, Cooper, Hauskrecht 2015, "Obtaining well calibrated probabilities using Bayesian binning", AAAI.
 */
export function calibrationError(curve: readonly CalibrationBin[]): CalibrationError | null {
  const filled = curve.filter((bin) => bin.n > 0);
  const n = filled.reduce((sum, bin) => sum + bin.n, 0);
  if (n === 0) return null;
  const gaps = filled.map((bin) => Math.abs(bin.meanScore! - bin.observedRate!));
  return {
    expected: filled.reduce((sum, bin, i) => sum + (bin.n / n) * gaps[i]!, 0),
    maximum: Math.max(...gaps),
    n,
    binsWithRows: filled.length,
  };
}
