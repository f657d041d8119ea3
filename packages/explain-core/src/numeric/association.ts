import { chiSquareTail } from './chiSquare.js';
import { percentileInterval } from './bootstrap.js';
import { log } from '../elementary/logarithm.js';
import type { Interval } from './estimate.js';
import { multinomialReplicates } from './multinomial.js';
import { atLeastSmallest } from './pValue.js';
import type { RandomStream } from '../random/stream.js';

/** How often each value of one category (rows) meets each of another (columns). */
export interface Contingency {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], whole numbers ≥ 0. */
  readonly counts: ArrayLike<number>;
}

export interface Association {
  readonly n: number;
  /** Theil's U of the row category given the column: I ÷ H, the share of its uncertainty that knowing the other takes away, in [0, 1]. */
  readonly theilsU: number;
  /** Cramér's V with Bergsma's correction of its bias, in [0, 1]. */
  readonly cramersV: number;
  /** Pearson's statistic of independence, its degrees of freedom and P(X ≥ statistic). */
  readonly chiSquare: number;
  readonly degrees: number;
  readonly pValue: number;
  /** Cells whose expected count under independence is below 5: with many of them the p-value is rough. */
  readonly smallExpected: number;
}

/** Sums over a table that everything here is made of; null where fewer than two rows or columns hold anything. */
interface Sums {
  readonly n: number;
  /** Rows and columns that hold anything. */
  readonly r: number;
  readonly c: number;
  /** Mutual information and entropy of the rows, in nats. */
  readonly information: number;
  readonly entropy: number;
  /** χ² ÷ n. */
  readonly phiSquared: number;
  readonly smallExpected: number;
}

/**
 * How closely two categories go together. Rows and columns that hold nothing do not count.
 *   U = I ÷ H(rows),   I = Σ p_ij log(p_ij ÷ (p_i p_j));
 *   V = √(φ̃² ÷ min(r̃ − 1, c̃ − 1)),   φ̃² = max(0, χ²/n − (r − 1)(c − 1)/(n − 1)),   r̃ = r − (r − 1)²/(n − 1), c̃ alike.
 * Null where either category has one value only: nothing varies, so nothing goes together. V is 0 where the correction leaves no dimension (as many
 * values as rows). U is not corrected: of n rows of unrelated categories it is about (r − 1)(c − 1) ÷ (2 n H) instead of 0.
 * Theil 1970, American Journal of Sociology 76; Cramér 1946, "Mathematical methods of statistics"; Bergsma 2013, Journal of the Korean Statistical Society 42.
 */
export function association(table: Contingency): Association | null {
  const sums = sumsOf(table);
  if (sums === null) return null;
  const { n, r, c, information, entropy, phiSquared, smallExpected } = sums;
  const degrees = (r - 1) * (c - 1);
  const chiSquare = n * phiSquared;
  return {
    n,
    theilsU: within(information / entropy),
    cramersV: corrected(phiSquared, bias(sums), sums),
    chiSquare,
    degrees,
    pValue: atLeastSmallest(chiSquareTail(chiSquare, degrees)),
    smallExpected,
  };
}

/**
 * Intervals of U and V: percentiles over tables drawn anew, each less twice its bias under independence, once for what the table has and once for
 * what drawing again adds, and no less than 0; widened to hold the value itself. Near independence a plain percentile interval lies above the truth. Null where
 * there is no value, or more than 5 % of the tables drawn have none.
 */
export function associationIntervals(table: Contingency, random: RandomStream, replicates: number, level: number): { readonly theilsU: Interval; readonly cramersV: Interval } | null {
  const value = association(table);
  if (value === null) return null;
  const cells = table.counts.length;
  const drawn = multinomialReplicates(table.counts, value.n, random, 0, replicates);
  const u: (number | null)[] = [];
  const v: (number | null)[] = [];
  for (let b = 0; b < replicates; b++) {
    const sums = sumsOf({ ...table, counts: drawn.subarray(b * cells, (b + 1) * cells) });
    u.push(sums === null ? null : within((sums.information - ((sums.r - 1) * (sums.c - 1)) / sums.n) / sums.entropy));
    v.push(sums === null ? null : corrected(sums.phiSquared, 2 * bias(sums), sums));
  }
  const [ofU, ofV] = [percentileInterval(u, level).interval, percentileInterval(v, level).interval];
  if (ofU === null || ofV === null) return null;
  return { theilsU: holding(ofU, value.theilsU), cramersV: holding(ofV, value.cramersV) };
}

function holding(interval: Interval, value: number): Interval {
  return { ...interval, lower: Math.min(interval.lower, value), upper: Math.max(interval.upper, value) };
}

/** What φ² is on average where nothing goes together. */
function bias({ n, r, c }: Sums): number {
  return ((r - 1) * (c - 1)) / (n - 1);
}

function corrected(phiSquared: number, bias: number, { n, r, c }: Sums): number {
  const dimension = Math.min(r - 1 - (r - 1) ** 2 / (n - 1), c - 1 - (c - 1) ** 2 / (n - 1));
  // As many values as rows: the correction takes everything. The bound is far below 1/n, which is the least that is not 0.
  return dimension < 1e-12 ? 0 : within(Math.sqrt(Math.max(0, phiSquared - bias) / dimension));
}

/** Rounding may leave [0, 1] by 1e-16. */
function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function sumsOf({ rows, columns, counts }: Contingency): Sums | null {
  const byRow = new Float64Array(rows);
  const byColumn = new Float64Array(columns);
  let n = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const count = counts[i * columns + j]!;
      byRow[i]! += count;
      byColumn[j]! += count;
      n += count;
    }
  }
  const r = byRow.filter((sum) => sum > 0).length;
  const c = byColumn.filter((sum) => sum > 0).length;
  if (r < 2 || c < 2) return null;
  let [information, entropy, squares, smallExpected] = [0, 0, 0, 0];
  for (let i = 0; i < rows; i++) {
    if (byRow[i] === 0) continue;
    entropy -= (byRow[i]! / n) * log(byRow[i]! / n);
    for (let j = 0; j < columns; j++) {
      if (byColumn[j] === 0) continue;
      const count = counts[i * columns + j]!;
      const expected = (byRow[i]! * byColumn[j]!) / n;
      if (expected < 5) smallExpected++;
      squares += (count - expected) ** 2 / expected;
      if (count > 0) information += (count / n) * log(count / expected);
    }
  }
  return { n, r, c, information: Math.max(0, information), entropy, phiSquared: squares / n, smallExpected };
}
