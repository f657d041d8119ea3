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

/** Coin flips behind a multiplier: a uniform draw has bits for two. */
const FLIPS = 26;

/**
 * Multipliers of mean 0 and variance 1 for each row, [replicates, rows]; one set does for every curve of the same rows. Each is a count of heads among 26 flips, standardised: nearly normal, as it must be where one row
 * alone makes most of an error, and a quarter of a normal draw's price.
 */
export function multipliers(rows: number, replicates: number, random: RandomStream): Matrix {
  const drawn = matrix(replicates, rows);
  const scale = Math.sqrt(FLIPS / 4);
  const flips = 2 ** FLIPS;
  for (let b = 0; b < replicates; b++) {
    const draws = random.child(b);
    for (let i = 0; i < rows; i += 2) {
      const bits = draws.uniform(i / 2) * flips;
      const high = bits | 0;
      drawn.values[b * rows + i] = (ones(high) - FLIPS / 2) / scale;
      if (i + 1 < rows) drawn.values[b * rows + i + 1] = (ones(((bits - high) * flips) | 0) - FLIPS / 2) / scale;
    }
  }
  return drawn;
}

/** Bits that are 1, of a number below 2³¹. */
function ones(word: number): number {
  let sum = word - ((word >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  sum = (sum + (sum >>> 4)) & 0x0f0f0f0f;
  sum += sum >>> 8;
  return (sum + (sum >>> 16)) & 0x3f;
}

/** By how much the curve may be off: Σ ξ ψ ÷ n over the rows, for each set of multipliers ξ, [replicates, points]. */
export function errorCurves({ influences: { rows, columns, values } }: Curve, draws: Matrix): Matrix {
  // By point, so that both factors of a sum lie in a row.
  const byPoint = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) for (let k = 0; k < columns; k++) byPoint[k * rows + i] = values[i * columns + k]! / rows;
  const errors = matrix(draws.rows, columns);
  const last = draws.rows - 1;
  for (let b = 0; b <= last; b += 4) {
    // Four at a time, so that a value is read once for them; the last may be done again.
    const [one, two, three, four] = [b, Math.min(b + 1, last), Math.min(b + 2, last), Math.min(b + 3, last)] as const;
    for (let k = 0; k < columns; k++) addFour(byPoint, k * rows, draws.values, rows, one, two, three, four, errors.values, k, columns);
  }
  return errors;
}

function addFour(x: Float64Array, from: number, y: Float64Array, n: number, one: number, two: number, three: number, four: number, into: Float64Array, k: number, columns: number): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < n; i++) {
    const value = x[from + i]!;
    a += value * y[one * n + i]!;
    b += value * y[two * n + i]!;
    c += value * y[three * n + i]!;
    d += value * y[four * n + i]!;
  }
  into[one * columns + k] = a;
  into[two * columns + k] = b;
  into[three * columns + k] = c;
  into[four * columns + k] = d;
}

/**
 * The size of a curve with an interval; `errors` are its errorCurves. With m the curve of the population and m̂ that of the rows, |size(m) − size(m̂)| ≤ size(m̂ − m), since a size obeys the triangle
 * inequality; and size(m̂ − m) is at most q with the given level, q the quantile of size(Σ ξ ψ ÷ n) over multipliers ξ drawn for each row. The multiplier bootstrap
 * of Chernozhukov, Chetverikov, Kato 2013, stretched by Student's quantile over the normal's for what few rows know of their own spread. It
 * keeps its level for a curve that is flat or has equal peaks, where drawing rows anew and measuring again would call chance an effect; where one
 * peak is far above the others it is wider than it needs to be. The points of the curve are taken as given.
 */
export function sizeEstimate({ values, influences }: Curve, size: Size, errors: Matrix, level: number, n = influences.rows): Estimate {
  if (n < 2) return notEstimable(n, n === 0 ? 'there are no rows to average over' : 'one row alone says nothing of how rows differ; two are needed');
  const value = size(values);
  const sizes = Float64Array.from({ length: errors.rows }, (_, b) => size(errors.values.subarray(b * errors.columns, (b + 1) * errors.columns)));
  const stretch = studentTQuantile((1 + level) / 2, n - 1) / twoSidedZ(level);
  const reach = stretch * quantile(sizes.sort(), level);
  return { value, n, interval: { lower: Math.max(0, value - reach), upper: value + reach, level, method: 'multiplierBootstrap' } };
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
