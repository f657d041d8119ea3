import type { ColumnKind } from '@plumbline/explain-core/data/table';
import type { ColumnBuffers } from './columnBuffers.js';
import type { IngestWarning } from './rules.js';

/** A file whose columns are known, and whose rows can be read as often as it takes to find the right kinds. */
export interface RowReader {
  readonly names: readonly string[];
  /** The kinds to start from: the narrowest that the beginning of the file allows. */
  firstKinds(narrowest: (names: readonly string[]) => ColumnBuffers): Promise<ColumnKind[]>;
  /** Reads all rows; `onFull` empties the buffers. */
  read(cells: ColumnBuffers, onFull: () => Promise<void>): Promise<void>;
  readonly facts: SourceFacts;
  readonly warnings: readonly IngestWarning[];
}

/** How a file was read, for the record. */
export interface SourceFacts {
  readonly format: 'csv' | 'parquet';
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly compression: string | null;
  readonly emptyLines: number;
}

/** Thrown by `read` when the file must be read again from the start, because it is not what its beginning looked like. */
export class ReadAgain extends Error {}
