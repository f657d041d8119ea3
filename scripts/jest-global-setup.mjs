import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the PostgreSQL of this run of tests lives. It is started by the first test that asks for a database, so others do not wait for it. */
export default async function setup() {
  process.env.PLUMBLINE_TEST_POSTGRES = await mkdtemp(join(tmpdir(), 'plumbline-test-'));
}
