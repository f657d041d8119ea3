import { matrix, type Matrix } from './matrix.js';

/** A ridge regression of centred answers on centred columns, weighted. */
export interface Regression {
  /** [d][n] */
  readonly columns: readonly Float64Array[];
  /** Taken away from each column, [d]. */
  readonly centers: ArrayLike<number>;
  /** [n] */
  readonly weights: Float64Array;
  /** Less their own centre, [n]. */
  readonly answers: Float64Array;
  /** L with L Lᵀ = XᵀWX + ridge, [d, d]. */
  readonly factor: Matrix;
  /** [d] */
  readonly coefficients: ArrayLike<number>;
}

export interface Meat {
  /** Σ s² x xᵀ, s = w r ÷ (1 − w h): r the residual, h = xᵀ(L Lᵀ)⁻¹x. [d, d] */
  readonly meat: Matrix;
  /** Σ w r² */
  readonly left: number;
}

/** Σ w (x_j − c_j)(x_k − c_k), [d, d]: even and odd rows are added up apart, each in order. What the kernel must equal bit for bit. */
export function weightedGramPlain(columns: readonly Float64Array[], centers: ArrayLike<number>, weights: Float64Array): Matrix {
  return products(columns.map((column, j) => column.map((value) => value - centers[j]!)), weights);
}

/** Σ (x_j − c_j)² of each of n rows, in the columns' order. */
export function squaredDistancesPlain(columns: readonly Float64Array[], centers: ArrayLike<number>, n: number): Float64Array {
  const found = new Float64Array(n);
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i++) found[i]! += (column[i]! - centers[j]!) * (column[i]! - centers[j]!);
  });
  return found;
}

/** The middle of the sandwich of MacKinnon and White's HC3. A row that alone settles a coefficient has 1 − w h = 0 and no residual; at least 10⁻⁶ keeps 0 ÷ 0 out. */
export function robustMeatPlain({ columns, centers, weights, answers, factor, coefficients }: Regression): Meat {
  const d = columns.length;
  const n = weights.length;
  const centered = columns.map((column, j) => column.map((value) => value - centers[j]!));
  const shares = new Float64Array(n);
  const left = [0, 0];
  const solved = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    let fitted = 0;
    let leverage = 0;
    for (let j = 0; j < d; j++) {
      let z = centered[j]![i]!;
      for (let k = 0; k < j; k++) z -= factor.values[j * d + k]! * solved[k]!;
      solved[j] = z * (1 / factor.values[j * d + j]!);
      fitted += centered[j]![i]! * coefficients[j]!;
      leverage += solved[j]! * solved[j]!;
    }
    const residual = answers[i]! - fitted;
    const weighted = weights[i]! * residual;
    left[i % 2] = left[i % 2]! + weighted * residual;
    const share = weighted / Math.max(1 - weights[i]! * leverage, 1e-6);
    shares[i] = share * share;
  }
  return { meat: products(centered, shares), left: left[0]! + left[1]! };
}

function products(centered: readonly Float64Array[], weights: Float64Array): Matrix {
  const d = centered.length;
  const gram = matrix(d, d);
  centered.forEach((own, j) => {
    for (let k = 0; k <= j; k++) {
      const other = centered[k]!;
      const sums = [0, 0];
      for (let i = 0; i < weights.length; i++) sums[i % 2] = sums[i % 2]! + weights[i]! * own[i]! * other[i]!;
      gram.values[j * d + k] = gram.values[k * d + j] = sums[0]! + sums[1]!;
    }
  });
  return gram;
}
