import { asStrings, columnOf } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import { ExplainError } from '../errors.js';
import type { Grouping } from '../method/subject.js';
import type { TaskContext } from '../method/task.js';
import { partOfName, partOfRow } from './sampleParts.js';

/** Weights as they are; 0 is a weight. `rowOf`: the row of the data that a value belongs to, from 0. */
export function weightsOf(column: Column, rowOf: (at: number) => number): Float64Array {
  if (column.kind !== 'number') throw new ExplainError('BAD_DATA', `Weight column "${column.name}" is a ${column.kind} column; weights are numbers of at least 0.`);
  const bad = column.values.findIndex((value) => !(value >= 0 && Number.isFinite(value)));
  if (bad >= 0) {
    const row = rowOf(bad) + 1;
    const found = Number.isNaN(column.values[bad]!) ? 'no value' : String(column.values[bad]);
    throw new ExplainError('BAD_DATA', `Weight column "${column.name}" has ${found} in row ${row}; every row needs a weight of at least 0. Weigh a row that is not to count with 0.`, { row });
  }
  return column.values;
}

/** Weights of drawn rows, 1 each where rows are not weighted. */
export async function drawnWeights({ subject, data }: Pick<TaskContext, 'subject' | 'data'>, indices: readonly number[]): Promise<Float64Array> {
  const { weight } = subject.grouping;
  if (weight === null) return new Float64Array(indices.length).fill(1);
  return weightsOf(columnOf(await data.take(indices, [weight]), weight), (at) => indices[at]!);
}

/** Rows that belong together are in one part; a row without that mark belongs to no other. */
export function partsOf(table: Table, { weight, cluster }: Grouping, from: number): Int32Array | null {
  if (cluster === null) return weight === null ? null : Int32Array.from({ length: table.rows }, (_, row) => partOfRow(from + row));
  return Int32Array.from(asStrings(columnOf(table, cluster)), (name, row) => (name === null ? partOfRow(from + row) : partOfName(name)));
}
