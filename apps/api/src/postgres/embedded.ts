import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { openSync, closeSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export interface EmbeddedPostgres {
  /** Of the database `plumbline`, as the superuser of this private server. */
  readonly url: string;
  /** Gives the server back. It stops when nobody else uses it; resolves once that is done. */
  stop(): Promise<void>;
  /** Resolves when the server is gone, given back or not. */
  readonly ended: Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password (readable by its owner alone) and its log. Made when missing. */
  readonly directory: string;
  readonly port?: number;
  /** PostgreSQL settings over our own. They count for the one who starts the server, not for those who find it running. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly database?: string;
}

const startWithinMs = 120_000;

/**
 * Finds the PostgreSQL server of this directory, or starts it, and holds it until stop() or the end of this process, however that comes about.
 * Any number of processes may do so at once. See supervisor.ts for who owns what.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = resolve(options.directory);
  await mkdir(directory, { recursive: true });
  // Under root the server runs as another account and must pass through; only our own files in it are secrets, and they are 0600.
  await chmod(directory, process.getuid?.() === 0 ? 0o711 : 0o700);
  const password = await readOrMakePassword(join(directory, 'password'));

  const deadline = Date.now() + startWithinMs;
  let startedAt: number | undefined;
  for (;;) {
    const lease = await askForLease(join(directory, 'supervisor.json'));
    if (lease !== undefined) {
      const database = options.database ?? 'plumbline';
      const server = `postgresql://postgres:${password}@127.0.0.1:${lease.port}`;
      try {
        await createDatabaseIfMissing(`${server}/postgres`, database);
      } catch (error) {
        await giveBack(lease.socket);
        throw error;
      }
      const { socket } = lease;
      const ended = new Promise<void>((done) => {
        for (const event of ['end', 'close']) socket.once(event, () => done());
      });
      return { url: `${server}/${database}`, stop: () => giveBack(socket), ended };
    }
    if (Date.now() > deadline) throw new Error(`The embedded PostgreSQL did not start within ${startWithinMs / 1000} s. See ${join(directory, 'supervisor.log')} and postgres.log beside it.`);
    // Ours may have found another one about to stop; then it is our turn again.
    if (startedAt === undefined || Date.now() - startedAt > 3_000) {
      startSupervisor(directory, options);
      startedAt = Date.now();
    }
    await sleep(50);
  }
}

function startSupervisor(directory: string, { port, settings }: EmbeddedPostgresOptions): void {
  // In tests this file runs from its TypeScript source, and so does the supervisor: Node strips the types.
  const file = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './supervisor.ts' : './supervisor.js', import.meta.url));
  const log = openSync(join(directory, 'supervisor.log'), 'a', 0o600);
  const flags = file.endsWith('.ts') ? ['--disable-warning=ExperimentalWarning', '--experimental-strip-types'] : [];
  const child = spawn(process.execPath, [...flags, file, JSON.stringify({ directory, port, settings })], {
    cwd: directory,
    // In a process group of its own: Ctrl-C reaches us, and we decide when the database is no longer needed.
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH },
  });
  closeSync(log);
  child.unref();
}

/** Undefined when there is no supervisor to ask, or it is about to stop. */
async function askForLease(stateFile: string): Promise<{ socket: Socket; port: number } | undefined> {
  let state: { port: number; token: string };
  try {
    state = JSON.parse(await readFile(stateFile, 'utf8')) as typeof state;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const socket = connect({ host: '127.0.0.1', port: state.port, allowHalfOpen: true });
  const answer = await new Promise<string | undefined>((done) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.once('error', () => done(undefined)); // refused: its supervisor was killed and left the file
    socket.once('end', () => done(text === '' ? undefined : text));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) done(text);
    });
    socket.once('connect', () => socket.write(`${state.token}\n`));
  });
  if (answer === undefined) {
    socket.destroy();
    return undefined;
  }
  const { port, error } = JSON.parse(answer) as { port?: number; error?: string };
  if (port === undefined) {
    socket.destroy();
    throw new Error(`The embedded PostgreSQL did not start. ${error}`);
  }
  socket.on('error', () => socket.destroy()); // the supervisor was killed; whoever queries the database will hear of it
  socket.unref();
  return { socket, port };
}

function giveBack(socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve();
  socket.ref();
  return new Promise((done) => {
    socket.once('close', () => done());
    socket.once('end', () => socket.destroy());
    socket.end();
  });
}

async function readOrMakePassword(file: string): Promise<string> {
  const password = randomBytes(24).toString('hex');
  try {
    await writeFile(file, password, { mode: 0o600, flag: 'wx' });
    return password;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  // Two processes starting at once: the other has made the file and may not have written into it yet.
  for (let attempt = 0; attempt < 100; attempt++) {
    const found = await readFile(file, 'utf8');
    if (found.length === password.length) return found;
    await sleep(10);
  }
  throw new Error(`${file} does not hold a password. If the cluster beside it is not needed, delete the whole directory.`);
}

async function createDatabaseIfMissing(url: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } catch (error) {
    // duplicate_database, or its unique index when both are at it in the same instant: another process was quicker
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}
