import type { ScoreTable } from './scoreTable.js';
import { classTotals } from './tabulateScores.js';

export interface AveragePrecision {
  readonly value: number;
  /** Variance by linearisation over rows; 0 where no row can move it. */
  readonly variance: number;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Precision averaged over the positive rows, each at its own score as threshold:
 *   (1/m) Σ over positive rows of TP(s) ÷ (TP(s) + FP(s)),   counts of rows with a score ≥ s,
 * the area under the precision–recall steps, without interpolation; tied rows enter together. Null without positive rows.
 * Its value for a useless score is the share of positives, not ½.
 *
 * variance = Σ over rows of (the derivative of the value by that row's weight)², the infinitesimal jackknife:
 * Efron 1982, "The jackknife, the bootstrap and other resampling plans", SIAM, chapter 6. With T positives and N rows at or above s,
 *   positive row at t: [T(t)/N(t) − value + Σ_{s ≤ t} p(s) (1/N(s) − T(s)/N(s)²)] ÷ m
 *   negative row at t: −[Σ_{s ≤ t} p(s) T(s)/N(s)²] ÷ m
 * Definition as in Zhu 2004, "Recall, precision and average precision", University of Waterloo, and scikit-learn's average_precision_score.
 */
export function averagePrecision(table: ScoreTable): AveragePrecision | null {
  const total = classTotals(table);
  const m = total.positives;
  if (m === 0) return null;
  const size = table.scores.length;
  const above = new Float64Array(size); // T
  const rows = new Float64Array(size); // N
  let positives = 0;
  let negatives = 0;
  let sum = 0;
  for (let i = size - 1; i >= 0; i--) {
    positives += table.positives[i]!;
    negatives += table.negatives[i]!;
    above[i] = positives;
    rows[i] = positives + negatives;
    sum += table.positives[i]! * (positives / rows[i]!);
  }
  const value = Math.min(1, sum / m);
  let gained = 0;
  let lost = 0;
  let variance = 0;
  for (let i = 0; i < size; i++) {
    const positive = table.positives[i]!;
    gained += (positive * (rows[i]! - above[i]!)) / rows[i]! ** 2;
    lost += (positive * above[i]!) / rows[i]! ** 2;
    variance += positive * ((above[i]! / rows[i]! - value + gained) / m) ** 2 + table.negatives[i]! * (lost / m) ** 2;
  }
  return { value, variance, positives: m, negatives: total.negatives };
}
