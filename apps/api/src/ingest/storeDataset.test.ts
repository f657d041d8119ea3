import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { refusal, withFile } from '../../test/readText.js';
import { connectDatabase, disconnectDatabase, inOrganisation, withOrganisationClient } from '../db.js';
import { chunkSource } from './chunkSource.js';
import { fetchStoredChunk } from './storeChunks.js';
import { storeDataset } from './storeDataset.js';

jest.setTimeout(60_000); // files of many rows, on machines that do other things too

let database: TestDatabase;
let admin: pg.Client;
const organisationId = randomUUID();
const signal = new AbortController().signal;

beforeAll(async () => {
  database = await createTestDatabase();
  connectDatabase(database.url, { connections: 2 });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await inOrganisation(organisationId, (tx) => tx.organisation.create({ data: { id: organisationId, name: 'One' } }));
});
afterAll(async () => {
  await admin.end();
  await disconnectDatabase();
  await database.drop();
});

const store = (content: string, datasetId: string): ReturnType<typeof storeDataset> =>
  withFile(content, (path) =>
    withOrganisationClient(organisationId, (client) => storeDataset(client, { organisationId, datasetId, name: 'Data', request: { path, filename: 'data.csv' } }, { signal })),
  );
const count = async (): Promise<number> => Number((await admin.query('SELECT (SELECT count(*) FROM dataset) + (SELECT count(*) FROM dataset_chunk) AS n')).rows[0].n);

test('a file is stored by chunks and read back, though its kinds change on the way', async () => {
  const datasetId = randomUUID();
  const rows = 140_000;
  const result = await store(`n,g\n${Array.from({ length: rows - 1 }, (_, row) => `${row},${row % 2}`).join('\n')}\n7,none\n`, datasetId);
  expect(result.source.passes).toBe(2);
  const chunks = await admin.query('SELECT index, first_row, rows, digest FROM dataset_chunk WHERE dataset_id = $1 ORDER BY index', [datasetId]);
  expect(chunks.rows).toEqual(result.chunks.map(({ index, firstRow, rows: size, digest }) => ({ index, first_row: firstRow, rows: size, digest })));
  const stored = await admin.query('SELECT digest, rows, columns, source FROM dataset WHERE id = $1', [datasetId]);
  expect(stored.rows[0]).toMatchObject({ digest: result.digest, rows, columns: { version: 1, columns: result.columns }, source: { version: 1, filename: 'data.csv', format: 'csv' } });

  await withOrganisationClient(organisationId, async (client) => {
    const source = chunkSource({ rows, columns: result.columns, fetchChunk: async (index) => (await fetchStoredChunk(client, { organisationId, datasetId }, index)).bytes });
    expect(await source.take([rows - 1, 0, 65_536], ['g', 'n'])).toEqual({
      rows: 3,
      columns: [
        { kind: 'category', name: 'g', levels: ['0', '1', 'none'], codes: Int32Array.of(2, 0, 0) },
        { kind: 'number', name: 'n', values: Float64Array.of(7, 0, 65_536) },
      ],
    });
  });
});

test('bad data leaves nothing behind, even where it shows only after the first chunks', async () => {
  const before = await count();
  expect((await refusal(store(`a,b\n${'1,2\n'.repeat(200_000)}1,"2\n`, randomUUID()))).code).toBe('BAD_DATA');
  expect((await refusal(store('a,a\n1,2\n', randomUUID()))).code).toBe('BAD_DATA');
  expect(await count()).toBe(before);
});

test('79: a stored chunk that was exchanged is refused', async () => {
  const [one, two] = [randomUUID(), randomUUID()];
  await store('a,b\n1,x\n', one);
  await store('a,b\n2,x\n', two);
  await admin.query('UPDATE dataset_chunk SET bytes = (SELECT bytes FROM dataset_chunk WHERE dataset_id = $2) WHERE dataset_id = $1', [one, two]);
  const read = withOrganisationClient(organisationId, (client) => fetchStoredChunk(client, { organisationId, datasetId: one }, 0));
  expect((await refusal(read)).code).toBe('MODEL_CHANGED');
});

test('another organisation sees no chunk', async () => {
  const datasetId = randomUUID();
  await store('a,b\n1,x\n', datasetId);
  const other = randomUUID();
  const read = withOrganisationClient(other, (client) => fetchStoredChunk(client, { organisationId, datasetId }, 0));
  expect((await refusal(read)).message).toMatch(/has no chunk 0/);
});
