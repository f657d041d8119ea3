import type { ColumnInfo, Table } from './table.js';

/**
 * The rows of one data set, read piece by piece. Category columns of everything it returns share the `levels` array of their
 * ColumnInfo, so codes can be compared across reads.
 */
export interface DataSource {
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  /** Rows from (inclusive) to (exclusive), the named columns only. */
  read(from: number, to: number, columns: readonly string[]): Promise<Table>;
  /** The rows at these indices, in that order. */
  take(indices: ArrayLike<number>, columns: readonly string[]): Promise<Table>;
}
