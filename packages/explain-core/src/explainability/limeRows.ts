import { matrix, type Matrix } from '../numeric/matrix.js';
import type { Meat } from '../numeric/weightedGramPlain.js';

/** All that any regression on a neighbourhood needs: one pass over its rows, whatever is selected afterwards. */
export interface Moments {
  /** Σ w (x − x̄)(x − x̄)ᵀ, [d, d] */
  readonly gram: Matrix;
  /** Σ w (x − x̄)(y − ȳ), [d] */
  readonly moment: Float64Array;
  /** Σ w (y − ȳ)² */
  readonly spread: number;
  /** Weighted means x̄, [d]. */
  readonly means: Float64Array;
  /** Weighted mean ȳ. */
  readonly center: number;
  /** Σ w */
  readonly total: number;
}

/** A regression on some of the columns: ȳ + Σ coefficient (x − x̄). */
export interface Line {
  readonly columns: readonly number[];
  readonly coefficients: Float64Array;
}

/** A line with what its errors need: L with L Lᵀ = gram + ridge, and its inverse. */
export interface FittedLine extends Line {
  readonly factor: Matrix;
  readonly inverse: Matrix;
}

/** Rows around an explained one: what they look like, what the model answered, and how much each counts. However looks are kept, these are the passes over them that a local model takes. */
export interface LocalRows {
  readonly rows: number;
  /** What the explained row looks like, by column. */
  readonly own: readonly number[];
  /** What the model answers for it. */
  readonly output: number;
  readonly moments: Moments;
  /** Σ s² (x − x̄)(x − x̄)ᵀ of the line's columns, and what it leaves: see robustMeat. */
  meat(line: FittedLine): Meat;
  /** D = Σ d, d = w (r_second² − r_first²) with the residuals of two lines, and Σ (d − d̄)². */
  advantage(first: Line, second: Line): { readonly sum: number; readonly squares: number };
}

/**
 * An intercept is a column of ones that no penalty touches: what is fitted is what is left when weighted means are taken away.
 *   sums: Σ w z zᵀ, [d + 2, d + 2], of the columns, the answers and ones; origins: what columns and answers were counted from, [d + 1]
 */
export function momentsFrom({ values: sums, columns: all }: Matrix, origins: ArrayLike<number>): Moments {
  const d = all - 2;
  const total = sums[all * all - 1];
  const sum = sums.subarray((all - 1) * all);
  const about = (j: number, k: number): number => sums[j * all + k] - (sum[j] * sum[k]) / total;
  const gram = matrix(d, d);
  // Rounding may leave less than nothing of a column that hardly moves.
  for (let j = 0; j < d; j++) for (let k = 0; k < d; k++) gram.values[j * d + k] = j === k ? Math.max(0, about(j, j)) : about(j, k);
  return {
    gram,
    moment: Float64Array.from({ length: d }, (_, j) => about(d, j)),
    spread: Math.max(0, about(d, d)),
    means: Float64Array.from({ length: d }, (_, j) => origins[j] + sum[j] / total),
    center: origins[d] + sum[d] / total,
    total,
  };
}
