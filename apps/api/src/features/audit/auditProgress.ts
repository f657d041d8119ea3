import type { AuditState } from '../../generated/prisma/enums.js';
import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation, isUuid } from '../../db.js';
import { notFound } from '../../errors.js';
import type { ProgressFeed } from './progressFeed.js';

export interface Progress {
  readonly auditId: string;
  readonly state: AuditState;
  readonly tasksDone: number;
  readonly tasksTotal: number;
  readonly message: string | null;
}

export async function readProgress(actor: Actor, auditId: string): Promise<Progress> {
  demand(actor, 'read');
  if (!isUuid(auditId)) throw notFound('audit');
  return inOrganisation(actor.organisationId, async (tx) => {
    const audit = await tx.audit.findUnique({ where: { id: auditId }, select: { state: true, fault: true } });
    if (!audit) throw notFound('audit');
    const states = await tx.auditTask.groupBy({ by: ['state'], where: { auditId }, _count: { _all: true } });
    const count = (wanted?: string): number => states.reduce((sum, { state, _count }) => (wanted === undefined || state === wanted ? sum + _count._all : sum), 0);
    const fault = audit.fault as { message?: string } | null;
    return { auditId, state: audit.state, tasksDone: count('done'), tasksTotal: count(), message: fault?.message ?? null };
  });
}

/** A lost notification costs this much, no more. */
const pollMs = 2_000;
/** Many tasks may end in the same moment; nobody reads faster than this. */
const quietMs = 100;

/** Says how the audit stands now, then whenever that changes, until it has ended. `stillAllowed` is asked now and then, and throws when access is gone. */
export async function* watchProgress(feed: ProgressFeed, actor: Actor, auditId: string, stillAllowed: () => Promise<void>): AsyncGenerator<Progress> {
  const changes = feed.watch(auditId);
  let shown = '';
  let checkedAt = Date.now();
  try {
    for (;;) {
      const progress = await readProgress(actor, auditId);
      if (JSON.stringify(progress) !== shown) {
        shown = JSON.stringify(progress);
        yield progress;
      }
      if (progress.state !== 'queued' && progress.state !== 'running') return;
      await changes.next(pollMs);
      await new Promise((resolve) => setTimeout(resolve, quietMs));
      if (Date.now() - checkedAt > recheckMs) {
        await stillAllowed();
        checkedAt = Date.now();
      }
    }
  } finally {
    changes.stop();
  }
}

/** A revoked key or an ended session stops its streams within this. */
const recheckMs = 15_000;
