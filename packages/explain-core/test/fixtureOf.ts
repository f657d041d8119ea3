import type { Column, Table } from '../src/data/table.js';
import type { ColumnMapping } from '../src/models/mapping.js';

export interface Expected {
  readonly model: string;
  readonly library: string;
  readonly task: 'binary' | 'multiclass' | 'regression';
  readonly outputs: readonly string[];
  readonly kind: 'probability' | 'value';
  readonly columns: readonly { readonly name: string; readonly kind: 'number' | 'category' }[];
  readonly rows: readonly (readonly (number | string | null)[])[];
  readonly values: readonly (readonly number[])[];
  readonly raw?: readonly (readonly number[])[];
}

/** A trained model of golden/models with the rows and answers of the library that trained it. */
export interface ModelFixture {
  readonly bytes: Uint8Array;
  readonly mapping: ColumnMapping | null;
  readonly table: Table;
  readonly expected: Expected;
}

export function fixtureOf(expected: Expected, bytes: Uint8Array, mapping: ColumnMapping | null): ModelFixture {
  return { bytes, mapping, expected, table: { rows: expected.rows.length, columns: expected.columns.map((column, index) => columnFrom(column, expected.rows.map((row) => row[index]))) } };
}

function columnFrom({ name, kind }: { name: string; kind: 'number' | 'category' }, cells: readonly (number | string | null)[]): Column {
  if (kind === 'number') return { kind, name, values: Float64Array.from(cells, (cell) => (cell === null ? NaN : Number(cell))) };
  const levels = [...new Set(cells.filter((cell) => cell !== null).map(String))].sort();
  return { kind, name, levels, codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(String(cell)))) };
}
