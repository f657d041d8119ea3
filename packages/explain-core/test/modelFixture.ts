import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Column, Table } from '../src/data/table.js';
import { columnMapping, type ColumnMapping } from '../src/models/mapping.js';

const folder = join(import.meta.dirname, '..', 'golden', 'models');

interface Expected {
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

export function modelFixture(name: string): ModelFixture {
  const expected = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8')) as Expected;
  const mappingFile = join(folder, `${name}.mapping.json`);
  return {
    bytes: new Uint8Array(readFileSync(join(folder, expected.model))),
    mapping: existsSync(mappingFile) ? columnMapping.parse(JSON.parse(readFileSync(mappingFile, 'utf8'))) : null,
    table: { rows: expected.rows.length, columns: expected.columns.map((column, index) => columnFrom(column, expected.rows.map((row) => row[index]))) },
    expected,
  };
}

/** The bytes of a file of golden/models. */
export function modelBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, file)));
}

function columnFrom({ name, kind }: { name: string; kind: 'number' | 'category' }, cells: readonly (number | string | null)[]): Column {
  if (kind === 'number') return { kind, name, values: Float64Array.from(cells, (cell) => (cell === null ? NaN : Number(cell))) };
  const levels = [...new Set(cells.filter((cell) => cell !== null).map(String))].sort();
  return { kind, name, levels, codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(String(cell)))) };
}
