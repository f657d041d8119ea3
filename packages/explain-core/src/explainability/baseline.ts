import { z } from 'zod';
import type { Subject } from '../method/subject.js';
import { meanOf } from '../numeric/meanInterval.js';
import { quantile } from '../numeric/quantile.js';
import { pairwiseSum } from '../numeric/sum.js';

/** Of the methods that compare a row with one point. */
export const baselineOptions = {
  baseline: z.enum(['mean', 'median', 'zero']).default('mean').describe('What the numbers are compared with: each column’s mean or median over the background, or 0.'),
  baselineValues: z.record(z.string(), z.number()).default({}).describe('Other values to compare with, by column; the columns not named keep what “baseline” says.'),
};

export interface BaselineOptions {
  readonly baseline: 'mean' | 'median' | 'zero';
  readonly baselineValues: Readonly<Record<string, number>>;
}

/** One value a column; NaN where the background has no known one and none is given: there the row's own value stands. columns: of the background */
export function baselineOf(names: readonly string[], columns: readonly Float64Array[], { baseline, baselineValues }: BaselineOptions): Float64Array {
  return Float64Array.from(columns, (column, j) => {
    const given = baselineValues[names[j]];
    if (given !== undefined) return given;
    if (baseline === 'zero') return 0;
    const known = column.filter((value) => !Number.isNaN(value));
    if (known.length === 0) return NaN;
    return baseline === 'mean' ? pairwiseSum(known) / known.length : quantile(known.sort(), 0.5);
  });
}

/** Standard deviation of a column's known values, n − 1; 0 for fewer than two. */
export function spreadOf(column: Float64Array): number {
  const known = column.filter((value) => !Number.isNaN(value));
  return known.length < 2 ? 0 : meanOf(known).standardError * Math.sqrt(known.length);
}

/** Why the values asked for cannot be compared with; null when they can. */
export function unknownBaselineBecause({ model }: Subject, { baselineValues }: Pick<BaselineOptions, 'baselineValues'>): string | null {
  const movable = model.source === 'file' ? model.numberFeatures : [];
  const unknown = Object.keys(baselineValues).filter((name) => !movable.includes(name));
  return unknown.length === 0 ? null : `“baselineValues” names ${unknown.map((name) => `"${name}"`).join(', ')}; the numbers with a derivative are ${movable.map((name) => `"${name}"`).join(', ')}`;
}
