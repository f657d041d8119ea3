import type { Artifact, Result } from '@plumbline/explain-core/method/result';
import type { Transaction } from '../db.js';

/** Results and artifacts in the plan's order. */
export async function readOutcome(tx: Transaction, auditId: string): Promise<{ results: Result[]; artifacts: Artifact[] }> {
  const results = await tx.$queryRaw<{ result: Result }[]>`
    select r.result from audit_result r join audit_work w using (organisation_id, audit_id, pillar, work)
    where r.audit_id = ${auditId}::uuid order by w.ordinal, r.ordinal`;
  const artifacts = await tx.$queryRaw<Artifact[]>`
    select a.name, a.body from audit_artifact a join audit_work w using (organisation_id, audit_id, pillar, work)
    where a.audit_id = ${auditId}::uuid order by w.ordinal, a.ordinal`;
  return { results: results.map((row) => row.result), artifacts };
}
