import { ExplainError } from '@plumbline/explain-core/errors';
import type { ClientBase } from 'pg';
import { verifyChunk } from './chunk.js';
import type { Chunk, ChunkSink } from './ingestFile.js';
import type { RawChunk } from './rawChunk.js';

interface Owner {
  readonly organisationId: string;
  readonly datasetId: string;
}

const insertChunk = {
  name: 'insert_dataset_chunk', // prepared once a connection
  text: 'INSERT INTO dataset_chunk (organisation_id, dataset_id, index, first_row, rows, digest, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7)',
};

/**
 * Puts chunks into the open transaction of `client`, in which the data set's row exists already. One INSERT with a binary parameter for each chunk: COPY FROM
 * is refused on tables with row-level security, and a few megabytes at a time leave it nothing to win.
 */
export async function storeChunks(client: ClientBase, { organisationId, datasetId }: Owner): Promise<ChunkSink> {
  await client.query('SAVEPOINT ingest');
  return {
    async write({ index, firstRow, rows, digest, bytes }: Chunk) {
      const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      await client.query({ ...insertChunk, values: [organisationId, datasetId, index, firstRow, rows, digest, body] });
    },
    async restart() {
      await client.query('ROLLBACK TO SAVEPOINT ingest');
    },
  };
}

/** The bytes of one stored chunk, after a look at their digest. */
export async function fetchStoredChunk(client: ClientBase, { organisationId, datasetId }: Owner, index: number): Promise<{ bytes: Uint8Array; chunk: RawChunk }> {
  const { rows } = await client.query<{ bytes: Buffer; digest: string }>('SELECT bytes, digest FROM dataset_chunk WHERE organisation_id = $1 AND dataset_id = $2 AND index = $3', [organisationId, datasetId, index]);
  if (rows.length === 0) throw new ExplainError('BAD_DATA', `The data set has no chunk ${index}. Load the data again.`);
  const [{ bytes, digest }] = rows;
  return { bytes, chunk: verifyChunk(bytes, digest) };
}
