import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { PgBoss } from 'pg-boss';
import { columnMapping } from '@plumbline/explain-core/models/mapping';
import { lending, lendingCsv } from '../../src/demo/lending.js';
import { demoModels, readDemoModel } from '../../src/demo/models.js';
import { cancelAudit, startAudit } from '../../src/features/audit/audit.service.js';
import type { AuditRequest } from '../../src/features/audit/prepareAudit.js';
import { createDatasetFromFile } from '../../src/features/dataset/dataset.service.js';
import { registerModelFile } from '../../src/features/model/model.service.js';
import { scheduleAudit } from '../../src/features/schedule/schedule.service.js';
import { inOrganisation } from '../../src/db.js';
import { openQueue } from '../../src/jobs/queue.js';
import { goldenModel } from '../commandLine.js';
import { makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../server.js';
import { isAlive, readAuditRow, startWorker, tasksDone, until, untilEnded, type WorkerProcess } from '../workerProcess.js';

let server: TestServer;
let bank: TestOrganisation;
let queue: PgBoss;
let request: AuditRequest;
const workers: WorkerProcess[] = [];
const worker = async (env: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> => {
  const started = await startWorker(server.databaseUrl, env);
  workers.push(started);
  return started;
};
const store = async (name: string, csv: string, label: string): Promise<string> => {
  const path = join(server.home, `${name}.csv`);
  await writeFile(path, csv);
  return (await createDatasetFromFile(bank.actor, name, { path, filename: `${name}.csv`, columns: [{ name: label, role: 'label' }] })).id;
};
const start = async (asked: AuditRequest = request): Promise<string> => (await startAudit(queue, bank.actor, asked)).id;

beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('bank');
  queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  const datasetId = await store('lending', lendingCsv(lending.seed, 500), 'approved');
  const { id: modelVersionId } = await registerModelFile(bank.actor, { name: 'Scorecard', datasetId, ...(await readDemoModel(demoModels[0]!)) });
  request = { datasetId, modelVersionId, label: 'approved', positive: 'yes', protected: ['sex', 'origin'], seed: 7 };
}, 240_000);
afterEach(() => Promise.all(workers.splice(0).map((each) => each.end('SIGKILL'))));
afterAll(async () => {
  await queue.stop({ graceful: false });
  await server.stop();
});

test('one worker, two workers, and a worker killed in the middle end with the same digest', async () => {
  await worker();
  const alone = await untilEnded(bank.actor, await start());
  expect(alone).toMatchObject({ state: 'succeeded', fault: null });

  await worker();
  const shared = await untilEnded(bank.actor, await start());
  await Promise.all(workers.splice(0).map((each) => each.end('SIGTERM')));

  const victim = await worker();
  const id = await start();
  await until('some tasks are done', async () => (await tasksDone(bank.actor, id)) > 3);
  const models = victim.children();
  await victim.end('SIGKILL');
  expect(models).not.toEqual([]);
  await until('no process of a model is left', async () => !models.some(isAlive), 5_000);
  const before = await readAuditRow(bank.actor, id);
  expect(before.state).toBe('running');
  await worker();
  const resumed = await untilEnded(bank.actor, id);

  expect([shared.state, resumed.state]).toEqual(['succeeded', 'succeeded']);
  expect([shared.digest, resumed.digest]).toEqual([alone.digest, alone.digest]);
  expect(alone.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
}, 600_000);

test('an audit cancelled in the middle stops, its model’s process too, and the worker goes on', async () => {
  const one = await worker();
  const id = await start();
  await until('a task is done', async () => (await tasksDone(bank.actor, id)) > 0);
  await cancelAudit(bank.actor, id);
  await until('its processes are gone', async () => one.children().length === 0, 15_000);
  const done = await tasksDone(bank.actor, id);
  const next = await untilEnded(bank.actor, await start());
  expect(next.state).toBe('succeeded');
  expect(await readAuditRow(bank.actor, id)).toMatchObject({ state: 'cancelled', digest: null });
  expect(await tasksDone(bank.actor, id)).toBe(done);
}, 600_000);

test('a model that loops for ever and one that asks for 10 GB end as failed audits with a reason, while another goes on', async () => {
  // The large number stands behind the rows that are tried when a model is registered.
  const rows = Array.from({ length: 300 }, (_, row) => `${row === 200 ? 2.5e9 : (row % 7) / 7},${(row % 5) / 5},${row % 2},${row % 3 === 0 ? 'a' : 'b'}`);
  const datasetId = await store('large number', `x,y,label,side\n${rows.join('\n')}\n`, 'label');
  const mapping = columnMapping.parse({ version: 1, inputs: [{ features: ['x', 'y'].map((column) => ({ encode: 'number', column })) }], output: { classes: ['0', '1'], scores: 'probability' } });
  const hostile = async (name: string): Promise<string> => {
    const bytes = new Uint8Array(readFileSync(goldenModel(`hostile/${name}.onnx`)));
    const { id: modelVersionId } = await registerModelFile(bank.actor, { name, datasetId, bytes, mapping });
    return start({ datasetId, modelVersionId, label: 'label', protected: ['side'] });
  };
  const [endless, greedy] = [await hostile('endless-on-large-rows'), await hostile('memory-on-large-rows')];
  const ordinary = await start();
  await worker({ PLUMBLINE_TASK_SECONDS: '20', PLUMBLINE_MODEL_MEMORY_MB: '1500' });

  expect(await untilEnded(bank.actor, endless)).toMatchObject({ state: 'failed', fault: { code: 'RESOURCE_LIMIT', message: expect.stringContaining('The time limit of 20 s') } });
  const { state, fault } = await untilEnded(bank.actor, greedy);
  expect([state, (fault as { code: string }).code]).toEqual(['failed', expect.stringMatching(/^(RESOURCE_LIMIT|BAD_PREDICTION)$/)]);
  expect((await untilEnded(bank.actor, ordinary)).state).toBe('succeeded');
}, 600_000);

test('a schedule that is due starts an audit', async () => {
  const { id } = await scheduleAudit(queue, bank.actor, { name: 'every minute', cron: '* * * * *', timeZone: 'Europe/Zurich', request });
  await worker();
  const fired = (): Promise<{ id: string }[]> => inOrganisation(bank.actor.organisationId, (tx) => tx.audit.findMany({ where: { scheduleId: id }, select: { id: true } }));
  await until('the schedule fires', async () => (await fired()).length > 0, 180_000);
  expect((await untilEnded(bank.actor, (await fired())[0]!.id)).state).toBe('succeeded');
}, 600_000);
