import { matrix, type Matrix } from './matrix.js';

/**
 * L with L Lᵀ = A for a symmetric positive definite A, [d, d]; only A's lower triangle is read. Null when A is not positive definite
 * to working precision, so that the caller says what that means. Golub and Van Loan 2013, "Matrix computations", algorithm 4.2.1.
 */
export function cholesky(a: Matrix): Matrix | null {
  const d = a.rows;
  const factor = matrix(d, d);
  const l = factor.values;
  for (let j = 0; j < d; j++) {
    let pivot = a.values[j * d + j];
    for (let k = 0; k < j; k++) pivot -= l[j * d + k] * l[j * d + k];
    // A pivot this far below its diagonal is what rounding leaves of a zero.
    if (!(pivot > d * Number.EPSILON * a.values[j * d + j])) return null;
    const diagonal = Math.sqrt(pivot);
    l[j * d + j] = diagonal;
    for (let i = j + 1; i < d; i++) {
      let sum = a.values[i * d + j];
      for (let k = 0; k < j; k++) sum -= l[i * d + k] * l[j * d + k];
      l[i * d + j] = sum / diagonal;
    }
  }
  return factor;
}

/** x with L Lᵀ x = b. */
export function choleskySolve({ rows: d, values: l }: Matrix, b: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) x[i] -= l[i * d + k] * x[k];
    x[i] /= l[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) x[i] -= l[k * d + i] * x[k];
    x[i] /= l[i * d + i];
  }
  return x;
}

/** (L Lᵀ)⁻¹, one column at a time. */
export function choleskyInverse(factor: Matrix): Matrix {
  const d = factor.rows;
  const inverse = matrix(d, d);
  const unit = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = choleskySolve(factor, unit);
    for (let i = 0; i < d; i++) inverse.values[i * d + j] = column[i];
  }
  return inverse;
}
