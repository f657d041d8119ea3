import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { badInput } from '../../errors.js';

export function columnNamed(columns: readonly ColumnInfo[], name: string, what: string): ColumnInfo {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw badInput(`There is no column "${name}" (${what}); the columns are ${listed(columns.map((c) => c.name))}.`);
  return column;
}

/** Names in quotes; of many, the first twenty. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `"${name}"`).join(', ');
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}
