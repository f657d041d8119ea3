import type { ColumnKind, ColumnRole } from '@plumbline/explain-core/data/table';

/**
 * What is read as what. The rules look at the whole file, so the result depends on its content and on nothing else.
 *
 * missing    A cell that, without blanks around it, is one of the marks below. Quotes make no difference. The list is deliberately short:
 *            `N/A`, `None`, `none`, `-` and `unknown` are values in real data (COMPAS has a score text `N/A`, German Credit a level `none`), and what
 *            a file means by them is for its owner to say: `missing` in the options replaces the list.
 * number     Every cell that is not missing is a decimal number: an optional sign, digits with at most one point, an optional exponent; blanks
 *            around it do not count. "1,5", "１", "0x10", "1_000", "inf", "1e999" are not numbers. Nor is a whole number over 2^53 written out in digits:
 *            reading it as a number would make different ids equal. −0 is read as 0. A column without any value is a number column.
 * category   Otherwise, while there are at most 10,000 distinct values and none is longer than 256 bytes of UTF-8.
 * text       Otherwise.
 *
 * Blanks (space, tab) around an unquoted cell are not part of it; inside quotes they are. In Parquet, where nulls and types are explicit, the same marks
 * are missing in string columns, booleans are the categories "true" and "false", and string columns are never read as numbers unless that is asked for.
 */
export const missingMarks: readonly string[] = ['', 'NA', 'NaN', 'nan', 'null', 'NULL', '?', '#N/A'];

/** Bounds. Each is far above honest data and far below what would endanger the machine. */
export const limits = {
  levels: 10_000,
  levelBytes: 256,
  numberLevels: 64,
  columns: 10_000,
  nameLength: 1_000,
  recordBytes: 8 * 2 ** 20,
  /** Text of one chunk: Postgres takes 1 GB in a field, and a reader holds a few chunks at a time. */
  chunkTextBytes: 32 * 2 ** 20,
  /** Cells of one chunk; wide tables get chunks of fewer rows. */
  chunkCells: 2 ** 22,
  /** Plain gzip cannot pass 1032:1. Tables reach 50:1 when they repeat themselves. */
  inflatedRatio: 250,
  /** No ratio is looked at below this. */
  inflatedFreeBytes: 64 * 2 ** 20,
  inflatedBytes: 64 * 2 ** 30,
  parquetFooterBytes: 64 * 2 ** 20,
  parquetPageBytes: 128 * 2 ** 20,
} as const;

export const chunkRows = 65_536;

export interface ColumnOverride {
  readonly name: string;
  readonly kind?: ColumnKind;
  readonly role?: ColumnRole;
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'gb18030';
export const encodings: readonly Encoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'gb18030'];
export const separators = [',', ';', '\t', '|'] as const;
export type Separator = (typeof separators)[number];

export interface ReadOptions {
  readonly columns?: readonly ColumnOverride[];
  /** Replaces the list of missing marks. */
  readonly missing?: readonly string[];
  /** Asked for rather than detected. */
  readonly encoding?: Encoding;
  readonly separator?: Separator;
}

/** Something a person should know before relying on the table; nothing was changed on account of it. */
export interface IngestWarning {
  readonly code: 'lookAlikeLevels' | 'invisibleCharacters' | 'leadingZeros' | 'looksNumeric' | 'headerLooksLikeData' | 'noValues' | 'encodingGuessed' | 'roundedIntegers';
  readonly column: string | null;
  readonly message: string;
  readonly examples: readonly string[];
}
