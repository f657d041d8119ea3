import type { Plan } from '@plumbline/explain-core/audit/plan';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { ComputeSession } from '../compute/session.js';
import { inOrganisation } from '../db.js';
import type { AuditJob } from './queue.js';
import { workerStopped, type SessionPool } from './sessionPool.js';

const cancelPollMs = 500;

/** How what a child was asked ended. A fault is the model's, the data's or a limit's, and so the audit's. */
export type Ending<T> = { readonly state: 'done'; readonly value: T } | { readonly state: 'cancelled' } | { readonly state: 'failed'; readonly fault: ExplainError };

/**
 * Asks a child of the audit for something and ends the child at once when the audit ends meanwhile. Throws where the fault is ours or this worker is
 * being stopped: the job then goes back to the queue.
 */
export async function inSession<T>(pool: SessionPool, job: AuditJob, plan: Plan, ask: (session: ComputeSession) => Promise<T>): Promise<Ending<T>> {
  let session;
  try {
    session = await pool.take(job, plan);
  } catch (error) {
    if (error instanceof ExplainError) return { state: 'failed', fault: error };
    throw error;
  }
  const { organisationId, auditId } = job;
  const watch = setInterval(() => {
    inOrganisation(organisationId, (tx) => tx.audit.findUnique({ where: { id: auditId }, select: { state: true } })).then(
      (audit) => (audit?.state === 'running' ? undefined : session.end()),
      () => undefined, // the database is away for a moment; the next look tells
    );
  }, cancelPollMs);
  try {
    const value = await ask(session);
    pool.giveBack(job, session);
    return { state: 'done', value };
  } catch (error) {
    await pool.discard(session);
    if (!(error instanceof ExplainError)) throw error;
    if (error.code !== 'CANCELLED') return { state: 'failed', fault: error };
    // By whom? A cancelled audit asks for nothing more; a worker that is being stopped gives its job back.
    if ((await pool.planOf(job)) !== null) throw new Error(workerStopped);
    return { state: 'cancelled' };
  } finally {
    clearInterval(watch);
  }
}
