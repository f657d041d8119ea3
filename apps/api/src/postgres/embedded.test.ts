import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from './embedded.js';

// The only tests for which starting and killing whole servers is the point; all others share one through test/database.ts.
const settings = { fsync: 'off', shared_buffers: '16MB', wal_buffers: '1MB', min_wal_size: '32MB', max_wal_size: '256MB' };
const patience = 60_000;
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plumbline-postgres-'));
});

afterEach(async () => {
  await untilGone(await processes().catch(() => ({ supervisor: 0, postgres: 0 })));
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

test('starts an empty cluster, listens on this machine only, keeps its password to itself and stops without a trace', async () => {
  const server = await startEmbeddedPostgres({ directory, settings });
  const started = await processes();
  expect(await query(server.url, 'SELECT current_database() AS value')).toBe('plumbline');
  expect(await query(server.url, 'SHOW listen_addresses')).toBe('127.0.0.1');
  // The builtin provider: the same order on every machine. An operating system's locale would put the accented letter beside its plain one.
  expect(await query(server.url, "SELECT string_agg(c, '' ORDER BY c) AS value FROM unnest(ARRAY['é','z','B','a']) c")).toBe('Bazé');
  expect((await stat(join(directory, 'password'))).mode & 0o777).toBe(0o600);
  await expect(query(server.url.replace(/:[0-9a-f]{48}@/, ':wrong@'), 'SELECT 1')).rejects.toThrow('password authentication failed');

  await server.stop();
  await untilGone(started);
  const { port } = new URL(server.url);
  await expect(once(connect({ host: '127.0.0.1', port: Number(port) }), 'connect')).rejects.toThrow('ECONNREFUSED');
}, patience);

test('two that ask at once share one server, which stays until the second lets go', async () => {
  const [first, second] = await Promise.all([startEmbeddedPostgres({ directory, settings }), startEmbeddedPostgres({ directory, settings })]);
  expect(second.url).toBe(first.url);
  const started = await processes();
  await first.stop();
  expect(await query(second.url, 'SELECT 1 AS value')).toBe(1);
  await second.stop();
  await untilGone(started);
}, patience);

test('stopping twice is stopping once', async () => {
  const server = await startEmbeddedPostgres({ directory, settings });
  await server.stop();
  await expect(server.stop()).resolves.toBeUndefined();
}, patience);

test('a killed user leaves no server behind and loses nothing that was committed', async () => {
  const { user, url } = await startInAnotherProcess();
  await query(url, 'CREATE TABLE kept AS SELECT 42 AS value');
  const started = await processes();
  user.kill('SIGKILL');
  await untilGone(started);
  const again = await startEmbeddedPostgres({ directory, settings });
  expect(await query(again.url, 'SELECT value FROM kept')).toBe(42);
  await again.stop();
}, patience);

test('a killed supervisor is replaced, and the server it left is not in the way', async () => {
  const { user, url } = await startInAnotherProcess();
  await query(url, 'CREATE TABLE kept AS SELECT 42 AS value');
  const started = await processes();
  process.kill(started.supervisor, 'SIGKILL');
  user.kill('SIGKILL');
  const again = await startEmbeddedPostgres({ directory, settings });
  expect(await query(again.url, 'SELECT value FROM kept')).toBe(42);
  const running = await processes();
  expect(running.postgres).not.toBe(started.postgres);
  await untilGone(started);
  await again.stop();
}, patience);

test('a power cut, after which the old process number belongs to another program', async () => {
  const server = await startEmbeddedPostgres({ directory, settings });
  await query(server.url, 'CREATE TABLE kept AS SELECT 42 AS value');
  const started = await processes();
  process.kill(started.supervisor, 'SIGKILL');
  process.kill(started.postgres, 'SIGKILL');
  await untilGone(started);
  const file = join(directory, 'data', 'postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, [process.pid, ...lines.slice(1)].join('\n'));
  const again = await startEmbeddedPostgres({ directory, settings });
  expect(await query(again.url, 'SELECT value FROM kept')).toBe(42);
  await again.stop();
}, patience);

test('a server that cannot start says where to look', async () => {
  await expect(startEmbeddedPostgres({ directory, settings: { ...settings, shared_buffers: 'plenty' } })).rejects.toThrow(/did not start.*postgres\.log.*shared_buffers/s);
}, patience);

/** Holds the server from a process that can be killed: a shell's worth of code that speaks the lease protocol by way of a second start here. */
async function startInAnotherProcess(): Promise<{ user: ChildProcess; url: string }> {
  const mine = await startEmbeddedPostgres({ directory, settings });
  const { port, token } = JSON.parse(await readFile(join(directory, 'supervisor.json'), 'utf8')) as { port: number; token: string };
  const code = `const s = require('net').connect(${port}, '127.0.0.1', () => s.write('${token}\\n')); s.once('data', () => console.log('held'));`;
  const user = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(user.stdout!, 'data');
  await mine.stop();
  return { user, url: mine.url };
}

async function processes(): Promise<{ supervisor: number; postgres: number }> {
  const { pid: supervisor } = JSON.parse(await readFile(join(directory, 'supervisor.json'), 'utf8')) as { pid: number };
  return { supervisor, postgres: Number((await readFile(join(directory, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]) };
}

async function untilGone(pids: { supervisor: number; postgres: number }): Promise<void> {
  for (const pid of Object.values(pids)) {
    for (const end = Date.now() + 20_000; pid !== 0 && (await isRunning(pid)); await sleep(20)) if (Date.now() > end) throw new Error(`Process ${pid} is still there.`);
  }
}

async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false; // no such process: the answer that is waited for
  }
  // Where nobody collects orphans, the dead keep their number.
  return !(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z ')).includes(') Z ');
}

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // the server is stopped under it on purpose
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows[0] && Object.values(rows[0])[0];
  } finally {
    await client.end();
  }
}
