import { notEstimable, type Estimate, type Interval } from '../../numeric/estimate.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { twoSidedZ } from '../../numeric/normal.js';
import { quantile } from '../../numeric/quantile.js';
import { studentTQuantile } from '../../numeric/studentT.js';
import type { RandomStream } from '../../random/stream.js';

/**
 * A curve (or surface, its points one after the other) that is made of means over rows.
 *   influences: [rows, points], what a row adds to the error of n times the curve, so that the covariance of the curve is Σ over rows ψψᵀ ÷ n²
 */
export interface Curve {
  readonly values: Float64Array;
  readonly influences: Matrix;
}

/** How large a curve is: 0 or more, and of a sum of two curves no more than of both together; what is the same at all points does not count. */
export type Size = (curve: Float64Array) => number;

/** Standard error at each point. */
export function pointErrors({ rows, columns, values }: Matrix): Float64Array {
  const squares = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) for (let k = 0; k < columns; k++, at++) squares[k]! += values[at]! * values[at]!;
  return squares.map((sum) => Math.sqrt(sum) / rows);
}

/** Student's interval at each point, of that point alone; null where one row alone makes the curve. */
export function pointIntervals({ values, influences }: Curve, level: number): readonly (Pick<Interval, 'lower' | 'upper'> | null)[] {
  if (influences.rows < 2) return Array.from(values, () => null);
  const t = studentTQuantile((1 + level) / 2, influences.rows - 1);
  return Array.from(pointErrors(influences), (error, k) => ({ lower: values[k]! - t * error, upper: values[k]! + t * error }));
}

/** Standard normal draws, [replicates, rows]; one set does for every curve of the same rows. */
export function multipliers(rows: number, replicates: number, random: RandomStream): Matrix {
  const drawn = matrix(replicates, rows);
  for (let b = 0, at = 0; b < replicates; b++) {
    const draws = random.child(b);
    for (let i = 0; i < rows; i++, at++) drawn.values[at] = draws.normal(i);
  }
  return drawn;
}

/**
 * The size of a curve with an interval. With m the curve of the population and m̂ that of the rows, |size(m) − size(m̂)| ≤ size(m̂ − m), since a size obeys the triangle
 * inequality; and size(m̂ − m) is at most q with the given level, q the quantile of size(Σ ξ ψ ÷ n) over normal draws ξ, one for each row. The multiplier
 * bootstrap of Chernozhukov, Chetverikov, Kato 2013, stretched by Student's quantile over the normal's for what few rows know of their own spread. It
 * keeps its level for a curve that is flat or has equal peaks, where drawing rows anew and measuring again would call chance an effect; where one
 * peak is far above the others it is wider than it needs to be. The points of the curve are taken as given.
 */
export function sizeEstimate({ values, influences }: Curve, size: Size, draws: Matrix, level: number, n = influences.rows): Estimate {
  if (n < 2) return notEstimable(n, n === 0 ? 'there are no rows to average over' : 'one row alone says nothing of how rows differ; two are needed');
  const value = size(values);
  const stretch = studentTQuantile((1 + level) / 2, n - 1) / twoSidedZ(level);
  const reach = stretch * quantile(errorSizes(influences, size, draws).sort(), level);
  return { value, n, interval: { lower: Math.max(0, value - reach), upper: value + reach, level, method: 'multiplierBootstrap' } };
}

function errorSizes({ rows, columns, values }: Matrix, size: Size, draws: Matrix): Float64Array {
  // By point, so that both factors of a sum lie in a row.
  const byPoint = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) for (let k = 0; k < columns; k++) byPoint[k * rows + i] = values[i * columns + k]! / rows;
  const error = new Float64Array(columns);
  return Float64Array.from({ length: draws.rows }, (_, b) => {
    for (let k = 0; k < columns; k++) error[k] = product(byPoint, k * rows, draws.values, b * rows, rows);
    return size(error);
  });
}

/** Σ x y over `count` entries, in four sums that do not wait for each other. */
function product(x: Float64Array, fromX: number, y: Float64Array, fromY: number, count: number): number {
  let [one, two, three, four] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < count; i += 4) {
    one += x[fromX + i]! * y[fromY + i]!;
    two += x[fromX + i + 1]! * y[fromY + i + 1]!;
    three += x[fromX + i + 2]! * y[fromY + i + 2]!;
    four += x[fromX + i + 3]! * y[fromY + i + 3]!;
  }
  for (; i < count; i++) one += x[fromX + i]! * y[fromY + i]!;
  return one + two + (three + four);
}

/** Largest less smallest. */
export const rangeOf: Size = (curve) => {
  let [low, high] = [Infinity, -Infinity];
  for (const value of curve) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
};

/** Standard deviation over the points, which count alike; 0 of a single one, and exactly 0 where all are the same. */
export const deviationOf: Size = (curve) => {
  const points = curve.length;
  if (points < 2) return 0;
  const [first] = curve;
  let mean = 0;
  for (const value of curve) mean += (value - first!) / points;
  let squares = 0;
  for (const value of curve) squares += (value - first! - mean) * (value - first! - mean);
  return Math.sqrt(squares / (points - 1));
};
