import { z } from 'zod';
import { asStrings, columnOf } from '../../data/select.js';
import type { Column, ColumnInfo, Table } from '../../data/table.js';
import { ExplainError } from '../../errors.js';

const column = z.string().min(1);

/** What a row must fulfil in one column. A missing value fulfils only `missing: true`. */
export const condition = z.union([
  /** One of these values, numbers written as JavaScript writes them. */
  z.strictObject({ column, levels: z.array(z.string()).min(1) }),
  /** Any value but these. */
  z.strictObject({ column, otherThan: z.array(z.string()).min(1) }),
  /** from ≤ value < to; null is an open end. Numbers only. */
  z.strictObject({ column, from: z.number().nullable(), to: z.number().nullable() }).refine(({ from, to }) => (from === null ? to !== null : to === null || from < to), 'needs from, to, or from below to'),
  z.strictObject({ column, missing: z.boolean() }),
]);
export type Condition = z.infer<typeof condition>;

export const MOST_CONDITIONS = 10;

/** A slice as it is saved: rows that fulfil every condition. */
export const savedSlice = z.strictObject({ name: z.string().min(1).max(200), conditions: z.array(condition).min(1).max(MOST_CONDITIONS) });
export type SavedSlice = z.infer<typeof savedSlice>;

/** "age 18 to under 25", "job = unskilled", "job = a or b", "job none of a, b", "job missing". */
export function conditionName(one: Condition): string {
  if ('levels' in one) return `${one.column} = ${one.levels.join(' or ')}`;
  if ('otherThan' in one) return `${one.column} ${one.otherThan.length > 3 ? `none of the ${one.otherThan.length} most frequent values` : `none of ${one.otherThan.join(', ')}`}`;
  if ('missing' in one) return `${one.column} ${one.missing ? 'missing' : 'not missing'}`;
  const { from, to } = one;
  return `${one.column} ${from === null ? `under ${to}` : to === null ? `${from} and over` : `${from} to under ${to}`}`;
}

/** "age 18 to under 25 and job = unskilled". */
export function sliceName(conditions: readonly Condition[]): string {
  return conditions.map(conditionName).join(' and ');
}

/** The columns that must be read to know who is in. */
export function columnsOf(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.map((one) => one.column))];
}

/** Why the conditions cannot be asked of data with these columns, as a sentence; null when they can. */
export function unfitBecause(conditions: readonly Condition[], columns: readonly Pick<ColumnInfo, 'name' | 'kind'>[]): string | null {
  for (const one of conditions) {
    const found = columns.find(({ name }) => name === one.column);
    if (!found) return `There is no column "${one.column}"; the columns are ${columns.map(({ name }) => `"${name}"`).join(', ')}.`;
    if ('from' in one && found.kind !== 'number') return `"${one.column}" is a ${found.kind} column; only numbers have ranges.`;
  }
  return null;
}

/** 1 for every row of the table that fulfils all conditions, else 0; without conditions every row does. The table holds the columns named. */
export function fulfilled(conditions: readonly Condition[], table: Table): Uint8Array {
  const fits = new Uint8Array(table.rows).fill(1);
  for (const one of conditions) {
    const passes = passesOf(one, columnOf(table, one.column));
    for (let row = 0; row < fits.length; row++) if (fits[row] === 1 && !passes(row)) fits[row] = 0;
  }
  return fits;
}

function passesOf(one: Condition, values: Column): (row: number) => boolean {
  if ('missing' in one) {
    const { missing } = one;
    if (values.kind === 'number') return (row) => Number.isNaN(values.values[row]) === missing;
    return values.kind === 'category' ? (row) => values.codes[row] < 0 === missing : (row) => (values.values[row] === null) === missing;
  }
  if ('from' in one) {
    if (values.kind !== 'number') throw new ExplainError('BAD_OPTIONS', `"${one.column}" is a ${values.kind} column; only numbers have ranges.`);
    const [from, to] = [one.from ?? -Infinity, one.to ?? Infinity];
    return (row) => values.values[row] >= from && values.values[row] < to;
  }
  const named = new Set('levels' in one ? one.levels : one.otherThan);
  const wanted = 'levels' in one;
  // Looked up once a level, not once a row.
  if (values.kind === 'category') {
    const byLevel = values.levels.map((level) => named.has(level) === wanted);
    return (row) => values.codes[row] >= 0 && byLevel[values.codes[row]];
  }
  const texts = asStrings(values);
  return (row) => texts[row] !== null && named.has(texts[row]) === wanted;
}
