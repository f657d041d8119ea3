import type { ClientBase } from 'pg';
import type { IngestRequest, IngestResult, IngestWatch } from './ingestFile.js';
import { ingestInChild, type IngestLimits } from './ingestInChild.js';
import { storeChunks } from './storeChunks.js';

export interface DatasetToStore {
  readonly organisationId: string;
  readonly datasetId: string;
  readonly name: string;
  readonly request: IngestRequest;
}

/**
 * Reads a file and stores it as a data set, in the open transaction of `client`. The row comes first, because chunks refer to it, and gets what only the
 * end of the file tells at the end; until the transaction is committed nobody sees either.
 */
export async function storeDataset(client: ClientBase, { organisationId, datasetId, name, request }: DatasetToStore, watch: IngestWatch, limits?: IngestLimits): Promise<IngestResult> {
  await client.query(
    `INSERT INTO dataset (id, organisation_id, name, digest, rows, columns, source, size_bytes) VALUES ($1, $2, $3, '', 0, '{"version":1,"columns":[]}', '{"version":1}', 0)`,
    [datasetId, organisationId, name],
  );
  const result = await ingestInChild(request, await storeChunks(client, { organisationId, datasetId }), watch, limits);
  const { digest, rows, columns, source, warnings } = result;
  await client.query('UPDATE dataset SET digest = $3, rows = $4, columns = $5, source = $6, size_bytes = $7 WHERE organisation_id = $1 AND id = $2', [
    organisationId,
    datasetId,
    digest,
    rows,
    JSON.stringify({ version: 1, columns }),
    JSON.stringify({ version: 1, ...source, warnings }),
    source.sizeBytes,
  ]);
  return result;
}
