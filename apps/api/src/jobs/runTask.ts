import { randomUUID } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import type { ExplainError } from '@plumbline/explain-core/errors';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import { inOrganisation } from '../db.js';
import { advance } from './advance.js';
import { failAuditIn } from './failAudit.js';
import { inSession } from './inSession.js';
import { announce } from './progress.js';
import type { TaskJob } from './queue.js';
import type { SessionPool } from './sessionPool.js';

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
    const ending = await inSession(pool, job, plan, (session) => session.run(plan.tasks[index]!));
    if (ending.state === 'cancelled') return;
    if (ending.state === 'failed') return fail(job, attempt, ending.fault, plan);
    await inOrganisation(organisationId, (tx) =>
      tx.auditTask.updateMany({
        where: { auditId, index, state: 'pending', attempt },
        data: { state: 'done', partial: ending.value as object, finishedAt: new Date() },
      }),
    );
    await announce(job);
  }
  await advance(boss, pool, job, plan);
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
