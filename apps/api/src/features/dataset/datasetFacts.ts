import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import type { DatasetModel } from '../../generated/prisma/models.js';

/** Of the stored shape { version: 1, columns }. */
export function columnsOf({ columns }: Pick<DatasetModel, 'columns'>): readonly ColumnInfo[] {
  const stored = columns as unknown as { version: number; columns: readonly ColumnInfo[] };
  if (stored.version !== 1) throw new Error(`data set columns of version ${stored.version}`);
  return stored.columns;
}

/** "people.csv, csv, utf-8, separated by ;" — what was read, and how. */
export function describeSource({ source }: Pick<DatasetModel, 'source'>): string {
  const { filename, format, encoding, separator, compression } = source as { [name: string]: string | null | undefined };
  const told = [filename, format, encoding, (separator ?? null) === null ? null : `separated by ${separator === '\t' ? 'tabs' : separator}`, compression];
  return told.filter((part) => (part ?? null) !== null).join(', ');
}
