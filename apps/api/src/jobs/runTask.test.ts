import type { PgBoss } from 'pg-boss';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import { ExplainError } from '@plumbline/explain-core/errors';
import { storePeople } from '../../test/people.js';
import { makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../test/server.js';
import type { ComputeSession } from '../compute/session.js';
import { inOrganisation } from '../db.js';
import { cancelAudit, startAudit as requestAudit } from '../features/audit/audit.service.js';
import { openQueue, type TaskJob } from './queue.js';
import { runTask } from './runTask.js';
import { sessionPool, type SessionPool } from './sessionPool.js';
import { startAudit } from './startAudit.js';

let server: TestServer;
let bank: TestOrganisation;
let queue: PgBoss;
let request: Parameters<typeof requestAudit>[2];
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('tasks');
  queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  request = { ...(await storePeople(bank.actor, server.home)), label: 'label', protected: ['sex'] };
});
afterAll(async () => {
  await queue.stop({ graceful: false });
  await server.stop();
});

async function openAudit(): Promise<TaskJob> {
  const { organisationId } = bank.actor;
  const { id: auditId } = await requestAudit(queue, bank.actor, request);
  await startAudit(queue, sessionPool(), { organisationId, auditId });
  return { organisationId, auditId, index: 0 };
}

/** A pool whose one session ends every task in this way. */
function poolThat(fault: ExplainError, before: () => Promise<unknown> = async () => undefined): SessionPool {
  const end = async (): Promise<void> => undefined;
  const run = async (): Promise<never> => {
    await before();
    throw fault;
  };
  return { ...sessionPool(), take: async () => ({ run, end }) as unknown as ComputeSession, discard: end };
}

const rowsOf = ({ organisationId, auditId, index }: TaskJob) =>
  inOrganisation(organisationId, async (tx) => ({
    task: await tx.auditTask.findFirstOrThrow({ where: { auditId, index } }),
    audit: await tx.audit.findUniqueOrThrow({ where: { id: auditId } }),
  }));

const ended = new ExplainError('CANCELLED', 'The work was cancelled.');

test('36: a task whose worker is stopped goes back to the queue; one whose audit was cancelled does not', async () => {
  const job = await openAudit();
  await expect(runTask(queue, poolThat(ended), job)).rejects.toThrow('this worker was stopped');
  expect((await rowsOf(job)).task.state).toBe('pending');

  await runTask(queue, poolThat(ended, () => cancelAudit(bank.actor, job.auditId)), job);
  expect(await rowsOf(job)).toMatchObject({ task: { state: 'pending' }, audit: { state: 'cancelled' } });
});

test('34: a task and its audit fail in one transaction, so that a worker killed between the two leaves no audit that never ends', async () => {
  const job = await openAudit();
  await runTask(queue, poolThat(new ExplainError('BAD_MODEL', 'It broke.')), job);
  const fault = { code: 'BAD_MODEL', message: 'It broke.' };
  expect(await rowsOf(job)).toMatchObject({ task: { state: 'failed', fault }, audit: { state: 'failed', fault } });
  const writers = await inOrganisation(
    job.organisationId,
    (tx) => tx.$queryRaw`select t.xmin = a.xmin as same from audit_task t join audit a on a.id = t.audit_id where a.id = ${job.auditId}::uuid and t.index = 0`,
  );
  expect(writers).toEqual([{ same: true }]);
});

test('36: a pool that is closed opens no more processes', async () => {
  const job = await openAudit();
  const pool = sessionPool();
  const plan = (await pool.planOf(job)) as Plan;
  await pool.close();
  await expect(pool.take(job, plan)).rejects.toThrow('this worker was stopped');
});
