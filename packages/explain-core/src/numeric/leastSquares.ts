import { cholesky, choleskyInverse, choleskySolve } from './cholesky.js';
import { matrix, type Matrix } from './matrix.js';

export interface LeastSquares {
  /** β that minimises Σ w (y − xβ)² + ridge · |β|². */
  readonly coefficients: Float64Array;
  /** (Xᵀ W X + ridge I)⁻¹, [d, d] */
  readonly inverseGram: Matrix;
  /** y − xβ */
  readonly residuals: Float64Array;
}

/** Weighted least squares without an intercept, x: [n, d]. Null when the columns of x are linearly dependent and nothing is added to the diagonal. */
export function leastSquares(x: Matrix, y: ArrayLike<number>, weights: ArrayLike<number>, ridge = 0): LeastSquares | null {
  const { rows: n, columns: d, values } = x;
  const gram = matrix(d, d);
  const products = gram.values;
  const moment = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++, at += d) {
    const weight = weights[i];
    const weightedAnswer = weight * y[i];
    for (let j = 0, to = 0; j < d; j++, to += d) {
      const weighted = weight * values[at + j];
      moment[j] += weightedAnswer * values[at + j];
      for (let k = 0; k <= j; k++) products[to + k] += weighted * values[at + k];
    }
  }
  for (let j = 0; j < d; j++) products[j * d + j] += ridge;
  const factor = cholesky(gram);
  if (factor === null) return null;
  const coefficients = choleskySolve(factor, moment);
  const residuals = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++, at += d) {
    let fitted = 0;
    for (let j = 0; j < d; j++) fitted += values[at + j] * coefficients[j];
    residuals[i] = y[i] - fitted;
  }
  return { coefficients, inverseGram: choleskyInverse(factor), residuals };
}

/**
 * What each row adds to the coefficients' error: (Xᵀ W X)⁻¹ x_i w_i r_i ÷ (1 − h_i), [n, d], h_i the row's leverage. Sums of squares of these over
 * independently drawn rows estimate the variance whatever the residuals' variances are.
 * MacKinnon and White 1985, "Some heteroskedasticity-consistent covariance matrix estimators", J. Econometrics 29, HC3.
 */
export function influences(x: Matrix, weights: ArrayLike<number>, { inverseGram, residuals }: LeastSquares): Matrix {
  const { rows: n, columns: d, values } = x;
  const found = matrix(n, d);
  const influence = found.values;
  const inverse = inverseGram.values;
  for (let i = 0, at = 0; i < n; i++, at += d) {
    let leverage = 0;
    for (let j = 0, from = 0; j < d; j++, from += d) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += inverse[from + k] * values[at + k];
      influence[at + j] = sum;
      leverage += sum * values[at + j];
    }
    // A row that alone settles a coefficient has leverage 1 and residual 0; the bound keeps 0 ÷ 0 out.
    const scale = (weights[i] * residuals[i]) / Math.max(1 - weights[i] * leverage, 1e-6);
    for (let j = 0; j < d; j++) influence[at + j] *= scale;
  }
  return found;
}
