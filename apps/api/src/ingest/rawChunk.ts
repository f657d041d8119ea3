import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { canonicalJson, type Digest } from '@plumbline/explain-core/audit/digest';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { ColumnKind } from '@plumbline/explain-core/data/table';

/** A column of one chunk as its digest sees it: levels and texts as UTF-8 bytes. */
export type RawColumn =
  | { readonly kind: 'number'; readonly name: string; readonly values: Float64Array } // NaN: missing
  | { readonly kind: 'category'; readonly name: string; readonly levels: readonly Uint8Array[]; readonly codes: Int32Array } // −1: missing
  | { readonly kind: 'text'; readonly name: string; readonly offsets: Int32Array; readonly bytes: Uint8Array; readonly present: Uint8Array }; // present: one byte a row

export interface RawChunk {
  readonly rows: number;
  readonly columns: readonly RawColumn[];
}

/**
 * The digest of a chunk's content, whatever it is stored as. SHA-256 over these bytes, integers little-endian:
 *
 *   "plumbline chunk 1\n", then RFC 8785 JSON {"columns":[{"kind","name"}…],"rows":n} and "\n", then for each column
 *   the validity: one bit a row, 1 for a value, least significant bit first, padded with zeros to whole bytes;
 *   number:   n × float64; missing is 0, −0 does not occur
 *   category: u32 count of the levels that occur, in the order in which they first occur in this chunk; for each u32 length and its UTF-8 bytes;
 *             then n × int32 index into them, −1 for missing
 *   text:     n × u32 length in bytes, 0 for missing; then all texts' UTF-8 bytes
 *
 * The digest of a data set is that of RFC 8785 JSON {"chunks":[digest…],"columns":[{"kind","name"}…],"format":"plumbline table 1","rows"}. Roles, file
 * names, encodings, separators and compression have no part in it; the number of rows in a chunk follows from the content alone.
 */
export function chunkDigest(chunk: RawChunk): Digest {
  if (endianness() !== 'LE') throw new ExplainError('UNSUPPORTED', 'Data is stored and hashed little-endian, and this machine is big-endian.');
  const hash = createHash('sha256');
  const columns = chunk.columns.map(({ kind, name }) => ({ kind, name }));
  hash.update(`plumbline chunk 1\n${canonicalJson({ columns, rows: chunk.rows })}\n`);
  for (const column of chunk.columns) {
    switch (column.kind) {
      case 'number': {
        const { validity, missing } = validityOfNumbers(column.values);
        hash.update(validity);
        if (missing === 0) hash.update(bytesOf(column.values));
        else hash.update(bytesOf(column.values.map((value) => (Number.isNaN(value) ? 0 : value))));
        break;
      }
      case 'category': {
        const { levels, codes } = isFirstAppearance(column.levels.length, column.codes) ? column : firstAppearance(column.levels, column.codes);
        hash.update(validityOfCodes(codes).validity);
        hash.update(u32(levels.length));
        for (const level of levels) hash.update(u32(level.length)).update(level);
        hash.update(bytesOf(codes));
        break;
      }
      case 'text': {
        const { offsets, present } = column;
        hash.update(validityOfFlags(present).validity);
        const lengths = new Uint32Array(chunk.rows);
        for (let row = 0; row < chunk.rows; row++) lengths[row] = offsets[row + 1] - offsets[row];
        hash.update(bytesOf(lengths)).update(column.bytes.subarray(offsets[0], offsets[chunk.rows]));
      }
    }
  }
  return `sha256:${hash.digest('hex')}`;
}

export function datasetDigest(rows: number, columns: readonly { readonly name: string; readonly kind: ColumnKind }[], chunks: readonly Digest[]): Digest {
  const json = canonicalJson({ format: 'plumbline table 1', rows, columns: columns.map(({ kind, name }) => ({ kind, name })), chunks });
  return `sha256:${createHash('sha256').update(json).digest('hex')}`;
}

/** Only the levels that occur, numbered as they first occur. */
export function firstAppearance<L>(levels: readonly L[], codes: Int32Array): { levels: L[]; codes: Int32Array } {
  const renumbered = new Int32Array(levels.length).fill(-1);
  const result = new Int32Array(codes.length);
  const found: L[] = [];
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code < 0) {
      result[row] = -1;
      continue;
    }
    let local = renumbered[code];
    if (local < 0) {
      local = found.length;
      renumbered[code] = local;
      found.push(levels[code]);
    }
    result[row] = local;
  }
  return { levels: found, codes: result };
}

function isFirstAppearance(levels: number, codes: Int32Array): boolean {
  let seen = 0;
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] < seen) continue;
    if (codes[row] > seen) return false;
    seen++;
  }
  return seen === levels;
}

export interface Validity {
  readonly validity: Uint8Array;
  readonly missing: number;
}

// Three times the same loop over three kinds of array: one loop over a function of the row is four times slower, and this runs over every cell of every file.

export function validityOfNumbers(values: Float64Array): Validity {
  const validity = new Uint8Array((values.length + 7) >> 3);
  let missing = 0;
  for (let row = 0; row < values.length; row++) {
    if (values[row] !== values[row]) missing++; // NaN
    else validity[row >> 3] |= 1 << (row & 7);
  }
  return { validity, missing };
}

export function validityOfCodes(codes: Int32Array): Validity {
  const validity = new Uint8Array((codes.length + 7) >> 3);
  let missing = 0;
  for (let row = 0; row < codes.length; row++) {
    if (codes[row] < 0) missing++;
    else validity[row >> 3] |= 1 << (row & 7);
  }
  return { validity, missing };
}

export function validityOfFlags(present: Uint8Array): Validity {
  const validity = new Uint8Array((present.length + 7) >> 3);
  let missing = 0;
  for (let row = 0; row < present.length; row++) {
    if (present[row] === 0) missing++;
    else validity[row >> 3] |= 1 << (row & 7);
  }
  return { validity, missing };
}

function bytesOf(array: Float64Array | Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function u32(value: number): Uint8Array {
  return bytesOf(Uint32Array.of(value));
}
