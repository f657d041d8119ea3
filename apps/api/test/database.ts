import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/postgres/embedded.js';
import { migrate } from '../src/postgres/migrate.js';

export interface TestDatabase {
  readonly url: string;
  /** Disconnects whoever is still connected. */
  drop(): Promise<void>;
}

const template = 'plumbline_template';
/** Any fixed number: whoever holds this lock makes the template. */
const templateLock = 0x7465_7374;

let server: Promise<EmbeddedPostgres> | undefined;

/**
 * A migrated, empty database of one's own: a copy of a template that is made once a run, which takes some tens of milliseconds.
 * All test processes of a run share one server, in a directory that jest-global-setup.mjs names and its counterpart removes.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  server ??= startTestPostgres();
  const { url: adminUrl } = await server;
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [template]);
    if (rowCount === 0) {
      await client.query(`DROP DATABASE IF EXISTS ${template}`);
      await client.query(`CREATE DATABASE ${template}`);
      await migrate({ databaseUrl: withDatabase(adminUrl, template) });
      await client.query(`ALTER DATABASE ${template} IS_TEMPLATE true`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: withDatabase(adminUrl, name),
    drop: () => withClient(adminUrl, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

function startTestPostgres(): Promise<EmbeddedPostgres> {
  const directory = process.env.PLUMBLINE_TEST_POSTGRES;
  if (directory === undefined) throw new Error('PLUMBLINE_TEST_POSTGRES is not set: run these tests through the jest configuration at the root of the repository.');
  // Nothing here needs to outlive a power cut.
  return startEmbeddedPostgres({ directory, settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' } });
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
