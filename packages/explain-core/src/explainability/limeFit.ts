import { cholesky, choleskyInverse, choleskySolve } from '../numeric/cholesky.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import type { LocalRows, Moments } from './limeRows.js';

/** (gram of some columns + ridge) = L Lᵀ, and the coefficients. */
export function solveRidge({ gram, moment, total }: Moments, columns: readonly number[], ridge: number): { factor: Matrix; coefficients: Float64Array } {
  const d = columns.length;
  const factorWith = (penalty: number): Matrix | null => {
    const some = matrix(d, d);
    columns.forEach((j, a) => columns.forEach((k, b) => (some.values[a * d + b] = gram.values[j * gram.columns + k] + (a === b ? penalty : 0))));
    return cholesky(some);
  };
  // Without a penalty two columns that look the same everywhere have no one solution; a trace of one shares the effect between them.
  const factor = factorWith(ridge) ?? factorWith(1e-9 * total);
  if (factor === null) throw new Error('a ridge regression always has a solution');
  return { factor, coefficients: choleskySolve(factor, columns.map((j) => moment[j])) };
}

export interface Fit {
  readonly coefficients: Float64Array;
  /** Of the coefficients, over other draws: HC3. */
  readonly covariance: Matrix;
  readonly intercept: number;
  /** Share of the weighted variance of the answers that is explained; null where they do not vary. */
  readonly localR2: number | null;
}

/** Weighted ridge regression on some of the columns. MacKinnon and White 1985 for the errors. */
export function fitRidge(local: LocalRows, columns: readonly number[], ridge: number): Fit {
  const { means, center, spread, total } = local.moments;
  const { factor, coefficients } = solveRidge(local.moments, columns, ridge);
  const inverse = choleskyInverse(factor);
  const { meat, left } = local.meat({ columns, coefficients, factor, inverse });
  // Rounding of equal answers is not variance.
  const flat = spread <= total * (Number.EPSILON * Math.max(1, Math.abs(center))) ** 2 * local.rows;
  return {
    coefficients,
    covariance: times(times(inverse, meat), inverse),
    intercept: center - columns.reduce((sum, j, at) => sum + coefficients[at] * means[j], 0),
    localR2: flat ? null : 1 - left / spread,
  };
}

function times(a: Matrix, b: Matrix): Matrix {
  const d = a.rows;
  const product = matrix(d, d);
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < d; k++) {
      const factor = a.values[i * d + k];
      for (let j = 0; j < d; j++) product.values[i * d + j] += factor * b.values[k * d + j];
    }
  }
  return product;
}
