import { isUtf8 } from 'node:buffer';
import { open, type FileHandle } from 'node:fs/promises';
import { parquetMetadataAsync, parquetRead, type AsyncBuffer, type Compressors, type DecodedArray, type FileMetaData, type SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { ColumnKind } from '@plumbline/explain-core/data/table';
import { ExplainError } from '@plumbline/explain-core/errors';
import { numberKind, type ColumnBuffers } from './columnBuffers.js';
import { checkNames } from './csvHeader.js';
import type { RowReader, SourceFacts } from './rowReader.js';
import { limits } from './rules.js';

interface Source {
  readonly path: string;
  readonly filename: string;
  readonly signal: AbortSignal;
  readonly onRead: (bytes: number) => void;
}

// Values per byte of file beyond which a file is a bomb. A constant column costs some hundred bytes per million values, so tables stay below until they are large.
const valuesPerByte = 1000;
const freeValues = 100_000_000;
const columnChunkBytes = 512 * 2 ** 20;

/** Codecs that refuse pages which claim to be, or become, larger than writers make them (1 MiB is usual). */
const boundedCompressors: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, inflate]) => [
    codec,
    (input: Uint8Array, outputLength: number): Uint8Array => {
      if (outputLength > limits.parquetPageBytes) throw new ExplainError('RESOURCE_LIMIT', `A page of the Parquet file claims ${outputLength} bytes; at most ${limits.parquetPageBytes} are read. Write it with ordinary page sizes.`);
      return inflate(input, outputLength);
    },
  ]),
);

/** Dates as ISO 8601 text to the unit they are stored in; strings as the bytes they are. */
const parsers = {
  dateFromDays: (days: number): string => new Date(days * 86_400_000).toISOString().slice(0, 10),
  timestampFromMilliseconds: (millis: bigint): string => isoTime(millis * 1_000_000n),
  timestampFromMicroseconds: (micros: bigint): string => isoTime(micros * 1000n),
  timestampFromNanoseconds: (nanos: bigint): string => isoTime(nanos),
  stringFromBytes: (bytes: Uint8Array): Uint8Array => bytes,
  jsonFromBytes: (bytes: Uint8Array): Uint8Array => bytes,
};

function isoTime(nanos: bigint): string {
  const second = 1_000_000_000n;
  const seconds = nanos >= 0n ? nanos / second : -((-nanos + second - 1n) / second);
  const fraction = (nanos - seconds * second).toString().padStart(9, '0').replace(/0+$/u, '');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
}

type Put = (cells: ColumnBuffers, column: number, value: unknown) => void;

interface ParquetColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly put: Put;
}

export async function openParquet(source: Source): Promise<RowReader> {
  const file = await open(source.path, 'r');
  try {
    const { size } = await file.stat();
    const metadata = await readMetadata(file, size, source.filename);
    const columns = columnsOf(metadata, source.filename);
    checkNames(columns.map(({ name }) => name), source.filename);
    checkSizes(metadata, columns.length, size, source.filename);
    return new ParquetFile(source, size, metadata, columns);
  } finally {
    await file.close();
  }
}

class ParquetFile implements RowReader {
  readonly warnings = [];
  readonly facts: SourceFacts;

  constructor(
    private readonly source: Source,
    private readonly sizeBytes: number,
    private readonly metadata: FileMetaData,
    private readonly columns: readonly ParquetColumn[],
  ) {
    const codecs = new Set(metadata.row_groups.flatMap((group) => group.columns.map((column) => column.meta_data?.codec ?? 'UNCOMPRESSED')));
    this.facts = { format: 'parquet', encoding: null, separator: null, compression: [...codecs].sort().join(', ').toLowerCase() || null, emptyLines: 0 };
  }

  get names(): readonly string[] {
    return this.columns.map(({ name }) => name);
  }

  async firstKinds(): Promise<ColumnKind[]> {
    return this.columns.map(({ kind }) => kind);
  }

  async read(cells: ColumnBuffers, onFull: () => Promise<void>): Promise<void> {
    const file = await open(this.source.path, 'r');
    try {
      const buffer = asyncBuffer(file, this.sizeBytes);
      let groupStart = 0;
      for (const group of this.metadata.row_groups) {
        const groupEnd = groupStart + Number(group.num_rows);
        for (let from = groupStart; from < groupEnd; from += cells.capacity) {
          if (this.source.signal.aborted) throw new ExplainError('CANCELLED', 'Reading the file was cancelled.');
          await this.readRows(buffer, cells, from, Math.min(groupEnd, from + cells.capacity), onFull);
        }
        groupStart = groupEnd;
        this.source.onRead(Math.min(this.sizeBytes, Math.round((this.sizeBytes * groupEnd) / Math.max(1, Number(this.metadata.num_rows)))));
      }
    } finally {
      await file.close();
    }
  }

