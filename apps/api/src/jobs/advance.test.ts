import { setTimeout as sleep } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import { auditDigest, auditRecord } from '@plumbline/explain-core/audit/record';
import { combineWork, joinOutcomes, worksOf } from '@plumbline/explain-core/audit/run';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { Json } from '@plumbline/explain-core/json';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import { storePeople } from '../../test/people.js';
import { makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../test/server.js';
import { childrenOf, isAlive } from '../../test/workerProcess.js';
import type { ComputeSession } from '../compute/session.js';
import { inOrganisation } from '../db.js';
import { cancelAudit, startAudit as requestAudit } from '../features/audit/audit.service.js';
import { advance } from './advance.js';
import { openQueue, type AuditJob } from './queue.js';
import { runTask } from './runTask.js';
import { sessionPool, type SessionPool } from './sessionPool.js';
import { startAudit } from './startAudit.js';

let server: TestServer;
let bank: TestOrganisation;
let queue: PgBoss;
let request: Parameters<typeof requestAudit>[2];
let pool: SessionPool;
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('combining');
  queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  const methods = ['selectionRate', 'demographicParityDifference', 'disparities'].map((method) => ({ pillar: 'fairness' as const, method }));
  request = { ...(await storePeople(bank.actor, server.home)), label: 'label', protected: ['sex', 'age'], plan: { methods: [...methods, { pillar: 'transparency', method: 'modelCardCompleteness' }] } };
  pool = sessionPool();
});
afterAll(async () => {
  await pool.close();
  await queue.stop({ graceful: false });
  await server.stop();
});

const stopped = new ExplainError('CANCELLED', 'The work was cancelled.');

async function openAudit(asked = request): Promise<{ job: AuditJob; plan: Plan }> {
  const { organisationId } = bank.actor;
  const { id: auditId } = await requestAudit(queue, bank.actor, asked);
  const job = { organisationId, auditId };
  await startAudit(queue, pool, job);
  return { job, plan: (await pool.planOf(job)) as Plan };
}

/** A pool whose sessions are real but for what they do when they are asked to combine. */
function poolThat(combine: (real: ComputeSession['combine'], ...asked: Parameters<ComputeSession['combine']>) => ReturnType<ComputeSession['combine']>): SessionPool {
  return {
    ...pool,
    async take(job, plan) {
      const session = await pool.take(job, plan);
      const real = session.combine.bind(session);
      return Object.assign(session, { combine: (...asked: Parameters<ComputeSession['combine']>) => combine(real, ...asked) });
    },
    giveBack(job, session) {
      delete (session as Partial<ComputeSession>).combine; // its own again
      pool.giveBack(job, session);
    },
  };
}

const runAll = async (with_: SessionPool, job: AuditJob, plan: Plan): Promise<void> => {
  for (const index of plan.tasks.keys()) await runTask(queue, with_, { ...job, index });
};
const auditOf = ({ organisationId, auditId }: AuditJob) => inOrganisation(organisationId, (tx) => tx.audit.findUniqueOrThrow({ where: { id: auditId } }));
const combined = ({ organisationId, auditId }: AuditJob) => inOrganisation(organisationId, (tx) => tx.auditWork.count({ where: { auditId } }));

test('what the child combines has the digest of what is combined here', async () => {
  const { job, plan } = await openAudit();
  await runAll(pool, job, plan);
  const tasks = await inOrganisation(job.organisationId, (tx) => tx.auditTask.findMany({ where: { auditId: job.auditId }, select: { key: true, partial: true } }));
  const partials = new Map(tasks.map(({ key, partial }) => [key, partial as Json]));
  const { results, artifacts } = joinOutcomes(worksOf(plan).map((work) => combineWork(plan, work, work.tasks.map(({ key }) => partials.get(key)!))));
  expect(results.length).toBeGreaterThan(10);
  expect(await auditOf(job)).toMatchObject({ state: 'succeeded', digest: auditDigest(auditRecord(plan, results, artifacts)) });
});

test('an audit without tasks is combined when it is opened', async () => {
  const { job } = await openAudit({ ...request, plan: { methods: [{ pillar: 'transparency', method: 'modelCardCompleteness' }] } });
  expect(await auditOf(job)).toMatchObject({ state: 'succeeded', digest: expect.stringMatching(/^sha256:/) });
});

test('a child that is killed while it combines fails the audit, with the reason that one killed in a task has', async () => {
  const { job, plan } = await openAudit();
  const before = childrenOf(process.pid);
  const killing = poolThat((combine, ...asked) => {
    const fresh = childrenOf(process.pid).filter((pid) => !before.includes(pid) && isAlive(pid)); // without the `ps` that lists them
    expect(fresh).toHaveLength(1);
    const answer = combine(...asked);
    process.kill(fresh[0]!, 'SIGKILL');
    return answer;
  });
  await runAll(killing, job, plan);
  expect(await auditOf(job)).toMatchObject({ state: 'failed', fault: { code: 'RESOURCE_LIMIT', message: expect.stringContaining('memory') }, digest: null });
  expect(await combined(job)).toBe(0);
});

test('an audit that is cancelled while it is combined asks for nothing more; one whose worker is stopped goes back to the queue and ends elsewhere', async () => {
  const { job, plan } = await openAudit();
  await expect(runAll(poolThat(() => Promise.reject(stopped)), job, plan)).rejects.toThrow('this worker was stopped');
  expect([(await auditOf(job)).state, await combined(job)]).toEqual(['running', 0]);
  await runAll(pool, job, plan);
  expect((await auditOf(job)).state).toBe('succeeded');

  const other = await openAudit();
  const cancelling = poolThat(async () => {
    await cancelAudit(bank.actor, other.job.auditId);
    throw stopped;
  });
  await runAll(cancelling, other.job, other.plan);
  expect([(await auditOf(other.job)).state, await combined(other.job)]).toEqual(['cancelled', 0]);
});

test('the child is ended when the audit is cancelled while it combines for long', async () => {
  const { job, plan } = await openAudit();
  // Its answer is kept back, so only the look at the audit's state can end this.
  let child: ComputeSession;
  const slow = poolThat(async () => {
    await cancelAudit(bank.actor, job.auditId);
    while (child.alive) await sleep(20);
    throw stopped;
  });
  const watched: SessionPool = { ...slow, take: async (...asked) => (child = await slow.take(...asked)) };
  await runAll(watched, job, plan);
  expect([(await auditOf(job)).state, await combined(job)]).toEqual(['cancelled', 0]);
});

test('tasks that end together do not combine the same work twice', async () => {
  const { job, plan } = await openAudit();
  await expect(runAll(poolThat(() => Promise.reject(stopped)), job, plan)).rejects.toThrow('this worker was stopped');
  const asked: string[] = [];
  const counting = poolThat((combine, work, partials) => {
    asked.push(`${work.pillar}/${work.work}`);
    return combine(work, partials);
  });
  await Promise.all([advance(queue, counting, job, plan), advance(queue, counting, job, plan)]);
  await advance(queue, counting, job, plan);
  expect(asked.sort()).toEqual(worksOf(plan).map(({ pillar, work }) => `${pillar}/${work}`).sort());
  expect((await auditOf(job)).state).toBe('succeeded');
});
