import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matrix, type Matrix } from '../src/numeric/matrix.js';
import { columnMapping, type ColumnMapping } from '../src/models/mapping.js';
import type { Table } from '../src/data/table.js';

const folder = join(import.meta.dirname, '..', 'golden', 'tfjs');

/** A TensorFlow.js model of golden/tfjs with answers and gradients that TensorFlow.js did not compute. */
export interface TfjsFixture {
  readonly bytes: Uint8Array;
  readonly mapping: ColumnMapping;
  readonly table: Table;
  readonly values: readonly number[];
  readonly cotangent: Matrix;
  readonly gradients: readonly number[];
}

export function tfjsFixture(name: string): TfjsFixture {
  const read = (file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)));
  const json = (file: string): unknown => JSON.parse(new TextDecoder().decode(read(file)));
  const expected = json(`${name}.expected.json`) as { columns: string[]; rows: number[][]; values: number[][]; cotangent: number[][]; gradients: number[][] };
  return {
    bytes: read(`${name}.zip`),
    mapping: columnMapping.parse(json(`${name}.mapping.json`)),
    table: { rows: expected.rows.length, columns: expected.columns.map((column, j) => ({ kind: 'number', name: column, values: Float64Array.from(expected.rows, (row) => row[j]) })) },
    values: expected.values.flat(),
    cotangent: matrix(expected.rows.length, expected.values[0].length, Float64Array.from(expected.cotangent.flat())),
    gradients: expected.gradients.flat(),
  };
}
