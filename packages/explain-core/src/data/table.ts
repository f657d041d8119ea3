/** A column of data. Missing is NaN in a number column, code −1 in a category, null in a text. */
export type Column = NumberColumn | CategoryColumn | TextColumn;

export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly values: Float64Array;
}

export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  /** Distinct; codes index into it. */
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

export interface TextColumn {
  readonly kind: 'text';
  readonly name: string;
  readonly values: readonly (string | null)[];
}

/** Columns of equal length; names are distinct. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

export type ColumnKind = Column['kind'];
export type ColumnRole = 'feature' | 'label' | 'protected' | 'prediction' | 'score' | 'weight' | 'id' | 'ignored';

/** What is known of a stored column without reading its rows. Counted over the whole data set at ingest. */
export interface ColumnInfo {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly role: ColumnRole;
  readonly missing: number;
  /** Distinct non-missing values as strings, sorted by code point (numbers by value); null where there are too many (over 10,000 in a category, 64 in a number). */
  readonly levels: readonly string[] | null;
  /** Number columns with at least one value. */
  readonly numbers: { readonly min: number; readonly max: number; readonly mean: number; readonly standardDeviation: number; readonly integer: boolean } | null;
}
