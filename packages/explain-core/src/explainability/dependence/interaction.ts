import type { CategoryColumn, NumberColumn, Table } from '../../data/table.js';
import { exp } from '../../elementary/exponential.js';
import { log } from '../../elementary/logarithm.js';
import { notEstimable, type Estimate } from '../../numeric/estimate.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { studentTQuantile } from '../../numeric/studentT.js';
import type { Ask } from '../ask.js';
import { askCopies } from './askCopies.js';

/** The answers for every row i with the given features as row l has them, [l, i]: the means of its rows are the partial dependence at the rows' own values, those of its columns that on all other features. */
export async function mixedAnswers(rows: Table, columns: readonly (NumberColumn | CategoryColumn)[], ask: Ask): Promise<Matrix> {
  const n = rows.rows;
  const cells = columns.map((column): [string, (position: number) => number] => {
    const own = column.kind === 'number' ? column.values : column.codes;
    return [column.name, (position) => own[Math.floor(position / n)]!];
  });
  return { rows: n, columns: n, values: await askCopies(rows, n, new Map(cells), ask) };
}

/** What is left of the answer when parts that do not interact are taken away, and what it is left of, at each row; neither need have mean 0. */
export interface Parts {
  readonly rest: Float64Array;
  readonly whole: Float64Array;
}

/** The parts, of all rows or of all but one (whose own entries then mean nothing). */
export type PartsWithout = (left: number | null) => Parts;

/** Of two features: the dependence on both less that on each. Arguments: see mixedAnswers. */
export function pairParts(both: Matrix, one: Matrix, other: Matrix): PartsWithout {
  const means = [both, one, other].map(rowMeans) as [MeansWithout, MeansWithout, MeansWithout];
  return (left) => {
    const [whole, first, second] = means.map((of) => of(left)) as [Float64Array, Float64Array, Float64Array];
    return { whole, rest: whole.map((value, i) => value - first[i]! - second[i]!) };
  };
}

/** Of one feature: the answer less the dependence on it and on all others. */
export function totalParts(mixed: Matrix): PartsWithout {
  const { rows: n, values } = mixed;
  const onIt = rowMeans(mixed);
  const onOthers = rowMeans(matrix(n, n, values.map((_, cell) => values[(cell % n) * n + Math.floor(cell / n)]!)));
  const whole = Float64Array.from({ length: n }, (_, i) => values[i * n + i]!);
  return (left) => {
    const [own, others] = [onIt(left), onOthers(left)];
    return { whole, rest: whole.map((value, i) => value - own[i]! - others[i]!) };
  };
}

type MeansWithout = (left: number | null) => Float64Array;

function rowMeans({ rows: n, values }: Matrix): MeansWithout {
  const sums = Float64Array.from({ length: n }, (_, l) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[l * n + i]!;
    return sum;
  });
  return (left) => (left === null ? sums.map((sum) => sum / n) : sums.map((sum, l) => (sum - values[l * n + left]!) / (n - 1)));
}

/** What varies by less than this part of the answers' size is rounding. */
const ROUNDING = 1e-12;

/**
 * H = √(Σ rest² ÷ Σ whole²) and strength = √(Σ rest² ÷ rows), both less their means over the rows; 0 where the rest is rounding. Intervals by the jackknife over rows of their logarithms, with Student's quantile, a row leaving
 * both as one that is asked about and as one that the dependence is a mean of; of a 0, or where some row alone makes it more than 0, of the numbers themselves, cut at 0. Efron 1982, "The jackknife, the bootstrap and other
 * resampling plans", SIAM, chapter 3. Variances of long-tailed effects are known badly from few rows: of products of two normals an interval of 95 % covered 91 to 95 % for H and 89 to 91 % for the strength.
 */
export function interactionEstimates(parts: PartsWithout, n: number, level: number): { readonly h: Estimate; readonly strength: Estimate } {
  if (n < 3) {
    const none = notEstimable(n, `of ${n} ${n === 1 ? 'row' : 'rows'} it is not known how one row more or less would change it; three are needed`);
    return { h: none, strength: none };
  }
  const all = measured(parts(null), null);
  const without = Array.from({ length: n }, (_, left) => measured(parts(left), left));
  const strength = jackknife(all.strength, without.map((one) => one.strength), level);
  if (all.h === null) return { h: notEstimable(n, 'the answer does not vary with these features, so there is nothing that an interaction could be a part of'), strength };
  const known = without.flatMap(({ h }) => h ?? []);
  if (known.length < n) return { h: notEstimable(n, 'without one of the rows the answer would not vary with these features'), strength };
  return { h: jackknife(all.h, known, level), strength };
}

function measured({ rest, whole }: Parts, left: number | null): { readonly h: number | null; readonly strength: number } {
  const [own, total] = [varianceOf(rest, left), varianceOf(whole, left)];
  const rounding = (ROUNDING * total.largest) ** 2;
  const squared = own.variance <= rounding ? 0 : own.variance;
  return { strength: Math.sqrt(squared), h: total.variance <= rounding ? null : Math.sqrt(squared / total.variance) };
}

function varianceOf(values: Float64Array, left: number | null): { readonly variance: number; readonly largest: number } {
  const rows = values.length - (left === null ? 0 : 1);
  const first = values[left === 0 ? 1 : 0]!;
  let [mean, squares, largest] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) if (i !== left) mean += (values[i]! - first) / rows;
  for (let i = 0; i < values.length; i++) {
    if (i === left) continue;
    const apart = values[i]! - first - mean;
    squares += (apart * apart) / rows;
    const size = values[i]! < 0 ? -values[i]! : values[i]!;
    if (size > largest) largest = size;
  }
  return { variance: squares, largest };
}

function jackknife(value: number, without: readonly number[], level: number): Estimate {
  const n = without.length;
  const t = studentTQuantile((1 + level) / 2, n - 1);
  const reach = (of: readonly number[]): number => {
    const mean = of.reduce((sum, one) => sum + one / n, 0);
    return t * Math.sqrt((of.reduce((sum, one) => sum + (one - mean) ** 2, 0) * (n - 1)) / n);
  };
  if (value === 0 || without.includes(0)) {
    const half = reach(without);
    return { value, n, interval: { lower: Math.max(0, value - half), upper: value + half, level, method: 'jackknife' } };
  }
  const factor = exp(reach(without.map(log)));
  return { value, n, interval: { lower: value / factor, upper: value * factor, level, method: 'jackknifeLog' } };
}
