import { canonicalJson } from '@plumbline/explain-core/audit/digest';
import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { z } from 'zod';
import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation, isUuid, withOrganisationClient, type Transaction } from '../../db.js';
import { badInput, notFound } from '../../errors.js';
import type { DatasetModel } from '../../generated/prisma/models.js';
import { sampledChunks } from '../../ingest/chunkSample.js';
import type { IngestRequest } from '../../ingest/ingestFile.js';
import { encodings, separators } from '../../ingest/rules.js';
import { storeDataset } from '../../ingest/storeDataset.js';
import { inTurn } from '../../inTurn.js';
import { recordActivity } from '../activity.js';
import type { Installation } from '../installation.js';
import { readPage, type Page, type PageRequest } from '../page.js';
import { useUpload } from '../upload/upload.service.js';
import { uuid7 } from '../uuid7.js';
import { columnsOf } from './datasetFacts.js';

export interface NewDataset {
  readonly uploadId: string;
  readonly name: string;
  readonly columns: NonNullable<IngestRequest['columns']>;
  /** Unchecked, as a person wrote it. */
  readonly reading: unknown;
}

const readOptions = z.strictObject({
  encoding: z.enum(encodings).nullish(),
  separator: z.enum(separators).nullish(),
  missing: z.array(z.string().max(100)).max(100).nullish(),
});

function parseReading(reading: unknown): Pick<IngestRequest, 'encoding' | 'separator' | 'missing'> {
  const parsed = readOptions.safeParse(reading);
  if (!parsed.success) throw badInput(`"reading" does not fit: ${z.prettifyError(parsed.error)}`);
  const { encoding, separator, missing } = parsed.data;
  return { ...(encoding ? { encoding } : {}), ...(separator ? { separator } : {}), ...(missing ? { missing } : {}) };
}

export function createDataset(installation: Installation, actor: Actor, { uploadId, name, columns, reading }: NewDataset, signal?: AbortSignal): Promise<DatasetModel> {
  demand(actor, 'data.register');
  const options = parseReading(reading);
  return useUpload(installation, actor, uploadId, 'dataset', ({ path, filename }) => createDatasetFromFile(actor, name, { path, filename, columns, ...options }, signal));
}

/** Each holds a database connection for as long as its file takes; the rest of the pool is for everybody else. */
const readOne = inTurn(2);

/** Reads the file in a process of its own and stores it whole, or nothing of it. */
export async function createDatasetFromFile(actor: Actor, name: string, request: IngestRequest, signal: AbortSignal = new AbortController().signal): Promise<DatasetModel> {
  demand(actor, 'data.register');
  if (name.trim() === '' || name.length > 200) throw badInput('A data set has a name of 1 to 200 characters.');
  const { organisationId } = actor;
  const datasetId = uuid7();
  await readOne(() => withOrganisationClient(organisationId, (client) => storeDataset(client, { organisationId, datasetId, name, request }, { signal })));
  return inOrganisation(organisationId, async (tx) => {
    await recordActivity(tx, actor, 'dataset.create', datasetId);
    return datasetIn(tx, datasetId);
  });
}

/** Takes back a data set that no audit or model has used. For callers whose next step was refused. */
export async function discardDataset(actor: Actor, id: string): Promise<void> {
  demand(actor, 'data.register');
  await inOrganisation(actor.organisationId, async (tx) => {
    await datasetIn(tx, id);
    const uses = (await tx.audit.count({ where: { datasetId: id } })) + (await tx.modelVersion.count({ where: { datasetId: id } }));
    if (uses > 0) throw badInput('An audit or a model has used this data set; it stays.');
    await tx.dataset.delete({ where: { id } });
    await recordActivity(tx, actor, 'dataset.discard', id);
  }, { timeoutMs: 120_000 });
}

export function readDataset(actor: Actor, id: string): Promise<DatasetModel> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) => datasetIn(tx, id));
}

/** The newest data set of this content whose columns are known by the same kinds and roles; the digest is over kinds and cells. */
export async function findDataset(actor: Actor, digest: string, columns: readonly ColumnInfo[]): Promise<DatasetModel | null> {
  demand(actor, 'read');
  const found = await inOrganisation(actor.organisationId, (tx) => tx.dataset.findMany({ where: { digest }, orderBy: { id: 'desc' } }));
  return found.find((dataset) => canonicalJson(columnsOf(dataset)) === canonicalJson(columns)) ?? null;
}

export async function datasetIn(tx: Transaction, id: string): Promise<DatasetModel> {
  const found = isUuid(id) ? await tx.dataset.findUnique({ where: { id } }) : null;
  if (!found) throw notFound('data set');
  return found;
}

/** Its first rows, to try a model on. */
export async function firstChunk(tx: Transaction, datasetId: string): Promise<Uint8Array> {
  const chunk = await tx.datasetChunk.findFirst({ where: { datasetId, index: 0 }, select: { bytes: true } });
  if (!chunk) throw badInput('The data set has no rows.');
  return chunk.bytes;
}

/** The chunks that stand for all. */
export async function sampleChunks(actor: Actor, datasetId: string): Promise<readonly Uint8Array[]> {
  demand(actor, 'read');
  const chunks = await inOrganisation(actor.organisationId, async (tx) => {
    const sampled = sampledChunks(await tx.datasetChunk.count({ where: { datasetId } }));
    return tx.datasetChunk.findMany({ where: { datasetId, index: { in: sampled } }, orderBy: { index: 'asc' }, select: { bytes: true } });
  }, { timeoutMs: 60_000 });
  return chunks.map(({ bytes }) => bytes);
}

export function listDatasets(actor: Actor, request: PageRequest): Promise<Page<DatasetModel>> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) =>
    readPage('datasets', request, {
      find: ({ before, take }) => tx.dataset.findMany({ where: before, orderBy: { id: 'desc' }, take }),
      count: () => tx.dataset.count(),
      exists: async (id) => (await tx.dataset.findUnique({ where: { id }, select: { id: true } })) !== null,
    }),
  );
}
