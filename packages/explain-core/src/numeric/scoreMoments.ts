import { pow } from '../elementary/power.js';
import type { ScoreTable } from './scoreTable.js';
import { pairwiseSum } from './sum.js';

/** Mean of one number a row, and its spread. */
export interface Moments {
  readonly mean: number;
  /** Rows, or their weight. */
  readonly n: number;
  /** Of one row, with the divisor n − 1; null where there is at most one. */
  readonly variance: number | null;
  /** Third central moment over the 3/2 power of the second; 0 where there is no spread. Absent where it is not known. */
  readonly skewness?: number;
  /** Degrees of freedom of the variance; n − 1 where nothing is said. */
  readonly degrees?: number;
}

/** What a mean is taken of: by the score of a row, positive or not. */
export interface RowWorth {
  ofPositive(score: number): number;
  ofNegative(score: number): number;
}

/** Mean over all rows of what each is worth. Null without rows. */
export function scoreMoments({ scores, positives, negatives }: ScoreTable, { ofPositive, ofNegative }: RowWorth): Moments | null {
  const n = pairwiseSum(positives) + pairwiseSum(negatives);
  if (n === 0) return null;
  const high = scores.map(ofPositive);
  const low = scores.map(ofNegative);
  const sum = (of: (value: number) => number): number => pairwiseSum(scores.map((_, i) => weighted(positives[i]!, of(high[i]!)) + weighted(negatives[i]!, of(low[i]!))));
  const mean = sum((value) => value) / n;
  const squares = sum((value) => (value - mean) ** 2);
  const skewness = squares > 0 ? sum((value) => pow(value - mean, 3)) / n / pow(squares / n, 1.5) : 0;
  return { mean, n, variance: n > 1 ? squares / (n - 1) : null, skewness };
}

/** A value that no row has may be infinite, and 0 × ∞ is not a number. */
function weighted(weight: number, value: number): number {
  return weight === 0 ? 0 : weight * value;
}

/** For the mean score, whatever the label. */
export const ownScore: RowWorth = { ofPositive: (score) => score, ofNegative: (score) => score };

/** For mean score minus share of positives: what calibration in the large is about. */
export const scoreError: RowWorth = { ofPositive: (score) => score - 1, ofNegative: (score) => score };
