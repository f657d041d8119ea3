import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '../../api/test/database.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const startsWithinMs = 60_000;

export interface Stack {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  stopApi(): Promise<void>;
  stop(): Promise<void>;
}

/** API, worker and dashboard as they are built, each a process of its own, on a database of their own. */
export async function startStack(): Promise<Stack> {
  if (!existsSync(join(repository, 'apps/dashboard/.next/BUILD_ID'))) throw new Error('The dashboard is not built: run "npm run build" first.');
  const database = await createTestDatabase();
  const home = await mkdtemp(join(tmpdir(), 'plumbline-journey-'));
  const [apiPort, webPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${webPort}`;
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NODE_OPTIONS: '', // jest's own are not for them
    DATABASE_URL: database.url,
    PLUMBLINE_HOME: home,
    PLUMBLINE_PORT: String(apiPort),
    PLUMBLINE_ORIGIN: url,
    PLUMBLINE_API_URL: `http://127.0.0.1:${apiPort}`,
    PLUMBLINE_LOG_LEVEL: 'error',
    PORT: String(webPort),
  };
  const said: string[] = [];
  const start = (file: string): ChildProcess => {
    const child = fork(join(repository, file), [], { cwd: repository, env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    return child;
  };
  const api = start('apps/api/dist/server.js');
  const children = [api, start('apps/dashboard/serve.mjs')];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(end));
    await database.drop();
    await rm(home, { recursive: true });
  };
  try {
    await Promise.all([answers(`http://127.0.0.1:${apiPort}/healthz`), answers(`${url}/health`)]);
    children.push(start('apps/api/dist/worker.js')); // after the API has migrated
    const [email, password] = (await readFile(join(home, 'administrator-password'), 'utf8')).split('\n');
    return { url, email, password, stopApi: () => end(api), stop };
  } catch (error) {
    await stop();
    throw new Error(`The processes did not start: ${said.join('')}`, { cause: error });
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(late);
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + startsWithinMs;
  for (;;) {
    const answer = await fetch(url).catch(() => null); // not listening yet
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`${url} did not answer within ${startsWithinMs / 1000} s.`);
    await sleep(100);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
