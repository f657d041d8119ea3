import { failAudit } from './failAudit.js';
import type { AuditJob } from './queue.js';

/** Ends an audit whose job failed at every try for a reason that is ours, not the model's: it must not seem to run for ever. */
export function giveUp(job: AuditJob): Promise<void> {
  const message = 'A part of this audit failed at every try because of a fault in the system, which is in its log. Start the audit again once it is mended.';
  return failAudit(job, { code: 'INTERNAL', message });
}
