import type { Table } from '../../data/table.js';
import { exp } from '../../elementary/exponential.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { mixedDistances } from '../../numeric/mixedDistance.js';

/** How alike rows are, with the distance at which that falls to 1/e. */
export interface MixedKernel {
  /** [rows, rows], 1 for equal rows. */
  readonly kernel: Matrix;
  readonly width: number;
}

/**
 * k = exp(−d ÷ width), d Gower's distance over all columns, texts being equal or not (numeric/mixedDistance.ts). d is a sum of absolute differences and of 0 or 1, all of which can be written as distances of sums of absolute
 * values, so k is positive definite (Schoenberg 1938, "Metric spaces and positive definite functions", Transactions of the AMS 44).
 *   width: above 0; null: the median distance between rows that differ (Gretton et al. 2012, section 8), 1 where none do
 */
export function mixedKernel({ rows: n, columns }: Table, width: number | null): MixedKernel {
  const numbers = columns.flatMap((column) => (column.kind === 'number' ? [column.values] : []));
  const codes = columns.flatMap((column) => (column.kind === 'category' ? [column.codes] : column.kind === 'text' ? [codesOf(column.values)] : []));
  const from = mixedDistances({ numbers, codes }, 'gower', 'range');
  const kernel = matrix(n, n);
  for (let i = 0; i < n; i++) from(i, kernel.values.subarray(i * n, (i + 1) * n));
  const used = width ?? medianDistance(kernel);
  for (let cell = 0; cell < kernel.values.length; cell++) kernel.values[cell] = exp(-kernel.values[cell]! / used);
  return { kernel, width: used };
}

function codesOf(values: readonly (string | null)[]): Int32Array {
  const codes = new Map<string | null, number>([[null, -1]]);
  return Int32Array.from(values, (value) => {
    const known = codes.get(value);
    if (known !== undefined) return known;
    codes.set(value, codes.size);
    return codes.size - 1;
  });
}

function medianDistance({ rows: n, values }: Matrix): number {
  const apart = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) if (values[i * n + j]! > 0) apart[count++] = values[i * n + j]!;
  if (count === 0) return 1;
  return apart.subarray(0, count).sort()[count >> 1]!;
}
