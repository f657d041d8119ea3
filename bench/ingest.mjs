/**
 * Our whole ingest (read, find the types, encode, hash, store in PostgreSQL, in a child process as the server does it) against `psql \copy` of the same file into a plain table of
 * fitting types, into the same server, taking turns. Prints the median and the spread of both.
 *
 *   node bench/ingest.mjs [rows, default 1000000] [rounds, default 5]
 *
 * Needs a build (`npm run build`) and `psql` on the path. `\copy` gets the better of it where it can: its table has no key and no index, and it is told the types.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../apps/api/dist/postgres/migrate.js';
import { startEmbeddedPostgres } from '../apps/api/dist/postgres/embedded.js';
import { storeDataset } from '../apps/api/dist/ingest/storeDataset.js';
import { lendingTable, writeLendingCsv } from './ingestData.mjs';

const rows = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 5);
const directory = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
const path = join(directory, 'lending.csv');
await writeLendingCsv(path, { rows });
const { size } = await stat(path);
const server = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
const client = new pg.Client({ connectionString: server.url });
try {
  await migrate({ databaseUrl: server.url });
  await client.connect();
  const organisationId = randomUUID();
  await client.query(`INSERT INTO organisation (id, name) VALUES ($1, 'Bench')`, [organisationId]);

  const copy = async () => {
    await client.query(`DROP TABLE IF EXISTS plain; CREATE TABLE plain ${lendingTable}; CHECKPOINT`);
    return timed(() => execFileSync('psql', [server.url, '-q', '-v', 'ON_ERROR_STOP=1', '-c', `\\copy plain from '${path}' with (format csv, header)`]));
  };
  let digest;
  const ingest = async () => {
    await client.query('TRUNCATE dataset CASCADE; CHECKPOINT');
    return timed(async () => {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('role', 'plumbline_app', true), set_config('app.organisation_id', $1, true)`, [organisationId]);
      const request = { path, filename: 'lending.csv' };
      const result = await storeDataset(client, { organisationId, datasetId: randomUUID(), name: 'Lending', request }, { signal: new AbortController().signal });
      await client.query('COMMIT');
      digest ??= result.digest;
      if (result.digest !== digest || result.rows !== rows) throw new Error('two ingests of one file differ');
    });
  };

  await copy(); // warm the file and the server
  await ingest();
  const times = { copy: [], ingest: [] };
  for (let round = 0; round < rounds; round++) {
    times.copy.push(await copy());
    times.ingest.push(await ingest());
  }
  const stored = await client.query(`SELECT pg_total_relation_size('plain') AS plain, pg_total_relation_size('dataset_chunk') AS chunks`);
  console.log(`${rows} rows, 16 columns, ${(size / 1e6).toFixed(1)} MB, ${rounds} rounds, taking turns`);
  for (const [name, seconds] of Object.entries(times)) {
    const sorted = [...seconds].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    console.log(`${name.padEnd(7)} median ${median.toFixed(2)} s (${sorted[0].toFixed(2)} to ${sorted.at(-1).toFixed(2)}), ${(size / 1e6 / median).toFixed(0)} MB/s`);
  }
  console.log(`on disk: plain table ${(stored.rows[0].plain / 1e6).toFixed(0)} MB, chunks ${(stored.rows[0].chunks / 1e6).toFixed(0)} MB`);
} finally {
  await client.end();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}

async function timed(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
