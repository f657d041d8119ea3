import type { DataSource } from './source.js';
import { takeColumns, takeRows } from './select.js';
import type { ColumnInfo, Table } from './table.js';

/** A table that is in memory already, read like a stored one. */
export function memorySource(table: Table, columns: readonly ColumnInfo[]): DataSource {
  return {
    rows: table.rows,
    columns,
    async read(from, to, names) {
      const indices = Int32Array.from({ length: Math.max(0, Math.min(to, table.rows) - from) }, (_, i) => from + i);
      return takeRows(takeColumns(table, names), indices);
    },
    async take(indices, names) {
      return takeRows(takeColumns(table, names), indices);
    },
  };
}
