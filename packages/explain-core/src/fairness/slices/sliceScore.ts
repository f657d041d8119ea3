/** What the score of a slice is weighed by. */
export interface ScoreTerms {
  /** Weight of the excess loss; 1 − alpha is that of the size. */
  readonly alpha: number;
  readonly rows: number;
  /** Mean loss over all rows; above 0. */
  readonly meanLoss: number;
  /** Rows a slice must have. */
  readonly minimumRows: number;
}

/**
 * SliceLine's score of a slice of `size` rows that lose `loss` together, of n rows that lose ē on average:
 *   α · (loss / size ÷ ē − 1) − (1 − α) · (n / size − 1)
 * 0 for all rows; positive where the excess loss outweighs the smallness.
 * Sagadeeva and Boehm 2021, "SliceLine: fast, linear-algebra-based slice finding for ML model debugging", SIGMOD, definition 1.
 */
export function sliceScore(size: number, loss: number, { alpha, rows, meanLoss }: ScoreTerms): number {
  return alpha * (loss / size / meanLoss - 1) - (1 - alpha) * (rows / size - 1);
}

/**
 * No slice within one of `size` rows, `loss` in all and at most `largest` in a row scores more, as long as it has the minimum of rows.
 * A slice of s rows within it loses at most min(s · largest, loss). Up to s = loss / largest that makes the score grow with s, beyond it is monotone
 * in s, so the largest value is at one of two sizes. Section 3.2 of the paper, which probes the minimum too; the score never falls from there.
 */
export function scoreBound(size: number, loss: number, largest: number, terms: ScoreTerms): number {
  if (size < terms.minimumRows || loss <= 0) return -Infinity;
  const densest = Math.min(size, Math.max(terms.minimumRows, loss / largest));
  return Math.max(sliceScore(densest, Math.min(densest * largest, loss), terms), sliceScore(size, Math.min(size * largest, loss), terms));
}
