import { fork, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.js';
import { connectDatabase, disconnectDatabase } from './db.js';
import { seedDemo } from './demo/seedDemo.js';
import { env } from './env.js';
import { openQueue } from './jobs/queue.js';
import { makeLogger } from './log.js';
import { findDatabase, type FoundDatabase } from './postgres/findDatabase.js';
import { migrate } from './postgres/migrate.js';

/**
 * Everything on one machine: database, API, worker and dashboard, with the demonstration in it. Each part is a process of its own that ends when
 * this one does, however that comes about: they notice that the channel to it is closed. A part that ends by itself is started again.
 */
const log = makeLogger(env.logLevel);
const healthyWithinMs = 120_000;
const stopWithinMs = 20_000;
const restartAfterMs = 1_000;
const dashboardPort = 3000;
const repository = fileURLToPath(new URL('../../..', import.meta.url));
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

const port = await freePort(env.port);
const webPort = await freePort(Number(process.env.PORT || dashboardPort)); // an empty variable counts as left out
const api = `http://${env.host}:${port}`;
const dashboard = `http://localhost:${webPort}`;

let stopping = false;
const parts = new Map<string, ChildProcess>();
let database = await openDatabase();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
process.on('disconnect', () => void stop(0)); // scripts/start.mjs was killed

try {
  startParts();
  const { actor, created } = await bootstrap(env.home);
  await Promise.all([healthy(`${api}/healthz`), healthy(`${dashboard}/sign-in`)]);
  const queue = await openQueue(database.url, { works: false, onError: (error) => log.error({ error }, 'queue') });
  const audits = await seedDemo(queue, actor).finally(() => queue.stop());
  say(`\n  Dashboard  ${dashboard}\n  API        ${api}/graphql\n`);
  if (created) say(`  Sign in as ${created.email} with the password ${created.password}\n  It is shown this once, and kept in ${created.passwordFile}`);
  else say(`  Sign in as before. The first administrator's password is in ${join(env.home, 'administrator-password')}, unless you moved it.`);
  if (audits > 0) say(`\n  ${audits} audits of the demonstration are running; they are on the dashboard in about a minute.`);
  say('  Ctrl-C stops everything and keeps what is stored.\n');
} catch (error) {
  log.error({ error }, 'start failed');
  await stop(1);
}

async function openDatabase(): Promise<FoundDatabase> {
  const found = await findDatabase(env);
  await migrate({ databaseUrl: found.url });
  connectDatabase(found.url, { onError: (error) => (stopping ? undefined : log.error({ error }, 'database')) });
  void found.ended.then(() => (stopping ? undefined : replaceDatabase()));
  return found;
}

/** A killed server comes back on another port, so every part is started anew. The rows are the truth: there is nothing to save first. */
async function replaceDatabase(): Promise<void> {
  log.error('the database ended by itself; everything is started again');
  for (const part of parts.values()) part.removeAllListeners('exit').kill('SIGKILL');
  parts.clear();
  await disconnectDatabase();
  try {
    database = await openDatabase();
    if (!stopping) startParts();
  } catch (error) {
    log.error({ error }, 'the database cannot be started again');
    await stop(1);
  }
}

function startParts(): void {
  startPart('api', join(repository, 'apps/api/dist/server.js'));
  startPart('worker', join(repository, 'apps/api/dist/worker.js'));
  startPart('dashboard', join(repository, 'apps/dashboard/serve.mjs'));
}

function startPart(name: string, file: string): void {
  const environment = {
    ...process.env,
    DATABASE_URL: database.url,
    PLUMBLINE_HOME: env.home,
    PLUMBLINE_PORT: String(port),
    PLUMBLINE_ORIGIN: process.env.PLUMBLINE_ORIGIN ?? dashboard,
    PLUMBLINE_API_URL: api,
    PLUMBLINE_LOG_LEVEL: process.env.PLUMBLINE_LOG_LEVEL ?? 'warn',
    PORT: String(webPort),
  };
  // In a process group of its own: Ctrl-C reaches us alone, and we stop the parts in order.
  const child = fork(file, [], { cwd: repository, env: environment, detached: true, stdio: ['ignore', 2, 2, 'ipc'] });
  parts.set(name, child);
  child.on('exit', (code, signal) => {
    parts.delete(name);
    if (stopping) return;
    log.error({ part: name, code, signal }, 'a part ended by itself and is started again');
    setTimeout(() => (stopping || parts.has(name) ? undefined : startPart(name, file)), restartAfterMs);
  });
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  const children = [...parts.values()];
  const ended = Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  for (const child of children) child.kill('SIGTERM');
  const late = await Promise.race([ended.then(() => false), sleep(stopWithinMs, true)]);
  if (late) for (const child of children) child.kill('SIGKILL');
  await disconnectDatabase();
  await database.stop();
  process.exit(code);
}

async function healthy(url: string): Promise<void> {
  const deadline = Date.now() + healthyWithinMs;
  for (;;) {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) }).catch(() => null); // not listening yet
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`${url} did not answer within ${healthyWithinMs / 1000} s${answer ? ` (status ${answer.status})` : ''}.`);
    await sleep(200);
  }
}

/** The port asked for if it is free, else one that is. */
async function freePort(wanted: number): Promise<number> {
  const tryPort = (candidate: number): Promise<number | null> =>
    new Promise((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(null));
      probe.listen(candidate, env.host, () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' && address ? address.port : candidate));
      });
    });
  const found = (await tryPort(wanted)) ?? (await tryPort(0));
  if (found === null) throw new Error(`No port is free on ${env.host}.`);
  return found;
}
