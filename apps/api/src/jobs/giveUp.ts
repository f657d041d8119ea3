import { inOrganisation } from '../db.js';
import { announce } from './progress.js';
import type { AuditJob } from './queue.js';

/** Ends an audit whose job failed at every try for a reason that is ours, not the model's: it must not seem to run for ever. */
export async function giveUp({ organisationId, auditId }: AuditJob): Promise<void> {
  const fault = { code: 'INTERNAL', message: 'A part of this audit failed at every try because of a fault in the system, which is in its log. Start the audit again once it is mended.' };
  await inOrganisation(organisationId, (tx) =>
    tx.audit.updateMany({ where: { id: auditId, state: { in: ['queued', 'running'] } }, data: { state: 'failed', fault, finishedAt: new Date() } }),
  );
  await announce({ organisationId, auditId });
}
