import { ExplainError } from '@plumbline/explain-core/errors';
import { concatRows } from '@plumbline/explain-core/data/select';
import type { DataSource } from '@plumbline/explain-core/data/source';
import type { Column, ColumnInfo, Table } from '@plumbline/explain-core/data/table';
import { columnOfRaw, openChunk, rawColumn } from './chunk.js';
import type { RawChunk } from './rawChunk.js';

/** Enough that neighbouring reads and a walk in order fetch a chunk once, few enough to bound memory. */
const chunksKept = 4;

interface StoredData {
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  /** The bytes of chunk `index`. All chunks but the last have as many rows as the first. */
  readonly fetchChunk: (index: number) => Promise<Uint8Array>;
}

interface OpenChunk {
  readonly raw: RawChunk;
  readonly columns: Map<string, Column>;
}

/** A stored data set, read by chunks. Columns that nobody asks for are never decoded. */
export function chunkSource({ rows, columns, fetchChunk }: StoredData): DataSource {
  const infos = new Map(columns.map((info) => [info.name, info]));
  const open = new Map<number, Promise<OpenChunk>>(); // in order of use, the latest last

  const chunkAt = (index: number): Promise<OpenChunk> => {
    const known = open.get(index);
    const chunk = known ?? fetchChunk(index).then((bytes) => ({ raw: openChunk(bytes), columns: new Map<string, Column>() }));
    open.delete(index);
    open.set(index, chunk);
    if (!known) chunk.catch(() => open.delete(index)); // whoever asked gets the error; the next one tries again
    for (const oldest of open.keys()) {
      if (open.size <= chunksKept) break;
      open.delete(oldest);
    }
    return chunk;
  };
  const columnIn = (chunk: OpenChunk, name: string): Column => {
    const known = chunk.columns.get(name);
    if (known) return known;
    const info = infos.get(name);
    if (!info) throw new ExplainError('BAD_DATA', `There is no column "${name}"; the columns are ${columns.map((each) => `"${each.name}"`).join(', ')}.`);
    const column = columnOfRaw(rawColumn(chunk.raw, name), info);
    chunk.columns.set(name, column);
    return column;
  };
  const rowsOfChunk = async (): Promise<number> => {
    const { raw } = await chunkAt(0);
    if (raw.rows === 0 || raw.rows > rows) throw new ExplainError('BAD_DATA', `The first chunk has ${raw.rows} rows, of ${rows} in all. Load the data again.`);
    return raw.rows;
  };
  const chunkOf = async (index: number, size: number): Promise<OpenChunk> => {
    const chunk = await chunkAt(index);
    const expected = Math.min(size, rows - index * size);
    if (chunk.raw.rows !== expected) throw new ExplainError('BAD_DATA', `Chunk ${index} has ${chunk.raw.rows} rows, and ${expected} were expected. Load the data again.`);
    return chunk;
  };

  return {
    rows,
    columns,
    async read(from, to, names) {
      const end = Math.min(to, rows);
      if (!(from >= 0) || end <= from) return { rows: 0, columns: names.map((name) => emptyColumn(infos.get(name), name)) };
      const size = await rowsOfChunk();
      const parts: Table[] = [];
      for (let index = Math.floor(from / size); index * size < end; index++) {
        const chunk = await chunkOf(index, size);
        const start = Math.max(0, from - index * size);
        const stop = Math.min(chunk.raw.rows, end - index * size);
        parts.push({ rows: stop - start, columns: names.map((name) => part(columnIn(chunk, name), start, stop)) });
      }
      return parts.length === 1 ? parts[0] : concatRows(parts);
    },
    async take(indices, names) {
      const result = names.map((name) => roomFor(infos.get(name), name, indices.length));
      if (indices.length === 0) return { rows: 0, columns: result };
      const size = await rowsOfChunk();
      // Chunk by chunk, so that rows in any order fetch each chunk once.
      const wanted = new Map<number, number[]>();
      for (let at = 0; at < indices.length; at++) {
        const row = indices[at];
        if (!Number.isInteger(row) || row < 0 || row >= rows) throw new ExplainError('BAD_PLAN', `Row ${row} was asked for; there are rows 0 to ${rows - 1}.`);
        const index = Math.floor(row / size);
        const list = wanted.get(index);
        if (list) list.push(at);
        else wanted.set(index, [at]);
      }
      for (const index of [...wanted.keys()].sort((a, b) => a - b)) {
        const chunk = await chunkOf(index, size);
        names.forEach((name, column) => {
          const from = columnIn(chunk, name);
          const into = result[column];
          for (const at of wanted.get(index)!) copyCell(from, indices[at] - index * size, into, at);
        });
      }
      return { rows: indices.length, columns: result };
    },
  };
}

function part(column: Column, start: number, stop: number): Column {
  if (column.kind === 'number') return { ...column, values: column.values.subarray(start, stop) };
  if (column.kind === 'category') return { ...column, codes: column.codes.subarray(start, stop) };
  return { ...column, values: column.values.slice(start, stop) };
}

type Room = Column & { readonly values?: Float64Array | (string | null)[] };

function roomFor(info: ColumnInfo | undefined, name: string, rows: number): Room {
  if (!info) throw new ExplainError('BAD_DATA', `There is no column "${name}".`);
  if (info.kind === 'number') return { kind: 'number', name, values: new Float64Array(rows) };
  if (info.kind === 'category') return { kind: 'category', name, levels: info.levels ?? [], codes: new Int32Array(rows) };
  return { kind: 'text', name, values: new Array<string | null>(rows).fill(null) };
}

const emptyColumn = (info: ColumnInfo | undefined, name: string): Column => roomFor(info, name, 0);

function copyCell(from: Column, row: number, into: Room, at: number): void {
  if (from.kind === 'number' && into.kind === 'number') into.values[at] = from.values[row];
  else if (from.kind === 'category' && into.kind === 'category') into.codes[at] = from.codes[row];
  else if (from.kind === 'text' && into.kind === 'text') (into.values as (string | null)[])[at] = from.values[row];
}
