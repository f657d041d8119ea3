import type { Column } from '@plumbline/explain-core/data/table';

/** A value as JSON has it: missing is null. */
export function cell(column: Column, row: number): string | number | null {
  if (column.kind === 'number') return Number.isNaN(column.values[row]) ? null : column.values[row]!;
  if (column.kind === 'category') return column.codes[row]! < 0 ? null : column.levels[column.codes[row]!]!;
  return column.values[row]!;
}
