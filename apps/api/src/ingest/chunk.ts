import { createHash } from 'node:crypto';
import { DataType, Dictionary, Field, Float64, Int16, Int32, Int8, makeData, makeVector, RecordBatch, Schema, Struct, Table as ArrowTable, tableFromIPC, tableToIPC, Utf8, type Data } from 'apache-arrow';
import type { Digest } from '@plumbline/explain-core/audit/digest';
import type { Column, ColumnInfo, Table } from '@plumbline/explain-core/data/table';
import { ExplainError } from '@plumbline/explain-core/errors';
import { chunkRows, limits } from './rules.js';
import { chunkDigest, validityOfCodes, validityOfFlags, validityOfNumbers, type RawChunk, type RawColumn } from './rawChunk.js';

/**
 * Chunks are stored as Arrow IPC streams of one record batch, so that any Arrow library reads them. Numbers take the narrowest type that holds all values of
 * the chunk exactly; categories are dictionaries of the levels that occur in the chunk. None of that is in the digest: see rawChunk.ts.
 * Behind the stream's end, where Arrow readers do not look, stands the SHA-256 of the stream: the Arrow library believes the lengths it reads, and one flipped bit can
 * make it fill the memory before any digest of the content could be taken.
 */
export function encodeChunk(chunk: RawChunk): Uint8Array {
  const children = chunk.columns.map((column, index) => encodeColumn(column, chunk.rows, index));
  const fields = chunk.columns.map(({ name }, index) => new Field(name, children[index].type, true));
  const schema = new Schema(fields);
  const batch = new RecordBatch(schema, makeData({ type: new Struct(fields), length: chunk.rows, nullCount: 0, children }));
  const stream = tableToIPC(new ArrowTable(schema, [batch]), 'stream');
  const bytes = new Uint8Array(stream.length + checksumBytes);
  bytes.set(stream);
  bytes.set(checksum(stream), stream.length);
  return bytes;
}

const checksumBytes = 32;

function checksum(stream: Uint8Array): Uint8Array {
  return createHash('sha256').update(stream).digest();
}

function encodeColumn(column: RawColumn, rows: number, index: number): Data {
  switch (column.kind) {
    case 'number': {
      const { validity, missing } = validityOfNumbers(column.values);
      const valid = { length: rows, nullCount: missing, nullBitmap: missing > 0 ? validity : null };
      const data = narrowest(column.values);
      if (data instanceof Int8Array) return makeData({ type: new Int8(), data, ...valid });
      if (data instanceof Int16Array) return makeData({ type: new Int16(), data, ...valid });
      if (data instanceof Int32Array) return makeData({ type: new Int32(), data, ...valid });
      return makeData({ type: new Float64(), data, ...valid });
    }
    case 'category': {
      const { codes, levels } = column;
      const offsets = new Int32Array(levels.length + 1);
      levels.forEach((level, code) => (offsets[code + 1] = offsets[code] + level.length));
      const bytes = new Uint8Array(offsets[levels.length]);
      levels.forEach((level, code) => bytes.set(level, offsets[code]));
      const dictionary = makeVector(makeData({ type: new Utf8(), length: levels.length, nullCount: 0, valueOffsets: offsets, data: bytes }));
      const { validity, missing } = validityOfCodes(codes);
      const valid = { length: rows, nullCount: missing, nullBitmap: missing > 0 ? validity : null };
      const indices = missing > 0 ? codes.map((code) => Math.max(0, code)) : codes;
      if (levels.length <= 127) return makeData({ type: new Dictionary(new Utf8(), new Int8(), index), data: new Int8Array(indices), dictionary, ...valid });
      if (levels.length <= 32_767) return makeData({ type: new Dictionary(new Utf8(), new Int16(), index), data: new Int16Array(indices), dictionary, ...valid });
      return makeData({ type: new Dictionary(new Utf8(), new Int32(), index), data: new Int32Array(indices), dictionary, ...valid });
    }
    case 'text': {
      const { present, offsets, bytes } = column;
      const { validity, missing } = validityOfFlags(present);
      const nullBitmap = missing > 0 ? validity : null;
      return makeData({ type: new Utf8(), length: rows, nullCount: missing, nullBitmap, valueOffsets: offsets, data: bytes });
    }
  }
}

