import type { Digest } from '@plumbline/explain-core/audit/digest';
import type { ColumnInfo, ColumnKind } from '@plumbline/explain-core/data/table';
import { ExplainError } from '@plumbline/explain-core/errors';
import { ColumnBuffers, type CellCounts, type ColumnPlan } from './columnBuffers.js';
import { openCsv } from './csvFile.js';
import { datasetDigest, type RawChunk } from './rawChunk.js';
import { ReadAgain, type RowReader, type SourceFacts } from './rowReader.js';
import { chunkRows, encodings, limits, missingMarks, separators, type IngestWarning, type ReadOptions } from './rules.js';
import { lookAt } from './textFile.js';
import { warningsOf } from './warnings.js';

export interface Chunk {
  readonly index: number;
  readonly firstRow: number;
  readonly rows: number;
  readonly digest: Digest;
  /** Arrow IPC; see chunk.ts. */
  readonly bytes: Uint8Array;
}

export type ChunkFacts = Omit<Chunk, 'bytes'> & { readonly sizeBytes: number };

/** Where chunks go while a file is read. Nothing is final until `ingestFile` has returned: keep it in a transaction. */
export interface ChunkSink {
  write(chunk: Chunk): Promise<void>;
  /** All chunks so far were made with kinds that later rows contradict; they come again, from index 0. */
  restart(): Promise<void>;
}

export interface IngestRequest extends ReadOptions {
  readonly path: string;
  /** What the person calls the file; for messages. */
  readonly filename: string;
}

export interface IngestResult {
  readonly rows: number;
  readonly columns: readonly ColumnInfo[];
  readonly digest: Digest;
  readonly chunks: readonly ChunkFacts[];
  readonly source: SourceFacts & { readonly filename: string; readonly sizeBytes: number; readonly cells: readonly CellCounts[]; readonly passes: number };
  readonly warnings: readonly IngestWarning[];
}

