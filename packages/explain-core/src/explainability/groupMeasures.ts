import { rowsByGroup } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { meanBounds } from '../numeric/meanBounds.js';
import { meanEstimate, meanOf } from '../numeric/meanInterval.js';
import { twoSidedZ } from '../numeric/normal.js';
import { uncertainProportion, type Uncertain } from '../numeric/uncertain.js';
import { widestDifferenceOf } from '../numeric/widestGap.js';
import { wilson } from '../numeric/wilson.js';
import type { Measurement } from './explainer.js';

/** A number of each row that is summed up over all rows, by group, and between groups. */
export interface RowMeasure<R> {
  readonly id: string;
  /** A share is a mean of 0 and 1. */
  readonly kind: 'share' | 'mean';
  readonly range: readonly [number, number];
  /** null: it says nothing about the row. */
  of(row: R): number | null;
  /** Said where it says nothing about any row. */
  readonly undefinedBecause: string;
}

export interface GroupOptions {
  readonly level: number;
  /** Groups in which fewer rows have a value have no number of their own, and are not compared. */
  readonly minGroupRows: number;
}

export interface Grouped {
  readonly groups: readonly (string | null)[];
}

/** The measure over all rows and over each group, without gaps. */
export function groupedMeasure<R extends Grouped>(subject: Subject, rows: readonly R[], measure: RowMeasure<R>, options: GroupOptions): Measurement[] {
  return [{ measure: measure.id, ...summed(measure, rows, options.level) }, ...subject.protected.flatMap((attribute) => groupsOf(subject, rows, measure, attribute, options))];
}

function groupsOf<R extends Grouped>(subject: Subject, rows: readonly R[], measure: RowMeasure<R>, attribute: string, { level, minGroupRows }: GroupOptions): Measurement[] {
  return rowsByGroup(subject, rows, attribute, subject.protected.indexOf(attribute)).map(([group, members]): Measurement => {
    const found = summed(measure, members, level);
    const { n } = found.estimate;
    const because = `${n} of the rows of this group could be measured; ${minGroupRows} are asked for`;
    return { measure: measure.id, attribute, group, ...found, ...(n < minGroupRows ? { estimate: notEstimable(n, because) } : {}) };
  });
}

function summed<R>(measure: RowMeasure<R>, rows: readonly R[], level: number): Pick<Measurement, 'estimate' | 'counts'> {
  const values = valuesOf(measure, rows);
  const n = values.length;
  if (measure.kind === 'mean') {
    return { estimate: n === 0 ? notEstimable(0, measure.undefinedBecause) : meanOfRows(values, level, measure.range), counts: { rows: rows.length, undefinedRows: rows.length - n } };
  }
  const numerator = values.reduce((sum, value) => sum + value, 0);
  const estimate: Estimate = n === 0 ? notEstimable(0, measure.undefinedBecause) : { value: numerator / n, n, interval: wilson(numerator, n, level) };
  return { estimate, counts: { numerator, denominator: n } };
}

/** Student's interval; of rows that are all alike it would claim to know the mean exactly, and what is known is that most rows are so (meanBounds). */
function meanOfRows(values: readonly number[], level: number, range: readonly [number, number]): Estimate {
  const [first] = values;
  if (values.length < 2 || !range.every(Number.isFinite) || values.some((value) => value !== first)) return meanEstimate(values, level, range);
  const { lower, upper } = meanBounds({ mean: first!, n: values.length, variance: 0 }, range, twoSidedZ(level));
  return { value: first!, n: values.length, interval: { lower, upper, level, method: 'clopperPearson' } };
}

function valuesOf<R>({ of }: RowMeasure<R>, rows: readonly R[]): number[] {
  return rows.flatMap((row) => of(row) ?? []);
}

/** The widest gap between the attribute's groups, and the values of the groups that were compared. */
export function gapAmong<R extends Grouped>(subject: Subject, rows: readonly R[], measure: RowMeasure<R>, attribute: string, { level, minGroupRows }: GroupOptions): { readonly gap: Measurement; readonly compared: readonly (readonly number[])[] } {
  const { id, kind, range } = measure;
  const families = rowsByGroup(subject, rows, attribute, subject.protected.indexOf(attribute)).map(([, members]) => valuesOf(measure, members));
  const compared = families.filter((values) => values.length >= minGroupRows);
  const n = compared.reduce((sum, values) => sum + values.length, 0);
  const counts = { groupsCompared: compared.length, groupsTooSmall: families.length - compared.length };
  const result = (estimate: Estimate): ReturnType<typeof gapAmong> => ({ gap: { measure: `${id}Difference`, attribute, estimate, counts }, compared });
  if (compared.length < 2) {
    return result(notEstimable(n, `${attribute} has ${compared.length === 1 ? 'only one group' : 'no group'} with at least ${minGroupRows} such rows, and a gap needs two`));
  }
  const numbers = compared.map((values) => (kind === 'share' ? uncertainProportion({ successes: values.reduce((sum, value) => sum + value, 0), n: values.length }) : uncertainMean(values)));
  if (numbers.includes(null)) return result(notEstimable(n, 'all rows of a group have the same number, which says nothing of how they differ'));
  const known = numbers as Uncertain[];
  const value = Math.max(...known.map((one) => one.value)) - Math.min(...known.map((one) => one.value));
  return result({ value, n, interval: widestDifferenceOf([known], level, [0, range[1] - range[0]]) });
}

/** null where all values are one. */
function uncertainMean(values: readonly number[]): Uncertain | null {
  const { mean, n, standardError } = meanOf(values);
  return standardError === 0 ? null : { value: mean, bounds: (z) => meanBounds({ mean, n, variance: standardError ** 2 * n }, [-Infinity, Infinity], z), proportion: null };
}