/** NaN, which the validity marks as missing, becomes 0 in the integers. */
function narrowest(values: Float64Array): Float64Array | Int32Array | Int16Array | Int8Array {
  let min = 0;
  let max = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value !== value) continue;
    if ((value | 0) !== value) return values.map((each) => (each === each ? each : 0));
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  const integers = min >= -128 && max <= 127 ? new Int8Array(values.length) : min >= -32_768 && max <= 32_767 ? new Int16Array(values.length) : new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) integers[row] = values[row]; // NaN becomes 0
  return integers;
}

/** The content of stored bytes, as views on them. Everything that a reader relies on is checked: the bytes may have been changed. */
export function openChunk(bytes: Uint8Array): RawChunk {
  try {
    const stream = bytes.subarray(0, Math.max(0, bytes.length - checksumBytes));
    if (Buffer.compare(checksum(stream), bytes.subarray(stream.length)) !== 0) throw new RangeError('its checksum does not fit');
    const table = tableFromIPC(stream);
    if (table.batches.length !== 1) throw new RangeError(`${table.batches.length} record batches`);
    const { data, schema } = table.batches[0];
    const rows = data.length;
    if (rows > chunkRows || schema.fields.length > limits.columns) throw new RangeError(`${rows} rows of ${schema.fields.length} columns`);
    if (new Set(schema.fields.map(({ name }) => name)).size !== schema.fields.length) throw new RangeError('repeated names');
    return { rows, columns: schema.fields.map(({ name }, index) => openColumn(name, data.children[index], rows)) };
  } catch (error) {
    throw new ExplainError('BAD_DATA', `A stored chunk of data cannot be read (${error instanceof Error ? error.message : String(error)}): its bytes are not those that were written. Load the data again.`);
  }
}

export function verifyChunk(bytes: Uint8Array, digest: Digest): RawChunk {
  const chunk = openChunk(bytes);
  const found = chunkDigest(chunk);
  if (found !== digest) throw new ExplainError('MODEL_CHANGED', `A stored chunk of data has changed since it was loaded: its digest is ${found} and was ${digest}. Load the data again.`);
  return chunk;
}

function openColumn(name: string, data: Data, rows: number): RawColumn {
  if (data.length !== rows || data.offset !== 0) throw new RangeError(`column "${name}" has ${data.length} rows of ${rows}`);
  const validity = validityOf(data, rows);
  if (DataType.isUtf8(data.type)) {
    const { offsets, bytes } = texts(data, rows);
    const present = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) present[row] = isPresent(validity, row) ? 1 : 0;
    return { kind: 'text', name, offsets, bytes, present };
  }
  if (DataType.isDictionary(data.type) && DataType.isUtf8(data.type.dictionary)) {
    const dictionary = data.dictionary?.data[0];
    if (!dictionary || data.dictionary!.data.length !== 1 || dictionary.nullCount > 0 || dictionary.length > rows) throw new RangeError(`column "${name}" has no dictionary`);
    const { offsets, bytes } = texts(dictionary, dictionary.length);
    const levels = Array.from({ length: dictionary.length }, (_, code) => bytes.subarray(offsets[code], offsets[code + 1]));
    const codes = new Int32Array(rows);
    codes.set(numbers(data, rows).subarray(0, rows));
    for (let row = 0; row < rows; row++) {
      if (!isPresent(validity, row)) codes[row] = -1;
      else if (codes[row] < -1 || codes[row] >= levels.length) throw new RangeError(`column "${name}" points outside its dictionary`);
    }
    return { kind: 'category', name, levels, codes };
  }
  if (DataType.isInt(data.type) || DataType.isFloat(data.type)) {
    const stored = numbers(data, rows);
    if (validity === null && stored instanceof Float64Array && stored.byteOffset % 8 === 0) return { kind: 'number', name, values: stored.subarray(0, rows) };
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = isPresent(validity, row) ? stored[row] : NaN;
    return { kind: 'number', name, values };
  }
  throw new RangeError(`column "${name}" has type ${String(data.type)}`);
}

/** One bit a row, 1 for a value; null where every row has one. */
function validityOf(data: Data, rows: number): Uint8Array | null {
  if (data.nullCount === 0) return null;
  const bitmap = data.nullBitmap;
  if (!bitmap || bitmap.length * 8 < rows) throw new RangeError('a validity map is too short');
  return bitmap;
}