  private async readRows(file: AsyncBuffer, cells: ColumnBuffers, from: number, to: number, onFull: () => Promise<void>): Promise<void> {
    const values: unknown[][] = [];
    for (const { name } of this.columns) values.push(await this.readColumn(file, name, from, to));
    for (let row = from; row < to; row++) {
      this.columns.forEach(({ put, name }, column) => {
        const value = values[column][row - from];
        if (value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))) cells.putNull(column);
        else if (value === Infinity || value === -Infinity) throw new ExplainError('BAD_DATA', `Column "${name}" holds an infinite number in data row ${row + 1}. Write a finite number, or null.`);
        else put(cells, column, value);
      });
      cells.commitRow();
      if (cells.full) await onFull();
    }
  }

  /** Rows from to `to` of one column. Pages reach over the range on both sides. */
  private async readColumn(file: AsyncBuffer, name: string, from: number, to: number): Promise<unknown[]> {
    const values = new Array<unknown>(to - from);
    let found = 0;
    const onChunk = ({ columnData, rowStart }: { columnData: DecodedArray; rowStart: number }): void => {
      const start = Math.max(from, rowStart);
      const end = Math.min(to, rowStart + columnData.length);
      for (let row = start; row < end; row++) values[row - from] = columnData[row - rowStart];
      found += Math.max(0, end - start);
    };
    await decoding(this.source.filename, async () => {
      await parquetRead({ file, metadata: this.metadata, columns: [name], rowStart: from, rowEnd: to, compressors: boundedCompressors, parsers, utf8: false, useOffsetIndex: true, onChunk } as Parameters<typeof parquetRead>[0]);
    });
    if (found !== to - from) throw new ExplainError('BAD_DATA', `"${this.source.filename}" is damaged: column "${name}" has ${found} values for rows ${from + 1} to ${to}. Write it again.`);
    return values;
  }
}

function asyncBuffer(file: FileHandle, byteLength: number): AsyncBuffer {
  const read = async (start: number, end: number): Promise<ArrayBuffer> => {
    if (!(start >= 0 && end >= start && end <= byteLength)) throw new RangeError(`bytes ${start} to ${end} of ${byteLength} were asked for`);
    if (end - start > columnChunkBytes) throw new ExplainError('RESOURCE_LIMIT', `A column of the Parquet file has ${end - start} bytes in one row group; at most ${columnChunkBytes} are read. Write it with smaller row groups.`);
    const bytes = new Uint8Array(end - start);
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
      if (bytesRead === 0) throw new RangeError('the file became shorter while it was read');
      done += bytesRead;
    }
    return bytes.buffer;
  };
  return {
    byteLength,
    slice(start, end = byteLength) {
      const bytes = read(start, end);
      bytes.catch(() => undefined); // the library reads ahead and may stumble over something else before it looks at this
      return bytes;
    },
  };
}

async function readMetadata(file: FileHandle, size: number, filename: string): Promise<FileMetaData> {
  if (size < 12) throw new ExplainError('BAD_DATA', `"${filename}" begins as Parquet but is only ${size} bytes long. Write it again.`);
  const tail = Buffer.alloc(8);
  await file.read(tail, 0, 8, size - 8);
  if (tail.toString('latin1', 4) !== 'PAR1') throw new ExplainError('BAD_DATA', `"${filename}" begins as Parquet but does not end as Parquet: it is cut off. Send it again.`);
  const footer = tail.readUInt32LE(0);
  if (footer + 12 > size || footer > limits.parquetFooterBytes) throw new ExplainError('BAD_DATA', `"${filename}" is damaged: its footer claims ${footer} bytes, and the file has ${size}. Write it again.`);
  return decoding(filename, () => parquetMetadataAsync(asyncBuffer(file, size), { geoparquet: false }));
}

/** What the Parquet library throws is about the file: whatever it stumbles over, the bytes are not as the format wants them. */
async function decoding<T>(filename: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ExplainError) throw error;
    throw new ExplainError('BAD_DATA', `"${filename}" cannot be read as Parquet: ${error instanceof Error ? error.message : String(error)}. Write it again with a current Parquet library.`);
  }
}

function columnsOf(metadata: FileMetaData, filename: string): ParquetColumn[] {
  const [root, ...elements] = metadata.schema;
  const nested: string[] = [];
  let columns = 0;
  for (let at = 0; at < elements.length; columns++) {
    if ((elements[at].num_children ?? 0) > 0) nested.push(`"${elements[at].name}"`);
    for (let open = 1; open > 0 && at < elements.length; at++) open += (elements[at].num_children ?? 0) - 1;
  }
  if (nested.length > 0 || root?.num_children !== columns) {
    throw new ExplainError('UNSUPPORTED', `"${filename}" has nested columns (${nested.slice(0, 10).join(', ') || 'its schema is unclear'}). Only tables of plain columns are read: flatten lists, maps and structures before writing.`);
  }
  return elements.map((element) => columnOf(element));
}

