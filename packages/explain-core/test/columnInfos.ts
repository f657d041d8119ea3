import { asStrings } from '../src/data/select.js';
import type { ColumnInfo, Table } from '../src/data/table.js';

/** What ingest would know of a table's columns, all of them features. */
export function columnInfos(table: Table): ColumnInfo[] {
  return table.columns.map((column): ColumnInfo => {
    const texts = asStrings(column).filter((text) => text !== null);
    return { name: column.name, kind: column.kind, role: 'feature', missing: table.rows - texts.length, levels: column.kind === 'category' ? column.levels : null, numbers: null };
  });
}
