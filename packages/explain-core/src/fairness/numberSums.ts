import type { Distribution } from '../numeric/distribution.js';
import { log2 } from '../elementary/logarithm.js';

/** Powers and products of prediction p, label y and residual r = p − y that are summed over rows, each times the row's weight. */
const overAllRows = ['one', 'p', 'p2', 'p3'] as const;
const overLabelled = ['labelled', 'r', 'r2', 'r3', 'r4', 'a', 'a3', 'y', 'y2', 'y3', 'y4', 'r2y', 'r2y2'] as const;
export const numberSums = [...overAllRows, ...overLabelled] as const;
export type NumberSum = (typeof numberSums)[number];
export type NumberSums = Readonly<Record<NumberSum, number>>;

/** What numbers are summed in: p and y less the centre, r as it is, all in units of the scale, so that fourth powers keep their digits. */
export interface NumberScale {
  readonly centre: number;
  readonly unit: number;
  /** Every distinct residual is kept; otherwise it is rounded: see roundResidual. */
  readonly exact: boolean;
}

/** Smallest and largest of what was seen; empty: Infinity to −Infinity. */
export interface Extremes {
  readonly least: number;
  readonly most: number;
}

/** A group's sums, and its residuals one by one (or rounded), in the label's own units. */
export interface GroupNumbers {
  readonly sums: NumberSums;
  readonly residuals: Distribution;
}

/** Adds one row to `sums`, in the order of `numberSums`. `label` NaN: the row has none. */
export function addNumbers(sums: Float64Array, prediction: number, label: number, weight: number, { centre, unit }: NumberScale): void {
  const p = (prediction - centre) / unit;
  sums[0]! += weight;
  sums[1]! += weight * p;
  sums[2]! += weight * p * p;
  sums[3]! += weight * p * p * p;
  if (Number.isNaN(label)) return;
  const y = (label - centre) / unit;
  const r = (prediction - label) / unit;
  const a = Math.abs(r);
  const r2 = r * r;
  sums[4]! += weight;
  sums[5]! += weight * r;
  sums[6]! += weight * r2;
  sums[7]! += weight * r2 * r;
  sums[8]! += weight * r2 * r2;
  sums[9]! += weight * a;
  sums[10]! += weight * r2 * a;
  sums[11]! += weight * y;
  sums[12]! += weight * y * y;
  sums[13]! += weight * y * y * y;
  sums[14]! += weight * y * y * y * y;
  sums[15]! += weight * r2 * y;
  sums[16]! += weight * r2 * y * y;
}

export function namedSums(sums: ArrayLike<number>): NumberSums {
  return Object.fromEntries(numberSums.map((name, i) => [name, sums[i]!])) as Record<NumberSum, number>;
}

/** Significant bits of a rounded residual: it is off by at most 1 part in 512. */
const BITS = 9;
/** Below this part of the unit a residual is taken as 0, above its inverse as that: a range of 2^80, so that a group has at most 2 · 80 · 256 + 1 bins. */
const LEAST = 2 ** -40;

/** A residual in units of the scale, rounded to nine significant bits: bins whose width is relative, fine near 0 and wide where errors are large. */
export function roundResidual(r: number): number {
  const a = Math.abs(r);
  if (a < LEAST) return 0;
  const step = 2 ** (Math.floor(log2(Math.min(a, 1 / LEAST))) - BITS + 1);
  return Math.sign(r) * Math.round(Math.min(a, 1 / LEAST) / step) * step;
}