const unsupportedTypes = new Set(['TIME_MILLIS', 'TIME_MICROS', 'INTERVAL', 'BSON', 'MAP', 'MAP_KEY_VALUE', 'LIST']);
const unsupportedLogical = new Set(['TIME', 'INTERVAL', 'BSON', 'GEOMETRY', 'GEOGRAPHY', 'VARIANT', 'MAP', 'LIST']);

function columnOf(element: SchemaElement): ParquetColumn {
  const { name, type, converted_type, logical_type } = element;
  const logical = logical_type?.type;
  if (element.repetition_type === 'REPEATED' || unsupportedTypes.has(converted_type ?? '') || unsupportedLogical.has(logical ?? '')) {
    throw new ExplainError('UNSUPPORTED', `Column "${name}" has the Parquet type ${logical ?? converted_type ?? 'repeated'}, which is not read. Write it as text or numbers.`);
  }
  if (converted_type === 'DECIMAL' || logical === 'DECIMAL') {
    const scale = element.scale ?? 0;
    // The library multiplies by 10^-scale in floating point, which gives 0.30000000000000004 for 3 tenths; so it is kept from it.
    delete element.converted_type;
    delete element.logical_type;
    return { name, kind: 'number', put: (cells, column, value) => putUnscaled(cells, column, unscaled(value), scale) };
  }
  const isTime = converted_type === 'DATE' || converted_type === 'TIMESTAMP_MILLIS' || converted_type === 'TIMESTAMP_MICROS' || logical === 'DATE' || logical === 'TIMESTAMP';
  if (type === 'BOOLEAN') return { name, kind: 'category', put: (cells, column, value) => putText(cells, column, value ? 'true' : 'false') };
  if (isTime || type === 'INT96' || logical === 'UUID') return { name, kind: 'category', put: (cells, column, value) => putText(cells, column, String(value)) };
  if (type === 'BYTE_ARRAY' || (type === 'FIXED_LEN_BYTE_ARRAY' && logical !== 'FLOAT16')) return { name, kind: 'category', put: (cells, column, value) => putBytes(cells, column, value, name) };
  return { name, kind: 'number', put: (cells, column, value) => (typeof value === 'bigint' ? putUnscaled(cells, column, value, 0) : putNumber(cells, column, Number(value))) };
}

function unscaled(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (value instanceof Uint8Array) return value.length === 0 ? 0n : BigInt.asIntN(value.length * 8, BigInt(`0x${Buffer.from(value).toString('hex')}`));
  return BigInt(Number(value));
}

function putUnscaled(cells: ColumnBuffers, column: number, value: bigint, scale: number): void {
  const isSafe = value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER);
  if (scale === 0 && isSafe) putNumber(cells, column, Number(value));
  else putText(cells, column, scale === 0 ? value.toString() : `${value}e-${scale}`);
}

function putNumber(cells: ColumnBuffers, column: number, value: number): void {
  if (cells.kinds[column] === numberKind) cells.putNumber(column, value === 0 ? 0 : value);
  else putText(cells, column, String(value === 0 ? 0 : value));
}

function putText(cells: ColumnBuffers, column: number, text: string): void {
  const bytes = Buffer.from(text);
  cells.putCell(column, bytes, 0, bytes.length);
}

function putBytes(cells: ColumnBuffers, column: number, value: unknown, name: string): void {
  if (!(value instanceof Uint8Array)) return putText(cells, column, String(value));
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw new ExplainError('UNSUPPORTED', `Column "${name}" holds bytes that are not text (data row ${cells.totalRows + 1}). Leave the column out, or write it as text.`);
  }
  cells.putCell(column, bytes, 0, bytes.length);
}

function checkSizes(metadata: FileMetaData, columns: number, size: number, filename: string): void {
  const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== Number(metadata.num_rows) || metadata.row_groups.some((group) => !(Number(group.num_rows) >= 0))) {
    throw new ExplainError('BAD_DATA', `"${filename}" is damaged: it claims ${metadata.num_rows} rows and its row groups have ${rows}. Write it again.`);
  }
  for (const group of metadata.row_groups) {
    if (group.columns.length !== columns) throw new ExplainError('BAD_DATA', `"${filename}" is damaged: a row group has ${group.columns.length} columns, and there are ${columns}. Write it again.`);
    for (const column of group.columns) {
      if (Number(column.meta_data?.num_values ?? -1) !== Number(group.num_rows)) throw new ExplainError('BAD_DATA', `"${filename}" is damaged: a column has ${column.meta_data?.num_values} values in a row group of ${group.num_rows} rows. Write it again.`);
    }
  }
  if (rows * columns > Math.max(freeValues, size * valuesPerByte)) {
    throw new ExplainError('RESOURCE_LIMIT', `"${filename}" has ${size} bytes and claims ${rows} rows of ${columns} columns, more than data does.`);
  }
}
