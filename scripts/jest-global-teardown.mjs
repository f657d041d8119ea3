import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Stops the PostgreSQL of this run, if a test started it, and removes its files. Tests in this very process may still hold it, so it is told to. */
export default async function teardown() {
  const directory = process.env.PLUMBLINE_TEST_POSTGRES;
  const state = join(directory, 'supervisor.json');
  if (existsSync(state)) {
    process.kill(JSON.parse(await readFile(state, 'utf8')).pid, 'SIGTERM');
    const end = Date.now() + 20_000;
    while (existsSync(state) && Date.now() < end) await sleep(20);
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}
