import type { Column, ColumnInfo, Table } from '@plumbline/explain-core/data/table';
import { badInput } from '../../errors.js';

/** A row as somebody writes it: column names with numbers, words, or null for missing. */
export type AskedRow = Readonly<Record<string, unknown>>;

/** Rows in the form that models read, in the order of `names`. Every named column must be there, and nothing else; values are of the columns' kinds. */
export function tableOfAsked(rows: readonly AskedRow[], columns: readonly ColumnInfo[], names: readonly string[]): Table {
  for (const [i, row] of rows.entries()) {
    const foreign = Object.keys(row).find((name) => !names.includes(name));
    if (foreign !== undefined) throw badInput(`Row ${i} has "${foreign}", which the model does not read; it reads ${list(names)}.`);
  }
  return { rows: rows.length, columns: names.map((name) => columnOfAsked(rows, columns.find((info) => info.name === name)!)) };
}

function columnOfAsked(rows: readonly AskedRow[], { name, kind, levels }: ColumnInfo): Column {
  const values = rows.map((row, i) => {
    const value = row[name];
    if (value === undefined) throw badInput(`Row ${i} lacks "${name}"; say null for a missing value.`);
    const fits = value === null || (kind === 'number' ? typeof value === 'number' && Number.isFinite(value) : typeof value === 'string');
    if (!fits) throw badInput(`"${name}" of row ${i} is ${JSON.stringify(value)}; expected ${kind === 'number' ? 'a number' : 'a text'} or null.`);
    return value as number | string | null;
  });
  switch (kind) {
    case 'number':
      return { kind, name, values: Float64Array.from(values, (value) => (value === null ? NaN : (value as number))) };
    case 'text':
      return { kind, name, values: values as (string | null)[] };
    case 'category': {
      const known = levels ?? [];
      const codes = Int32Array.from(values, (value, i) => {
        const code = value === null ? -1 : known.indexOf(value as string);
        if (value !== null && code < 0 && levels !== null) throw badInput(`"${name}" of row ${i} is "${value}", which no row of the data holds; there are ${list(levels)}.`);
        return code;
      });
      return { kind, name, levels: known, codes };
    }
  }
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name}"`).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}
