import type { Matrix } from './matrix.js';

/** A column that others explain but for this share of itself has nothing of its own and stays out, as it does in scikit-learn. */
const NOTHING_OF_ITS_OWN = 1e-10;

/**
 * Which coefficients of the lasso, min ½ Σ w (y − xβ)² + penalty · Σ|β|, are not 0 at each bend of its path, from the strongest penalty to none: least angle regression with columns
 * that leave where their coefficient crosses 0. From XᵀWX and XᵀWy alone, on columns as they are, not scaled.
 * Efron, Hastie, Johnstone, Tibshirani 2004, "Least angle regression", Annals of Statistics 32.
 */
export function* lassoPath({ gram, moment }: { readonly gram: Matrix; readonly moment: ArrayLike<number> }): Generator<readonly boolean[]> {
  const d = gram.columns;
  const at = (j: number, k: number): number => gram.values[j * d + k];
  const correlations = Float64Array.from(moment);
  const coefficients = new Float64Array(d);
  const outside = new Set(correlations.keys());
  const factor = growingFactor(at);
  const nothing = 1e-12 * correlations.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // A column may leave and come back, but not for ever: in every known case far fewer steps than this.
  for (let step = 0, left = false; step < 16 * d; step++) {
    if (!left && !enter()) return;
    const { columns } = factor;
    const level = Math.abs(correlations[columns[0]]);
    if (!(level > nothing)) return;
    const direction = factor.solve(columns.map((j) => Math.sign(correlations[j])));
    const slopes = Float64Array.from({ length: d }, (_, j) => columns.reduce((sum, k, i) => sum + at(j, k) * direction[i], 0));
    let length = level;
    for (const j of outside) {
      for (const reach of [(level - correlations[j]) / (1 - slopes[j]), (level + correlations[j]) / (1 + slopes[j])]) if (reach > nothing && reach < length) length = reach;
    }
    const crossing = columns.map((j, i) => -coefficients[j] / direction[i]);
    const leaving = crossing.reduce((first, reach, i) => (reach > 0 && reach < (first < 0 ? length : crossing[first]) ? i : first), -1);
    if (leaving >= 0) length = crossing[leaving];
    columns.forEach((j, i) => (coefficients[j] += length * direction[i]));
    for (let j = 0; j < d; j++) correlations[j] -= length * slopes[j];
    left = leaving >= 0;
    if (left) {
      coefficients[columns[leaving]] = 0;
      outside.add(columns[leaving]);
      factor.drop(leaving);
    }
    yield Array.from(coefficients, (value) => value !== 0);
    if (length === level || factor.columns.length === 0) return;
  }

  /** The column most correlated with what is left; false when there is none. */
  function enter(): boolean {
    while (outside.size > 0) {
      let best = -1;
      for (const j of outside) if (best < 0 || Math.abs(correlations[j]) > Math.abs(correlations[best])) best = j;
      if (!(Math.abs(correlations[best]) > nothing)) return factor.columns.length > 0;
      outside.delete(best);
      if (factor.add(best)) return true;
    }
    return factor.columns.length > 0;
  }
}

/** L with L Lᵀ the products of some columns, which come and go. */
function growingFactor(at: (j: number, k: number) => number) {
  let rows: Float64Array[] = [];
  const columns: number[] = [];
  const add = (column: number): boolean => {
    const row = new Float64Array(columns.length + 1);
    let own = at(column, column);
    columns.forEach((k, i) => {
      let sum = at(column, k);
      for (let m = 0; m < i; m++) sum -= row[m] * rows[i][m];
      row[i] = sum / rows[i][i];
      own -= row[i] * row[i];
    });
    if (!(own > NOTHING_OF_ITS_OWN * at(column, column))) return false;
    row[columns.length] = Math.sqrt(own);
    rows.push(row);
    columns.push(column);
    return true;
  };
  return {
    columns: columns as readonly number[],
    add,
    drop(position: number): void {
      const stay = columns.filter((_, i) => i !== position);
      columns.length = 0;
      rows = [];
      stay.forEach(add);
    },
    /** x with L Lᵀ x = b. */
    solve(b: readonly number[]): Float64Array {
      const x = Float64Array.from(b);
      for (let i = 0; i < x.length; i++) {
        for (let m = 0; m < i; m++) x[i] -= rows[i][m] * x[m];
        x[i] /= rows[i][i];
      }
      for (let i = x.length - 1; i >= 0; i--) {
        for (let m = i + 1; m < x.length; m++) x[i] -= rows[m][i] * x[m];
        x[i] /= rows[i][i];
      }
      return x;
    },
  };
}
