import { createHash } from 'node:crypto';
import type { PgBoss } from 'pg-boss';
import { fromPrisma } from 'pg-boss';
import { judge, policyDocument, type Judgement } from '@plumbline/explain-core/audit/policy';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import { auditDigest, auditRecord } from '@plumbline/explain-core/audit/record';
import { worksOf, type Work } from '@plumbline/explain-core/audit/run';
import { digestOfJson } from '@plumbline/explain-core/audit/digest';
import type { Outcome } from '@plumbline/explain-core/method/result';
import { inOrganisation, type Transaction } from '../db.js';
import { readOutcome } from '../evidence/readOutcome.js';
import { failAudit } from './failAudit.js';
import { inSession } from './inSession.js';
import { announce } from './progress.js';
import { queues, type AuditJob } from './queue.js';
import type { SessionPool } from './sessionPool.js';

/**
 * Brings an audit as far as its finished tasks allow: combines every work whose tasks are all done, and closes the audit when every
 * work is combined. Any worker may do it at any time and any number of times: what is there already is left as it is.
 */
export async function advance(boss: PgBoss, pool: SessionPool, job: AuditJob, plan: Plan): Promise<void> {
  for (const { ordinal, work } of await inOrganisation(job.organisationId, (tx) => readyWorks(tx, job.auditId, plan))) {
    const partials = await inOrganisation(job.organisationId, (tx) => partialsOf(tx, job.auditId, ordinal, work));
    const place = `${job.auditId}/${ordinal}`;
    // Asked after the partial results were found complete: whoever is at it has them all, and goes on from there or gives its job back.
    if (partials === null || combining.has(place)) continue;
    combining.add(place);
    try {
      const ending = await inSession(pool, job, plan, (session) => session.combine(work, partials));
      if (ending.state === 'cancelled') return;
      if (ending.state === 'failed') return failAudit(job, { code: ending.fault.code, message: ending.fault.message });
      await inOrganisation(job.organisationId, (tx) => storeOutcome(tx, job, ordinal, work.pillar, work.work ?? '', ending.value));
    } finally {
      combining.delete(place);
    }
    await announce(job);
  }
  if (await inOrganisation(job.organisationId, (tx) => close(tx, boss, job, plan), { timeoutMs: 60_000 })) await announce(job);
}

/** What children of this process are combining, so that tasks which end together do not combine the same twice. */
const combining = new Set<string>();

/** Works whose tasks are all done and that are not combined yet, by their place in the plan. Asked once after every task, so it must cost little. */
async function readyWorks(tx: Transaction, auditId: string, plan: Plan): Promise<{ ordinal: number; work: Work }[]> {
  const combined = new Set((await tx.auditWork.findMany({ where: { auditId }, select: { ordinal: true } })).map(({ ordinal }) => ordinal));
  const counts = await tx.auditTask.groupBy({ by: ['pillar', 'work'], where: { auditId, state: 'done' }, _count: true });
  const doneOf = ({ pillar, tasks }: Work): number => {
    const theirs = new Set(tasks.map(({ work }) => work));
    return counts.reduce((sum, count) => sum + (count.pillar === pillar && theirs.has(count.work) ? count._count : 0), 0);
  };
  return worksOf(plan).flatMap((work, ordinal) => (combined.has(ordinal) || doneOf(work) < work.tasks.length ? [] : [{ ordinal, work }]));
}

/** A work's partial results in plan order, as the text they were stored as, since only the child reads what may be megabytes. Null when it has been combined meanwhile. */
async function partialsOf(tx: Transaction, auditId: string, ordinal: number, { tasks }: Work): Promise<string[] | null> {
  if (await tx.auditWork.findFirst({ where: { auditId, ordinal }, select: { ordinal: true } })) return null;
  const rows = await tx.$queryRaw<{ partial: string }[]>`
    select partial::text as partial from audit_task where audit_id = ${auditId}::uuid and key = any(${tasks.map(({ key }) => key)}) order by index`;
  return rows.map(({ partial }) => partial);
}

async function storeOutcome(tx: Transaction, { organisationId, auditId }: AuditJob, ordinal: number, pillar: string, work: string, { results, artifacts }: Outcome): Promise<void> {
  const fresh = await tx.auditWork.createMany({ data: [{ organisationId, auditId, ordinal, pillar, work }], skipDuplicates: true });
  if (fresh.count === 0) return; // another worker was first, with the same bits
  // One document each, taken apart by the database: to have thousands of rows written one by one kept the thread for seconds.
  await tx.$executeRaw`
    insert into audit_result (organisation_id, audit_id, pillar, work, ordinal, method, attribute, result)
    select ${organisationId}::uuid, ${auditId}::uuid, ${pillar}, ${work}, place - 1, result ->> 'method', result ->> 'attribute', result
    from json_array_elements(${JSON.stringify(results)}::json) with ordinality as listed (result, place)`;
  const bodies = artifacts.map(({ name, body }) => ({ name, digest: digestOfJson(body), body }));
  await tx.$executeRaw`
    insert into audit_artifact (organisation_id, audit_id, pillar, work, ordinal, name, digest, body)
    select ${organisationId}::uuid, ${auditId}::uuid, ${pillar}, ${work}, place - 1, artifact ->> 'name', artifact ->> 'digest', artifact -> 'body'
    from json_array_elements(${JSON.stringify(bodies)}::json) with ordinality as listed (artifact, place)`;
}

/** Verdicts point to results by their place in the whole list; the rows learn it when the list is complete. */
async function numberResults(tx: Transaction, auditId: string): Promise<void> {
  await tx.$executeRaw`
    update audit_result r set position = n.position
    from (select r.organisation_id, r.audit_id, r.pillar, r.work, r.ordinal, row_number() over (order by w.ordinal, r.ordinal) - 1 as position
          from audit_result r join audit_work w using (organisation_id, audit_id, pillar, work) where r.audit_id = ${auditId}::uuid) n
    where (r.organisation_id, r.audit_id, r.pillar, r.work, r.ordinal) = (n.organisation_id, n.audit_id, n.pillar, n.work, n.ordinal)`;
}

async function close(tx: Transaction, boss: PgBoss, job: AuditJob, plan: Plan): Promise<boolean> {
  const { auditId } = job;
  await tx.$queryRaw`select 1 from audit where id = ${auditId}::uuid for update`;
  const audit = await tx.audit.findUnique({ where: { id: auditId }, select: { state: true, policy: { select: { document: true } } } });
  if (audit?.state !== 'running') return false;
  if ((await tx.auditWork.count({ where: { auditId } })) < worksOf(plan).length) return false;
  await numberResults(tx, auditId);
  const { results, artifacts } = await readOutcome(tx, auditId);
  const judgement: Judgement = judge(policyDocument.parse(audit.policy.document), results);
  const digest = auditDigest(auditRecord(plan, results, artifacts));
  await tx.audit.update({ where: { id: auditId }, data: { state: 'succeeded', digest, judgement: judgement as object, finishedAt: new Date() } });
  await tx.$executeRawUnsafe('RESET ROLE');
  await boss.send(queues.seal, job, { db: fromPrisma(tx), id: jobId(auditId, 'seal') });
  return true;
}

/** The same id for the same piece of work, so that adding its job twice is adding it once. */
export function jobId(auditId: string, what: string | number): string {
  const hex = createHash('sha256').update(`${auditId}/${what}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
