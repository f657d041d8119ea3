import { ExplainError } from '../errors.js';
import { takeColumns, takeRows } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import type { InputBinding } from './bindInputs.js';

/** Rows a call of the runtime; fewer where rows are wide. Part of the numbers: another batch may round in another order. */
export const BATCH_ROWS = 1024;
/** Numbers a batch, so that a batch of images stays within 32 MiB. */
const BATCH_CELLS = 2 ** 22;

export interface Batch {
  readonly table: Table;
  /** The first row's number in the caller's table. */
  readonly offset: number;
  /** Rows that are asked for; the table may be filled up. */
  readonly rows: number;
}

/** The rows a model takes at once: as many as it fixes itself, else BATCH_ROWS at most. */
export function rowsAtOnce(bindings: readonly InputBinding[]): { most: number; fixed: number | null } {
  const cells = bindings.reduce((sum, binding) => sum + (binding.kind === 'matrix' ? binding.width : 1), 0);
  const fixed = [...new Set(bindings.map(({ fixedRows }) => fixedRows).filter((rows) => rows !== null))];
  if (fixed.length > 1) throw new ExplainError('UNSUPPORTED', `The model's inputs want ${fixed.join(' and ')} rows at once. Export the model with an open batch dimension.`);
  if (fixed.length === 1 && fixed[0] > BATCH_ROWS) throw new ExplainError('UNSUPPORTED', `The model wants ${fixed[0]} rows at once; at most ${BATCH_ROWS}. Export the model with an open batch dimension.`);
  return { most: Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_CELLS / cells))), fixed: fixed[0] ?? null };
}

/** The named columns in batches. A model that fixes its number of rows gets that many; the last batch is filled up with its own last row. */
export function* batches(table: Table, columns: readonly string[], { most, fixed }: { most: number; fixed: number | null }): Generator<Batch> {
  const chosen = takeColumns(table, columns);
  const size = fixed ?? most;
  for (let offset = 0; offset < table.rows; offset += size) {
    const rows = Math.min(size, table.rows - offset);
    if (rows === (fixed ?? rows)) yield { table: { rows, columns: chosen.columns.map((column) => piece(column, offset, offset + rows)) }, offset, rows };
    else yield { table: takeRows(chosen, Int32Array.from({ length: size }, (_, i) => offset + Math.min(i, rows - 1))), offset, rows };
  }
}

/** Rows from (inclusive) to (exclusive), without copying numbers. */
function piece(column: Column, from: number, to: number): Column {
  if (column.kind === 'number') return { ...column, values: column.values.subarray(from, to) };
  if (column.kind === 'category') return { ...column, codes: column.codes.subarray(from, to) };
  return { ...column, values: column.values.slice(from, to) };
}
