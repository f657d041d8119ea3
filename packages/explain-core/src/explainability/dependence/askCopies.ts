import type { Column, Table } from '../../data/table.js';
import { callRows, type Ask } from '../ask.js';

/** What stands in a replaced feature: a number, or the code of a level, at each position of all copies together. */
export type Cells = ReadonlyMap<string, (position: number) => number>;

/**
 * Asks about copies of the rows, one below the other, with some features replaced; in as few calls as fit.
 *   cells: by feature, position = copy × rows + row; number and category features only
 * Returns the answers, [times × rows].
 */
export async function askCopies(rows: Table, times: number, cells: Cells, ask: Ask): Promise<Float64Array> {
  const total = times * rows.rows;
  const answers = new Float64Array(total);
  const most = callRows(rows.columns.length);
  for (let from = 0; from < total; from += most) {
    const to = Math.min(total, from + most);
    answers.set(await ask({ rows: to - from, columns: rows.columns.map((column) => copied(column, rows.rows, cells.get(column.name), from, to)) }), from);
  }
  return answers;
}

function copied(column: Column, rows: number, cell: ((position: number) => number) | undefined, from: number, to: number): Column {
  if (column.kind === 'text') {
    if (cell !== undefined) throw new Error(`"${column.name}" is text; no number or level can stand in it`);
    return { ...column, values: Array.from({ length: to - from }, (_, i) => column.values[(from + i) % rows]!) };
  }
  const own = column.kind === 'number' ? column.values : column.codes;
  const at = cell ?? ((position: number): number => own[position % rows]!);
  if (column.kind === 'number') {
    const values = new Float64Array(to - from);
    for (let i = 0; i < values.length; i++) values[i] = at(from + i);
    return { ...column, values };
  }
  const codes = new Int32Array(to - from);
  for (let i = 0; i < codes.length; i++) codes[i] = at(from + i);
  return { ...column, codes };
}