function isPresent(validity: Uint8Array | null, row: number): boolean {
  return validity === null || (validity[row >> 3] & (1 << (row & 7))) !== 0;
}

function numbers(data: Data, rows: number): Float64Array | Int32Array | Int16Array | Int8Array {
  const values: unknown = data.values;
  if (!(values instanceof Float64Array || values instanceof Int32Array || values instanceof Int16Array || values instanceof Int8Array)) throw new RangeError(`numbers are stored as ${String(data.type)}`);
  if (values.length < rows) throw new RangeError(`${values.length} values for ${rows} rows`);
  return values;
}

function texts(data: Data, rows: number): { offsets: Int32Array; bytes: Uint8Array } {
  const offsets: unknown = data.valueOffsets;
  const bytes: unknown = data.values;
  if (rows === 0) return { offsets: new Int32Array(1), bytes: new Uint8Array(0) };
  if (!(offsets instanceof Int32Array) || !(bytes instanceof Uint8Array) || offsets.length <= rows) throw new RangeError('texts without offsets');
  let before = 0;
  for (let row = 0; row <= rows; row++) {
    if (offsets[row] < before || offsets[row] > bytes.length) throw new RangeError('text offsets run outside the text');
    before = offsets[row];
  }
  return { offsets, bytes };
}

const utf8 = new TextDecoder();

/** A column as methods use it. With `info`, categories are numbered by its levels, so that codes mean the same in every chunk. */
export function columnOfRaw(raw: RawColumn, info?: ColumnInfo): Column {
  if (info && info.kind !== raw.kind) throw new ExplainError('BAD_DATA', `Column "${raw.name}" is stored as ${raw.kind}, and ${info.kind} was expected. Load the data again.`);
  switch (raw.kind) {
    case 'number':
      return { kind: 'number', name: raw.name, values: raw.values };
    case 'category': {
      const local = raw.levels.map((level) => utf8.decode(level));
      if (!info?.levels) return { kind: 'category', name: raw.name, levels: local, codes: raw.codes };
      const position = positionsOf(info.levels);
      const translate = Int32Array.from(local, (level) => {
        const code = position.get(level);
        if (code === undefined) throw new ExplainError('BAD_DATA', `Column "${raw.name}" holds "${level}", which is not among its known levels. Load the data again.`);
        return code;
      });
      const own = raw.codes;
      const codes = new Int32Array(own.length);
      for (let row = 0; row < codes.length; row++) codes[row] = own[row] < 0 ? -1 : translate[own[row]];
      return { kind: 'category', name: raw.name, levels: info.levels, codes };
    }
    case 'text': {
      const { offsets, bytes, present } = raw;
      const values = Array.from(present, (isPresent, row) => (isPresent === 1 ? utf8.decode(bytes.subarray(offsets[row], offsets[row + 1])) : null));
      return { kind: 'text', name: raw.name, values };
    }
  }
}

const positions = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function positionsOf(levels: readonly string[]): ReadonlyMap<string, number> {
  const known = positions.get(levels);
  if (known) return known;
  const made = new Map(levels.map((level, code) => [level, code]));
  positions.set(levels, made);
  return made;
}

/** All of a chunk. With `columns`, in their order and numbered by their levels. */
export function decodeChunk(bytes: Uint8Array, columns?: readonly ColumnInfo[]): Table {
  return tableOfRaw(openChunk(bytes), columns);
}

export function tableOfRaw(raw: RawChunk, columns?: readonly ColumnInfo[]): Table {
  if (!columns) return { rows: raw.rows, columns: raw.columns.map((column) => columnOfRaw(column)) };
  return { rows: raw.rows, columns: columns.map((info) => columnOfRaw(rawColumn(raw, info.name), info)) };
}

export function rawColumn(raw: RawChunk, name: string): RawColumn {
  const column = raw.columns.find((candidate) => candidate.name === name);
  if (!column) throw new ExplainError('BAD_DATA', `The stored data has no column "${name}"; its columns are ${raw.columns.map((each) => `"${each.name}"`).join(', ')}.`);
  return column;
}
