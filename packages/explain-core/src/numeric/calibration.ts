import { leastShareAlike } from './alike.js';
import type { ScoreTable } from './scoreTable.js';
import { wilsonBounds, type Bounds } from './wilson.js';

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

/** How far from 0, in standard errors, the gap of a bin must be for its sign to be taken as known. */
const SIGN_IS_KNOWN = 3;
/** Mean and variance of |Z| for a standard normal Z. */
const FOLDED_MEAN = Math.sqrt(2 / Math.PI);
const FOLDED_VARIANCE = 1 - 2 / Math.PI;

/**
 * Interval of the expected calibration error that binning would show without noise, Σ |δ_b| with δ_b = E[(p − y) 1{p in bin b}], for a normal quantile z.
 * Each D_b = Σ (p − y)/n over the rows of a bin is unbiased with variance s_b² (the larger of what is seen and of Σ p(1 − p)/n², as it is where p is right: in
 * a bin of few rows nothing may be seen), but |D_b| is too large on average where δ_b is near 0:
 * by up to s_b √(2/π). So, bins being all but independent,
 *   lower end: Σ |D_b| − Σ' s_b √(2/π) − z √(Σ'' s_b² + Σ' s_b² (1 − 2/π)), Σ' over bins whose |D_b| ≤ 3 s_b, Σ'' over the others
 *   upper end: Σ |D_b| + z √(Σ s_b²): no signs that the gaps may truly have reach higher
 * Scores of 0 and 1, or all but, have no variance where all rows come out alike; a share of all rows that so many may not have shown (leastShareAlike) is left open in any case.
 * After Fang and Santos 2019, "Inference on directionally differentiable functions", Review of Economic Studies 86. Wider than need be above, where the
 * value itself is too large; never narrower.
 */
export function calibrationErrorBounds({ scores, positives, negatives }: ScoreTable, bins: number, z: number): Bounds | null {
  const gaps = new Float64Array(bins);
  const squares = new Float64Array(bins);
  const expected = new Float64Array(bins);
  let n = 0;
  for (let i = 0; i < scores.length; i++) {
    const bin = binOf(scores[i]!, bins);
    gaps[bin]! += positives[i]! * (scores[i]! - 1) + negatives[i]! * scores[i]!;
    squares[bin]! += positives[i]! * (scores[i]! - 1) ** 2 + negatives[i]! * scores[i]! ** 2;
    expected[bin]! += (positives[i]! + negatives[i]!) * scores[i]! * (1 - scores[i]!);
    n += positives[i]! + negatives[i]!;
  }
  if (n === 0) return null;
  let value = 0;
  let bias = 0;
  let signed = 0;
  let corrected = 0;
  gaps.forEach((sum, bin) => {
    const gap = Math.abs(sum) / n;
    const variance = Math.max(expected[bin]! / n, squares[bin]! / n - gap * gap) / n;
    const isKnown = gap > SIGN_IS_KNOWN * Math.sqrt(variance);
    value += gap;
    signed += variance;
    bias += isKnown ? 0 : FOLDED_MEAN * Math.sqrt(variance);
    corrected += isKnown ? variance : FOLDED_VARIANCE * variance;
  });
  const alike = leastShareAlike(n, z);
  return {
    lower: Math.max(0, Math.min(value * alike, value - bias - z * Math.sqrt(corrected))),
    upper: Math.min(1, Math.max(value * alike + 1 - alike, value + z * Math.sqrt(signed))),
  };
}
