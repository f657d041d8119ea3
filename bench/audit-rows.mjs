/**
 * A fairness audit of stored predictions through the API, for growing numbers of rows: seconds of each step, and the peak resident memory of server, worker and the worker's
 * children. Memory should not grow with the rows.
 *
 *   node_modules/.bin/node bench/audit-rows.mjs [rows …, default 1000000 10000000]
 *
 * Needs a build (`npm run build`). Starts a PostgreSQL, a server and a worker of its own in a temporary folder, and stops them.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../apps/api/dist/postgres/embedded.js';

const sizes = process.argv.slice(2).map(Number);
if (sizes.length === 0) sizes.push(1_000_000, 10_000_000);
const dist = fileURLToPath(new URL('../apps/api/dist/', import.meta.url));
const directory = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
const database = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
const origin = 'http://localhost:3999';
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const env = { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', DATABASE_URL: database.url, PLUMBLINE_HOME: join(directory, 'home'), PLUMBLINE_PORT: String(port), PLUMBLINE_ORIGIN: origin, PLUMBLINE_LOG_LEVEL: 'error' };
const start = (file) => fork(join(dist, file), [], { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
const processes = { server: start('server.js') };
try {
  while (!(await fetch(`${url}/healthz`).then(({ ok }) => ok, () => false))) await sleep(200);
  processes.worker = start('worker.js');
  const cookie = await signIn();
  for (const rows of sizes) await auditOf(rows, cookie);
} finally {
  await Promise.all(Object.values(processes).map(async (child) => (child.kill('SIGTERM'), once(child, 'exit'))));
  await database.stop();
  await rm(directory, { recursive: true, force: true });
}

async function auditOf(rows, cookie) {
  const path = join(directory, 'rows.csv');
  await writeRows(path, rows);
  const peak = { server: 0, worker: 0, children: 0 };
  const watch = setInterval(() => sample(peak), 100);
  const seconds = {};
  const timed = async (name, work) => {
    const before = performance.now();
    const answer = await work();
    seconds[name] = ((performance.now() - before) / 1000).toFixed(1);
    return answer;
  };
  const { size } = await stat(path);
  const { createUpload } = await ask(cookie, 'mutation { createUpload(filename: "rows.csv", purpose: "dataset") { id url method headers } }');
  await timed('upload', () => fetch(createUpload.url.startsWith('http') ? createUpload.url : url + createUpload.url, { method: createUpload.method, headers: { ...createUpload.headers, cookie, origin, 'content-length': String(size) }, body: createReadStream(path), duplex: 'half' }).then(refuse));
  const { createDataset } = await timed('ingest', () => ask(cookie, `mutation { createDataset(uploadId: "${createUpload.id}", name: "${rows} rows") { id rows } }`));
  const { registerModel } = await ask(cookie, `mutation { registerModel(input: { name: "Stored ${rows}", datasetId: "${createDataset.id}", predictionColumn: "decision", scoreColumn: "score" }) { id } }`);
  const plan = { methods: ['selectionRate', 'truePositiveRate', 'falsePositiveRate', 'accuracy', 'demographicParityDifference', 'equalizedOddsDifference', 'disparityTests'].map((method) => ({ pillar: 'fairness', method })) };
  const audit = await timed('audit', async () => {
    const input = { datasetId: createDataset.id, modelVersionId: registerModel.id, label: 'repaid', positive: '1', protected: ['sex', 'region', 'age_group', 'origin', 'employment'], plan };
    const { startAudit } = await ask(cookie, 'mutation ($input: StartAuditInput!) { startAudit(input: $input) { id } }', { input });
    for (;;) {
      await sleep(250);
      const { audit: now } = await ask(cookie, `{ audit(id: "${startAudit.id}") { state digest faults { message } progress { tasksTotal } } }`);
      if (now.state === 'succeeded') return now;
      if (now.state === 'failed') throw new Error(now.faults[0].message);
    }
  });
  clearInterval(watch);
  console.log(`${rows} rows, ${(size / 1e6).toFixed(0)} MB, ${audit.progress.tasksTotal} tasks, ${Object.entries(seconds).map(([name, value]) => `${name} ${value} s`).join(', ')}`);
  console.log(`  peak memory: ${Object.entries(peak).map(([name, kib]) => `${name} ${(kib / 1024).toFixed(0)} MiB`).join(', ')}; ${audit.digest}`);
}

/** Resident memory of server, worker and everything the two started, as the kernel counts it. */
function sample(peak) {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(Number(pid), Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]));
    } catch {
      // It ended between the two looks.
    }
  }
  const memory = (pid) => {
    try {
      return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0; // likewise
    }
  };
  const own = [processes.server.pid, processes.worker.pid];
  const below = [...parents.keys()].filter((pid) => own.includes(parents.get(pid)));
  peak.server = Math.max(peak.server, memory(own[0]));
  peak.worker = Math.max(peak.worker, memory(own[1]));
  peak.children = Math.max(peak.children, ...below.map(memory));
}

async function signIn() {
  const [email, password] = (await readFile(join(directory, 'home', 'administrator-password'), 'utf8')).split('\n');
  const answer = await fetch(`${url}/api/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify({ email, password }) });
  await refuse(answer);
  return answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
}

async function ask(cookie, query, variables = {}) {
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie, origin }, body: JSON.stringify({ query, variables }), signal: AbortSignal.timeout(900_000) });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

async function refuse(answer) {
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
}

/** Five attributes, a label, a decision and a score; the same bytes every time. */
async function writeRows(path, rows) {
  let state = 1;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    const x = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    const y = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((y ^ (y >>> 16)) >>> 0) / 2 ** 32;
  };
  const pick = (levels) => levels[Math.floor(next() * levels.length)];
  const file = createWriteStream(path, { highWaterMark: 2 ** 20 });
  file.write('sex,region,age_group,origin,employment,repaid,decision,score\n');
  for (let written = 0; written < rows; ) {
    const lines = [];
    for (let k = 0; k < 5000 && written < rows; k++, written++) {
      const sex = pick(['female', 'male']);
      const score = Math.min(1, Math.max(0, next() * 0.9 + (sex === 'male' ? 0.1 : 0)));
      lines.push(`${sex},${pick(['north', 'east', 'south', 'west', 'middle'])},${pick(['under 25', '25 to 35', '35 to 45', '45 to 55', '55 to 65', 'over 65'])},${pick(['here', 'near', 'far', 'other'])},${pick(['none', 'part', 'full'])},${next() < score ? 1 : 0},${score >= 0.5 ? 1 : 0},${score.toFixed(4)}`);
    }
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
}
