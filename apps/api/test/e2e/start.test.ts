import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { childrenOf, isAlive, until } from '../workerProcess.js';

/** What `npm start` runs once everything is built: database, API, worker and dashboard in a home of its own, on free ports. */
interface Started {
  readonly child: ChildProcess;
  readonly said: string;
  readonly dashboard: string;
  readonly api: string;
}

const file = fileURLToPath(new URL('../../dist/start.js', import.meta.url));
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'plumbline-start-'));
});
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

async function start(): Promise<Started> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    env: { PATH: process.env.PATH, PLUMBLINE_HOME: home, PORT: '0', PLUMBLINE_PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'], // the channel ends it with this test, whatever happens
  });
  let said = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said += text));
  await until('everything answers', async () => {
    if (child.exitCode !== null) throw new Error(`start ended with ${child.exitCode}: ${said}`);
    return said.includes('Ctrl-C stops everything');
  }, 180_000);
  return { child, said, dashboard: /Dashboard\s+(\S+)/.exec(said)![1]!, api: /API\s+(\S+)\/graphql/.exec(said)![1]! };
}

/** With children, theirs and so on. */
const family = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(family)];

async function count(sql: string): Promise<number> {
  const password = await readFile(join(home, 'postgres', 'password'), 'utf8');
  const port = (await readFile(join(home, 'postgres', 'data', 'postmaster.pid'), 'utf8')).split('\n')[3];
  const client = new pg.Client({ connectionString: `postgresql://postgres:${password}@127.0.0.1:${port}/plumbline` });
  await client.connect();
  try {
    return Number((await client.query(sql)).rows[0].count);
  } finally {
    await client.end();
  }
}

test('a first start makes an administrator and the demonstration; killed, it leaves no process behind; a second start finds everything', async () => {
  const first = await start();
  const password = /with the password (\S+)/.exec(first.said)![1]!;
  const kept = join(home, 'administrator-password');
  expect(await readFile(kept, 'utf8')).toBe(`admin@plumbline.local\n${password}\n`);
  expect((await stat(kept)).mode & 0o777).toBe(0o600);
  for (const address of [`${first.api}/healthz`, `${first.dashboard}/sign-in`]) expect((await fetch(address)).status).toBe(200);
  const signIn = (secret: string): Promise<Response> =>
    fetch(`${first.dashboard}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin: first.dashboard }, body: JSON.stringify({ email: 'admin@plumbline.local', password: secret }) });
  expect((await signIn(password)).status).toBe(200);
  expect((await signIn('not the password')).status).toBe(401);

  const processes = family(first.child.pid!);
  expect(processes.length).toBeGreaterThan(5); // the four parts, and PostgreSQL's own
  first.child.kill('SIGKILL');
  await until('no process is left', async () => !processes.some(isAlive), 30_000);

  const second = await start();
  expect(second.said).not.toContain(password);
  expect(second.said).toContain(kept);
  expect(await count('select count(*) from audit')).toBe(3);
  expect(await count('select count(*) from model')).toBe(3);
  await until('the audits that were under way are finished', async () => (await count(`select count(*) from audit where state = 'succeeded'`)) === 3, 180_000);
  await until('and signed', async () => (await count('select count(*) from evidence')) === 3, 60_000);

  const ended = new Promise((resolve) => second.child.once('exit', resolve));
  const rest = family(second.child.pid!);
  second.child.kill('SIGINT');
  expect(await ended).toBe(0);
  await until('Ctrl-C leaves no process', async () => !rest.some(isAlive), 30_000);
}, 600_000);
