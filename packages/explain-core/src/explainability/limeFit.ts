import { cholesky, choleskyInverse, choleskySolve } from '../numeric/cholesky.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { robustMeat, weightedGram } from '../numeric/weightedGram.js';

/** Looks of drawn rows, what the model answered, and how much each counts; the first row is the explained one. */
export interface Neighbourhood {
  /** By column, [n] each. */
  readonly looks: readonly Float64Array[];
  /** [n] */
  readonly answers: Float64Array;
  /** [n] */
  readonly weights: Float64Array;
}

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

/** An intercept is a column of ones that no penalty touches: what is fitted is what is left when weighted means are taken away. */
export function momentsOf({ looks, answers, weights }: Neighbourhood): Moments {
  const d = looks.length;
  // Counted from the row's own place, so that what never moves is 0 to the last bit.
  const origins = [...looks.map((look) => look[0]), answers[0], 0];
  const { values: sums } = weightedGram([...looks, answers, new Float64Array(answers.length).fill(1)], origins, weights);
  const all = d + 2;
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
    center: answers[0] + sum[d] / total,
    total,
  };
}

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
export function fitRidge({ looks, answers, weights }: Neighbourhood, moments: Moments, columns: readonly number[], ridge: number): Fit {
  const { means, center, spread, total } = moments;
  const { factor, coefficients } = solveRidge(moments, columns, ridge);
  const inverse = choleskyInverse(factor);
  const centers = columns.map((j) => means[j]);
  const { meat, left } = robustMeat({ columns: columns.map((j) => looks[j]), centers, weights, answers: answers.map((answer) => answer - center), factor, coefficients });
  // Rounding of equal answers is not variance.
  const flat = spread <= total * (Number.EPSILON * Math.max(1, Math.abs(center))) ** 2 * answers.length;
  return {
    coefficients,
    covariance: times(times(inverse, meat), inverse),
    intercept: center - coefficients.reduce((sum, coefficient, j) => sum + coefficient * centers[j], 0),
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
