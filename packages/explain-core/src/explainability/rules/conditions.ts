import { columnOf } from '../../data/select.js';
import type { Column, Table } from '../../data/table.js';
import { quantile } from '../../numeric/quantile.js';

/** Something that holds for a row and can be read: a number above or at most a quartile, a value as it is, or a value that is missing. */
export interface Condition {
  readonly column: string;
  readonly is: 'above' | 'atMost' | 'equal' | 'missing';
  /** null where it is missing. */
  readonly value: number | string | null;
}

/** A condition with where it holds. */
export interface Candidate extends Condition {
  /** [background rows]: 1 where it holds. */
  readonly holds: Uint8Array;
}

/**
 * The conditions that hold for a row, as in Ribeiro, Singh and Guestrin 2018: of a number, the half lines from each quartile of the background on which it lies; of anything
 * else its own value. Conditions that hold for every background row say nothing and are left out.
 *   row: a table of the row; background: the same columns.
 */
export function candidatesOf(row: Table, background: Table): Candidate[] {
  return background.columns
    .flatMap((column) => conditionsOf(columnOf(row, column.name), column).map((condition): Candidate => ({ ...condition, holds: holdsOn(column, condition) })))
    .filter(({ holds }) => holds.includes(0));
}

function conditionsOf(own: Column, background: Column): Condition[] {
  const column = background.name;
  if (own.kind === 'number' && background.kind === 'number') {
    const x = own.values[0]!;
    if (Number.isNaN(x)) return [{ column, is: 'missing', value: null }];
    const known = background.values.filter((value) => !Number.isNaN(value)).sort();
    const cuts = known.length === 0 ? [] : [...new Set([0.25, 0.5, 0.75].map((p) => quantile(known, p)))];
    return cuts.map((cut) => ({ column, is: x > cut ? 'above' : 'atMost', value: cut }));
  }
  const value = own.kind === 'category' ? (own.codes[0]! < 0 ? null : own.levels[own.codes[0]!]!) : own.kind === 'text' ? own.values[0]! : null;
  return [value === null ? { column, is: 'missing', value } : { column, is: 'equal', value }];
}

function holdsOn(column: Column, { is, value }: Condition): Uint8Array {
  if (column.kind === 'number') {
    if (is === 'missing') return Uint8Array.from(column.values, (x) => (Number.isNaN(x) ? 1 : 0));
    return Uint8Array.from(column.values, (x) => ((is === 'above' ? x > (value as number) : x <= (value as number)) ? 1 : 0));
  }
  if (column.kind === 'category') {
    const code = value === null ? -1 : column.levels.indexOf(value as string);
    return Uint8Array.from(column.codes, (other) => (other === code ? 1 : 0));
  }
  return Uint8Array.from(column.values, (text) => (text === value ? 1 : 0));
}
