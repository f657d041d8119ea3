import { inOrganisation } from '../db.js';
import type { AuditJob } from './queue.js';

export const progressChannel = 'audit_progress';

/** Tells whoever listens that an audit has moved; they read the rows for what happened. */
export async function announce(job: AuditJob): Promise<void> {
  await inOrganisation(job.organisationId, (tx) => tx.$executeRaw`select pg_notify(${progressChannel}, ${JSON.stringify(job)})`);
}
