import { cholesky, choleskySolve } from './cholesky.js';
import { matrix, type Matrix } from './matrix.js';

/**
 * A smooth function plus a linear one through n answers y: f(t) = Σ_i α_i k(t, t_i) + x(t) β, the best linear unbiased prediction of answers with covariance K about a mean x β.
 *   α = M y,   M = K⁻¹ − K⁻¹ X (Xᵀ K⁻¹ X)⁻¹ Xᵀ K⁻¹,   β = B y,   B = (Xᵀ K⁻¹ X)⁻¹ Xᵀ K⁻¹
 * Noise of the answers stands on K's diagonal; an answer without any is met. What is linear in x is met whatever K is.
 * Matheron 1969, "Le krigeage universel"; Cressie 1993, "Statistics for spatial data", section 3.4.
 */
export interface UniversalKriging {
  /** M, [n, n]. α_i ÷ M_ii is the i-th answer less what the others foretell of it (Dubrule 1983, "Cross validation of kriging in a unique neighborhood", Mathematical Geology 15). */
  readonly dual: Matrix;
  /** B, [d, n] */
  readonly fixed: Matrix;
}

/** From the covariance of the answers, [n, n], of which the lower triangle is read, and x, [n, d]. Null when the covariance is not positive definite or the columns of x are linearly dependent. */
export function universalKriging(covariance: Matrix, x: Matrix): UniversalKriging | null {
  const n = covariance.rows;
  const d = x.columns;
  const factor = cholesky(covariance);
  if (factor === null) return null;
  const inverse = triangularInverse(factor).values;
  const whitened = multiplyLower(inverse, x);
  const gram = matrix(d, d);
  for (let i = 0; i < n; i++) addOuter(gram.values, whitened.values, i * d, d);
  const gramFactor = cholesky(gram);
  if (gramFactor === null) return null;
  // Xᵀ K⁻¹ by columns of n, then B by solving for each.
  const product = matrix(n, d);
  for (let k = 0; k < n; k++) for (let i = 0; i <= k; i++) for (let j = 0; j < d; j++) product.values[i * d + j] += inverse[k * n + i] * whitened.values[k * d + j];
  const fixed = matrix(d, n);
  for (let i = 0; i < n; i++) choleskySolve(gramFactor, product.values.subarray(i * d, (i + 1) * d)).forEach((value, j) => (fixed.values[j * n + i] = value));
  const dual = matrix(n, n);
  for (let k = 0; k < n; k++) addOuter(dual.values, inverse, k * n, n, k + 1);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = dual.values[i * n + j];
      for (let l = 0; l < d; l++) sum -= product.values[i * d + l] * fixed.values[l * n + j];
      dual.values[i * n + j] = sum;
      dual.values[j * n + i] = sum;
    }
  }
  return { dual, fixed };
}

/** Lower triangle of `into`, [size, size], += v vᵀ for the first `length` of v. */
function addOuter(into: Float64Array, values: Float64Array, from: number, size: number, length = size): void {
  for (let i = 0; i < length; i++) {
    const value = values[from + i];
    for (let j = 0, at = i * size; j <= i; j++, at++) into[at] += value * values[from + j];
  }
}

/** L⁻¹ of a lower triangle, row by row: row i is (eᵢ − Σ_{k<i} L_ik · row k) ÷ L_ii. */
function triangularInverse({ rows: n, values: l }: Matrix): Matrix {
  const inverse = matrix(n, n);
  const { values } = inverse;
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let k = 0; k < i; k++) {
      const weight = l[row + k];
      for (let j = 0, at = k * n; j <= k; j++, at++) values[row + j] -= weight * values[at];
    }
    const diagonal = l[row + i];
    for (let j = 0; j < i; j++) values[row + j] /= diagonal;
    values[row + i] = 1 / diagonal;
  }
  return inverse;
}

/** A lower triangle, [n, n], times x, [n, d]. */
function multiplyLower(lower: Float64Array, { rows: n, columns: d, values }: Matrix): Matrix {
  const product = matrix(n, d);
  for (let i = 0; i < n; i++) for (let k = 0; k <= i; k++) for (let j = 0; j < d; j++) product.values[i * d + j] += lower[i * n + k] * values[k * d + j];
  return product;
}
