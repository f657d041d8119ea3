import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromFile } from '../src/ingest/tableFromFile.js';
import type { ReadOptions } from '../src/ingest/rules.js';
import type { Column } from '@plumbline/explain-core/data/table';
import { asStrings } from '@plumbline/explain-core/data/select';

/** Puts content into a file of its own for as long as `use` takes. */
export async function withFile<T>(content: string | Uint8Array, use: (path: string) => Promise<T>, filename = 'data.csv'): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'plumbline-ingest-'));
  try {
    const path = join(directory, filename);
    await writeFile(path, content);
    return await use(path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What a file with this content is read as. */
export function readText(content: string | Uint8Array, options: ReadOptions = {}, filename = 'data.csv'): ReturnType<typeof tableFromFile> {
  return withFile(content, (path) => tableFromFile({ path, filename, ...options }), filename);
}

/** The cells of all columns, as strings. */
export function cellsOf(columns: readonly Column[]): Record<string, (string | null)[]> {
  return Object.fromEntries(columns.map((column) => [column.name, asStrings(column)]));
}

/** The error that a promise ends with: its code and message. */
export async function refusal(promise: Promise<unknown>): Promise<{ code: unknown; message: string }> {
  const error: unknown = await promise.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw error;
  return { code: 'code' in error ? error.code : null, message: error.message };
}
