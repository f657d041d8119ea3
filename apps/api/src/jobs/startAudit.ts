import type { PgBoss } from 'pg-boss';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import { inOrganisation } from '../db.js';
import { advance, jobId } from './advance.js';
import { announce } from './progress.js';
import { queues, type AuditJob } from './queue.js';
import type { SessionPool } from './sessionPool.js';

/** Opens a queued audit and hands out its tasks. Doing it again hands out what is still pending; where nothing is, it goes on as after the last task. */
export async function startAudit(boss: PgBoss, pool: SessionPool, job: AuditJob): Promise<void> {
  const { organisationId, auditId } = job;
  const opened = await inOrganisation(organisationId, async (tx) => {
    await tx.audit.updateMany({ where: { id: auditId, state: 'queued' }, data: { state: 'running', startedAt: new Date() } });
    const audit = await tx.audit.findUnique({ where: { id: auditId }, select: { state: true, plan: true } });
    if (audit?.state !== 'running') return null;
    const pending = await tx.auditTask.findMany({ where: { auditId, state: 'pending' }, orderBy: { index: 'asc' }, select: { index: true } });
    return { plan: audit.plan as unknown as Plan, pending };
  });
  if (opened === null) return; // cancelled, failed or finished meanwhile
  await announce(job);
  const jobs = opened.pending.map(({ index }) => ({ id: jobId(auditId, index), data: { ...job, index }, singletonKey: auditId }));
  if (jobs.length > 0) await boss.insert(queues.task, jobs);
  else await advance(boss, pool, job, opened.plan);
}
