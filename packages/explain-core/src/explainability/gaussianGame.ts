import { matrix, type Matrix } from '../numeric/matrix.js';
import { pairwiseSum } from '../numeric/sum.js';

/** Normal columns X with mean μ and covariance Σ, and a weighted sum w·X of them. */
export interface GaussianSum {
  /** Σ with a trace more on its diagonal, [d, d] */
  readonly covariance: Matrix;
  /** That matrix times w, [d] */
  readonly moments: Float64Array;
}

/**
 * Share of its variance that each column is taken to have by itself. With it copies of a column have a defined answer (they share), one-hot columns that add up to 1 are no special case, and
 * the values add up for rows off the plane on which the background lies. It moves the other values by about as much.
 */
const OWN_SHARE = 1e-8;

/** From rows of the columns, [n, d], none of them constant: covariances with n − 1. */
export function gaussianSum({ rows: n, columns: d, values }: Matrix, weights: ArrayLike<number>): GaussianSum {
  const centred = Array.from({ length: d }, (_, j) => {
    const column = Float64Array.from({ length: n }, (__, i) => values[i * d + j]);
    const mean = pairwiseSum(column) / n;
    return column.map((value) => value - mean);
  });
  const covariance = matrix(d, d);
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) {
      const product = pairwiseSum(centred[j].map((value, i) => value * centred[k][i])) / (n - 1);
      covariance.values[j * d + k] = covariance.values[k * d + j] = j === k ? product * (1 + OWN_SHARE) : product;
    }
  }
  return { covariance, moments: Float64Array.from({ length: d }, (_, j) => pairwiseSum(Float64Array.from({ length: d }, (__, k) => covariance.values[j * d + k] * weights[k]))) };
}

/**
 * u(S) = E[w·X | X_S = x_S] − w·μ, column by column. With Σ_SS = L Lᵀ it is (L⁻¹ moments_S) · (L⁻¹ (x − μ)_S), and a column put behind the others adds one product to it, whatever comes
 * later: a walk through an order of columns costs one Cholesky factorisation. Golub and Van Loan 2013, "Matrix computations", 4.2.
 */
export class GaussianWalk {
  private readonly order: number[] = [];
  private readonly factor: Float64Array;
  private readonly scaledMoments: Float64Array;
  private readonly scaledRow: Float64Array;
  private readonly d: number;

  /** difference: x − μ, [d] */
  constructor(
    private readonly sum: GaussianSum,
    private readonly difference: ArrayLike<number>,
  ) {
    const { rows: d } = sum.covariance;
    this.d = d;
    this.factor = new Float64Array(d * d);
    this.scaledMoments = new Float64Array(d);
    this.scaledRow = new Float64Array(d);
  }

  /** What knowing one more column adds to u. */
  push(column: number): number {
    const { d, factor, order } = this;
    const { covariance, moments } = this.sum;
    const last = order.length;
    const at = last * d;
    let pivot = covariance.values[column * d + column];
    let moment = moments[column];
    let row = this.difference[column];
    for (let k = 0; k < last; k++) {
      let entry = covariance.values[column * d + order[k]];
      for (let t = 0; t < k; t++) entry -= factor[at + t] * factor[k * d + t];
      entry /= factor[k * d + k];
      factor[at + k] = entry;
      pivot -= entry * entry;
      moment -= entry * this.scaledMoments[k];
      row -= entry * this.scaledRow[k];
    }
    // At least the column's own share is left; rounding is far below it.
    const diagonal = Math.sqrt(pivot);
    factor[at + last] = diagonal;
    this.scaledMoments[last] = moment / diagonal;
    this.scaledRow[last] = row / diagonal;
    order.push(column);
    return this.scaledMoments[last] * this.scaledRow[last];
  }

  /** Forgets the last `count` columns. */
  pop(count: number): void {
    this.order.length -= count;
  }
}
