import type { ExplainError } from '@plumbline/explain-core/errors';
import { inOrganisation, type Transaction } from '../db.js';
import { announce } from './progress.js';
import type { AuditJob } from './queue.js';

export interface AuditFault {
  readonly code: ExplainError['code'] | 'INTERNAL';
  readonly message: string;
  readonly taskKey?: string;
}

/** Ends an audit that has not ended yet, with the reason. The first reason stands. */
export async function failAudit({ organisationId, auditId }: AuditJob, fault: AuditFault): Promise<void> {
  await inOrganisation(organisationId, (tx) => failAuditIn(tx, auditId, fault));
  await announce({ organisationId, auditId });
}

export async function failAuditIn(tx: Transaction, auditId: string, fault: AuditFault): Promise<void> {
  await tx.audit.updateMany({ where: { id: auditId, state: { in: ['queued', 'running'] } }, data: { state: 'failed', fault: { ...fault }, finishedAt: new Date() } });
}
