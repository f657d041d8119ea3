import { ExplainError } from '../errors.js';
import type { CategoryColumn, Column, NumberColumn, Table } from './table.js';

/** Columns by name, of tables with more columns than it takes to make looking through them slow. Tables are never changed, so an index holds as long as its columns do. */
const indexes = new WeakMap<readonly Column[], ReadonlyMap<string, Column>>();
const MOST_LOOKED_THROUGH = 16;

export function columnOf(table: Table, name: string): Column {
  const column = table.columns.length > MOST_LOOKED_THROUGH ? indexOf(table.columns).get(name) : table.columns.find((candidate) => candidate.name === name);
  if (!column) {
    throw new ExplainError('BAD_DATA', `There is no column "${name}"; the columns are ${table.columns.map((c) => `"${c.name}"`).join(', ')}.`);
  }
  return column;
}

function indexOf(columns: readonly Column[]): ReadonlyMap<string, Column> {
  let index = indexes.get(columns);
  if (index === undefined) indexes.set(columns, (index = new Map(columns.map((column) => [column.name, column]))));
  return index;
}

/** The rows at `indices`, in that order; an index may occur more than once. */
export function takeRows(table: Table, indices: ArrayLike<number>): Table {
  const rows = indices.length;
  const columns = table.columns.map((column): Column => {
    if (column.kind === 'number') {
      const values = new Float64Array(rows);
      for (let i = 0; i < rows; i++) values[i] = column.values[indices[i]!]!;
      return { ...column, values };
    }
    if (column.kind === 'category') {
      const codes = new Int32Array(rows);
      for (let i = 0; i < rows; i++) codes[i] = column.codes[indices[i]!]!;
      return { ...column, codes };
    }
    return { ...column, values: Array.from(indices, (index) => column.values[index] ?? null) };
  });
  return { rows, columns };
}

export function takeColumns(table: Table, names: readonly string[]): Table {
  return { rows: table.rows, columns: names.map((name) => columnOf(table, name)) };
}

/** Tables of the same columns, one below the other. Category codes are brought onto the union of the levels, in order of first appearance. */
export function concatRows(tables: readonly Table[]): Table {
  const [first] = tables;
  if (!first) return { rows: 0, columns: [] };
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const columns = first.columns.map((head, index): Column => {
    const parts = tables.map((table) => {
      const part = table.columns[index];
      if (!part || part.name !== head.name || part.kind !== head.kind) {
        throw new ExplainError('BAD_DATA', `Tables to be joined must have the same columns; "${head.name}" (${head.kind}) met "${part?.name}" (${part?.kind}).`);
      }
      return part;
    });
    if (head.kind === 'number') {
      const values = new Float64Array(rows);
      let at = 0;
      for (const part of parts as NumberColumn[]) {
        values.set(part.values, at);
        at += part.values.length;
      }
      return { kind: 'number', name: head.name, values };
    }
    if (head.kind === 'category') return concatCategories(head.name, parts as CategoryColumn[], rows);
    return { kind: 'text', name: head.name, values: parts.flatMap((part) => (part.kind === 'text' ? part.values : [])) };
  });
  return { rows, columns };
}

function concatCategories(name: string, parts: readonly CategoryColumn[], rows: number): CategoryColumn {
  const first = parts[0]!.levels;
  const codes = new Int32Array(rows);
  if (parts.every((part) => part.levels === first)) {
    let at = 0;
    for (const part of parts) {
      codes.set(part.codes, at);
      at += part.codes.length;
    }
    return { kind: 'category', name, levels: first, codes };
  }
  const position = new Map<string, number>();
  let at = 0;
  for (const part of parts) {
    const translate = part.levels.map((level) => {
      const known = position.get(level);
      if (known !== undefined) return known;
      position.set(level, position.size);
      return position.size - 1;
    });
    for (const code of part.codes) codes[at++] = code < 0 ? -1 : translate[code]!;
  }
  return { kind: 'category', name, levels: [...position.keys()], codes };
}

/**
 * Any column as strings, null for missing: labels, predictions and groups are compared this way. A number is written as
 * JavaScript writes it, so 1, 1.0 and 1e0 in a file are all "1"; −0 is "0".
 */
export function asStrings(column: Column): (string | null)[] {
  if (column.kind === 'text') return [...column.values];
  if (column.kind === 'number') return Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
  return Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]!));
}

/** The values of one row as a reader sees them: numbers as numbers, all else as words, missing as null. */
export function shownRow({ columns }: Table, row: number): Record<string, number | string | null> {
  return Object.fromEntries(
    columns.map((column) => {
      if (column.kind === 'number') return [column.name, Number.isNaN(column.values[row]) ? null : column.values[row]!];
      if (column.kind === 'text') return [column.name, column.values[row] ?? null];
      return [column.name, column.codes[row]! < 0 ? null : column.levels[column.codes[row]!]!];
    }),
  );
}
