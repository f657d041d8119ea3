import type { Column } from '@plumbline/explain-core/data/table';
import { ExplainError } from '@plumbline/explain-core/errors';
import { columnOfRaw, openChunk, rawColumn } from './chunk.js';

/** At most so many chunks are looked at to cut a column into ranges or to see whether its values repeat: half a million rows of a narrow table, a second's work. */
const mostSampled = 8;

/** Which of a data set's chunks stand for all: every 2^k-th, with the smallest k that leaves at most eight. Spread evenly, and known while chunks still arrive. */
export function sampledChunks(chunks: number): number[] {
  const step = strideFor(chunks);
  return Array.from({ length: Math.ceil(chunks / step) }, (_, i) => i * step);
}

function strideFor(chunks: number): number {
  let step = 1;
  while (Math.ceil(chunks / step) > mostSampled) step *= 2;
  return step;
}

/** The same chunks, kept while a file is read; no more than nine are held at once. */
export class ChunkSample {
  private kept = new Map<number, Uint8Array>();

  write(index: number, bytes: Uint8Array): void {
    const step = strideFor(index + 1);
    for (const known of this.kept.keys()) if (known % step !== 0) this.kept.delete(known);
    if (index % step === 0) this.kept.set(index, Uint8Array.from(bytes));
  }

  restart(): void {
    this.kept.clear();
  }

  chunks(): Uint8Array[] {
    return [...this.kept].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
  }
}

/** The numbers of some columns in these chunks, NaN for missing. One chunk is open at a time. */
export function numbersIn(chunks: readonly Uint8Array[], names: readonly string[]): Map<string, Float64Array> {
  const parts = new Map(names.map((name) => [name, [] as Float64Array[]]));
  for (const bytes of chunks) {
    const { columns } = openChunk(bytes);
    for (const [name, found] of parts) {
      const column = columns.find((candidate) => candidate.name === name);
      if (column?.kind !== 'number') throw new ExplainError('BAD_DATA', `Column "${name}" is stored as ${column?.kind ?? 'nothing'}, and numbers were expected. Load the data again.`);
      found.push(column.values);
    }
  }
  return new Map([...parts].map(([name, found]) => [name, joined(found)]));
}

/** Whether a value of this column stands in several rows of these chunks; missing ones are no value. */
export function repeatsIn(chunks: readonly Uint8Array[], name: string): boolean {
  const seen = new Set<number | string>();
  return chunks.some((bytes) =>
    valuesOf(columnOfRaw(rawColumn(openChunk(bytes), name))).some((value) => {
      const isRepeated = seen.has(value);
      seen.add(value);
      return isRepeated;
    }),
  );
}

function valuesOf(column: Column): readonly (number | string)[] {
  if (column.kind === 'number') return [...column.values].filter((value) => !Number.isNaN(value));
  if (column.kind === 'text') return column.values.filter((value) => value !== null);
  return Array.from(column.codes, (code) => column.levels[code]).filter((level) => level !== undefined);
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}
