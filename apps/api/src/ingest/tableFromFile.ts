import { concatRows } from '@plumbline/explain-core/data/select';
import type { Table } from '@plumbline/explain-core/data/table';
import { decodeChunk } from './chunk.js';
import { encodeHere } from './encodeHere.js';
import { ingestFile, type IngestRequest, type IngestResult } from './ingestFile.js';

/** A whole file in memory, for the offline verifier and small uses; the same columns and digest as an ingest gives. */
export async function tableFromFile(request: IngestRequest, signal: AbortSignal = new AbortController().signal): Promise<IngestResult & { readonly table: Table; readonly bytes: readonly Uint8Array[] }> {
  let bytes: Uint8Array[] = [];
  const sink = {
    write: async (chunk: { readonly bytes: Uint8Array }): Promise<void> => void bytes.push(chunk.bytes),
    restart: async (): Promise<void> => void (bytes = []),
  };
  const result = await ingestFile(request, sink, { signal }, encodeHere);
  return { ...result, table: concatRows(bytes.map((chunk) => decodeChunk(chunk, result.columns))), bytes };
}
