import { randomUUID } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import type { Json } from '@plumbline/explain-core/json';
import { inOrganisation } from '../db.js';
import { advance } from './advance.js';
import { failAuditIn } from './failAudit.js';
import { announce } from './progress.js';
import type { TaskJob } from './queue.js';
import { workerStopped, type SessionPool } from './sessionPool.js';

const cancelPollMs = 500;

/**
 * Does one task of an audit, if it is still to be done, and stores its partial result. The row's attempt token fences off a worker
 * that was taken for dead and comes back: its write finds another token and changes nothing.
 */
export async function runTask(boss: PgBoss, pool: SessionPool, job: TaskJob): Promise<void> {
  const { organisationId, auditId, index } = job;
  const plan = await pool.planOf(job);
  if (plan === null) return; // cancelled, failed or finished meanwhile
  const attempt = randomUUID();
  const claimed = await inOrganisation(organisationId, (tx) =>
    tx.auditTask.updateMany({ where: { auditId, index, state: 'pending' }, data: { attempt } }),
  );
  if (claimed.count === 1) {
    const ending = await attemptTask(pool, job, plan);
    if (ending.state === 'cancelled') {
      // By whom? A cancelled audit asks for nothing more; a worker that is being stopped gives its task back to the queue.
      if ((await pool.planOf(job)) !== null) throw new Error(workerStopped);
      return;
    }
    if (ending.state === 'failed') return fail(job, attempt, ending.fault, plan);
    await inOrganisation(organisationId, (tx) =>
      tx.auditTask.updateMany({
        where: { auditId, index, state: 'pending', attempt },
        data: { state: 'done', partial: ending.partial as object, finishedAt: new Date() },
      }),
    );
    await announce(job);
  }
  await advance(boss, job, plan);
}

type Ending = { state: 'done'; partial: Json } | { state: 'cancelled' } | { state: 'failed'; fault: ExplainError };

async function attemptTask(pool: SessionPool, job: TaskJob, plan: Plan): Promise<Ending> {
  const { organisationId, auditId, index } = job;
  let session;
  try {
    session = await pool.take(job, plan);
  } catch (error) {
    if (error instanceof ExplainError) return { state: 'failed', fault: error };
    throw error;
  }
  const watch = setInterval(() => {
    inOrganisation(organisationId, (tx) => tx.audit.findUnique({ where: { id: auditId }, select: { state: true } })).then(
      (audit) => (audit?.state === 'running' ? undefined : session.end()),
      () => undefined, // the database is away for a moment; the next look tells
    );
  }, cancelPollMs);
  try {
    const partial = await session.run(plan.tasks[index]!);
    pool.giveBack(job, session);
    return { state: 'done', partial };
  } catch (error) {
    await pool.discard(session);
    if (!(error instanceof ExplainError)) throw error;
    return error.code === 'CANCELLED' ? { state: 'cancelled' } : { state: 'failed', fault: error };
  } finally {
    clearInterval(watch);
  }
}

/** One fault ends the audit: a result with gaps would read like a result. Both rows or neither: a failed task is never handed out again, so nobody would end its audit later. */
async function fail(job: TaskJob, attempt: string, { code, message }: ExplainError, plan: Plan): Promise<void> {
  const { organisationId, auditId, index } = job;
  const fault = { code, message, taskKey: plan.tasks[index]!.key };
  await inOrganisation(organisationId, async (tx) => {
    const mine = await tx.auditTask.updateMany({ where: { auditId, index, state: 'pending', attempt }, data: { state: 'failed', fault, finishedAt: new Date() } });
    if (mine.count === 1) await failAuditIn(tx, auditId, fault);
  });
  await announce(job);
}
