import type { ScoreTable } from './scoreTable.js';
import { pairwiseSum } from './sum.js';

/** Mean of one number a row, and its spread. */
export interface Moments {
  readonly mean: number;
  /** Rows, or their weight. */
  readonly n: number;
  /** Of one row, with the divisor n − 1; null where there is at most one. */
  readonly variance: number | null;
}

/** Mean over all rows of what a positive and what a negative row of a score is worth. Null without rows. */
export function scoreMoments({ scores, positives, negatives }: ScoreTable, ofPositive: (score: number) => number, ofNegative: (score: number) => number): Moments | null {
  const n = pairwiseSum(positives) + pairwiseSum(negatives);
  if (n === 0) return null;
  const high = scores.map(ofPositive);
  const low = scores.map(ofNegative);
  const mean = pairwiseSum(scores.map((_, i) => weighted(positives[i]!, high[i]!) + weighted(negatives[i]!, low[i]!))) / n;
  const squares = pairwiseSum(scores.map((_, i) => weighted(positives[i]!, (high[i]! - mean) ** 2) + weighted(negatives[i]!, (low[i]! - mean) ** 2)));
  return { mean, n, variance: n > 1 ? squares / (n - 1) : null };
}

/** A value that no row has may be infinite, and 0 × ∞ is not a number. */
function weighted(weight: number, value: number): number {
  return weight === 0 ? 0 : weight * value;
}

/** Mean score, whatever the label. */
export function meanScore(table: ScoreTable): Moments | null {
  return scoreMoments(table, (score) => score, (score) => score);
}

/** Mean score minus share of positives: what calibration in the large is about. */
export function meanScoreError(table: ScoreTable): Moments | null {
  return scoreMoments(table, (score) => score - 1, (score) => score);
}