export interface IngestWatch {
  readonly signal: AbortSignal;
  /** Bytes of the file (packed, if it is) read in this pass, of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Makes stored bytes and digest of a chunk: here (encodeHere), or in another thread while the next chunk is read. It may take the chunk's arrays away. */
export type EncodeChunk = (chunk: RawChunk) => Promise<{ readonly bytes: Uint8Array; readonly digest: Digest }>;

/** Chunks that are encoded and written while the next is read. */
const chunksUnderWay = 2;

// Kinds widen from number over category to text, and the rows of a chunk shrink in four steps; one pass more for another encoding.
const maxPasses = 9;

/**
 * Reads a CSV or Parquet file into typed columns, chunk by chunk. Kinds are found from the beginning of the file and put to the test on all of it: where
 * a later row contradicts one, the rest is read to find all contradictions, and then the file is read again. So memory stays the same whatever the size, and what
 * comes out depends on the content only.
 */
export async function ingestFile(request: IngestRequest, sink: ChunkSink, watch: IngestWatch, encode: EncodeChunk): Promise<IngestResult> {
  checkOptions(request);
  const { path, filename } = request;
  const { form, sizeBytes } = await lookAt(path, filename);
  const source = { path, filename, form, signal: watch.signal, onRead: (done: number) => watch.onProgress?.(done, sizeBytes) };
  // The Parquet reader and its codecs take longer to load than many a CSV file takes to read.
  const reader = form === 'parquet' ? await (await import('./parquetFile.js')).openParquet(source) : await openCsv(source, request);
  const missing = request.missing ?? missingMarks;
  const planned = (kinds: readonly ColumnKind[]): ColumnPlan[] => planColumns(reader.names, kinds, request);
  const firstPlan = async (): Promise<ColumnPlan[]> =>
    planned(await reader.firstKinds((names) => new ColumnBuffers(planColumns(names, names.map(() => 'number'), request), missing, rowsOfChunk(names.length))));

  let plan = await firstPlan();
  let capacity = rowsOfChunk(plan.length);
  for (let passes = 1; passes <= maxPasses; passes++) {
    const cells = new ColumnBuffers(plan, missing, capacity);
    const chunks = await readPass(reader, cells, sink, watch.signal, encode);
    if (chunks === 'readAgain') {
      plan = await firstPlan();
    } else if (cells.contradicted) {
      if (cells.tooMuchText && capacity <= 256) {
        throw new ExplainError('RESOURCE_LIMIT', `256 rows of "${filename}" hold more than ${limits.chunkTextBytes / 2 ** 20} MiB of text. Shorten the texts, or leave the column out.`);
      }
      if (cells.tooMuchText) capacity /= 4;
      plan = planned(cells.foundKinds());
    } else {
      if (cells.totalRows === 0) throw new ExplainError('BAD_DATA', `"${filename}" has a header (${plan.length} ${plan.length === 1 ? 'column' : 'columns'}) and no row of data.`);
      const columns = cells.columnInfos();
      const counts = cells.counts();
      return {
        rows: cells.totalRows,
        columns,
        digest: datasetDigest(cells.totalRows, columns, chunks.map(({ digest }) => digest)),
        chunks,
        source: { ...reader.facts, filename, sizeBytes, cells: counts, passes },
        warnings: [...reader.warnings, ...warningsOf(columns, counts)],
      };
    }
    await sink.restart();
  }
  throw new Error(`no kinds found for the columns in ${maxPasses} passes`);
}

async function readPass(reader: RowReader, cells: ColumnBuffers, sink: ChunkSink, signal: AbortSignal, encode: EncodeChunk): Promise<ChunkFacts[] | 'readAgain'> {
  const chunks: ChunkFacts[] = [];
  const underWay: Promise<void>[] = [];
  let written: Promise<void> = Promise.resolve();
  let index = 0;
  const flush = async (): Promise<void> => {
    if (signal.aborted) throw new ExplainError('CANCELLED', 'Reading the file was cancelled.');
    const place = { index: index++, firstRow: cells.totalRows - cells.rows, rows: cells.rows };
    const encoded = encode(cells.takeChunk());
    const before = written;
    written = (async () => {
      const [{ bytes, digest }] = await Promise.all([encoded, before]);
      chunks.push({ ...place, digest, sizeBytes: bytes.byteLength });
      await sink.write({ ...place, digest, bytes });
    })();
    written.catch(() => undefined); // whoever waits for it below gets the error
    underWay.push(written);
    if (underWay.length > chunksUnderWay) await underWay.shift();
  };
  try {
    await reader.read(cells, flush);
    if (cells.rows > 0) await flush();
    await written;
  } catch (error) {
    await Promise.allSettled(underWay); // nothing may be written any more once this has returned
    if (error instanceof ReadAgain) return 'readAgain';
    throw error;
  }
  return chunks;
}

/** Wide tables have chunks of fewer rows: a power of two, so that the number of cells stays bounded. */
function rowsOfChunk(columns: number): number {
  return Math.min(chunkRows, 2 ** Math.floor(Math.log2(limits.chunkCells / columns)));
}

function planColumns(names: readonly string[], kinds: readonly ColumnKind[], { columns = [] }: ReadOptions): ColumnPlan[] {
  const asked = new Map(columns.map((override) => [override.name, override]));
  for (const name of asked.keys()) {
    if (!names.includes(name)) throw new ExplainError('BAD_DATA', `There is no column "${name}"; the columns are ${names.slice(0, 50).map((each) => `"${each}"`).join(', ')}${names.length > 50 ? ', …' : ''}.`);
  }
  return names.map((name, index) => {
    const { kind, role } = asked.get(name) ?? {};
    return { name, kind: kind ?? kinds[index], fixed: kind !== undefined, role: role ?? 'feature' };
  });
}

function checkOptions({ columns = [], encoding, separator }: ReadOptions): void {
  const repeated = columns.find(({ name }, index) => columns.findIndex((other) => other.name === name) !== index);
  if (repeated) throw new ExplainError('BAD_OPTIONS', `Column "${repeated.name}" is described twice. Describe each column once.`);
  if (encoding !== undefined && !encodings.includes(encoding)) throw new ExplainError('BAD_OPTIONS', `The encoding "${String(encoding)}" is not one of ${encodings.join(', ')}.`);
  if (separator !== undefined && !separators.includes(separator)) throw new ExplainError('BAD_OPTIONS', `The separator ${JSON.stringify(separator)} is not one of comma, semicolon, tab and vertical bar.`);
}
