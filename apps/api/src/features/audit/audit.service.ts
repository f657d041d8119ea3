import type { PgBoss } from 'pg-boss';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation, isUuid, type Transaction } from '../../db.js';
import { ApiError, notFound } from '../../errors.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { AuditState } from '../../generated/prisma/enums.js';
import { announce } from '../../jobs/progress.js';
import { enqueueAudit } from '../../jobs/queue.js';
import { recordActivity } from '../activity.js';
import { versionWithModel } from '../model/model.service.js';
import { readPage, type Page, type PageRequest } from '../page.js';
import { prepareAudit, storedRequest, type AuditRequest } from './prepareAudit.js';

/** An audit with what it is about. The plan is large, and is read when asked for. */
export const auditWithSubjects = {
  include: { dataset: true, modelVersion: { include: versionWithModel }, policy: true, evidence: { omit: { bytes: true } } },
  omit: { plan: true },
} as const;
export type StoredAudit = Prisma.AuditGetPayload<typeof auditWithSubjects>;

/** Plans the audit, stores it with its tasks, and queues it: all of it or nothing. */
export async function startAudit(
  queue: PgBoss,
  actor: Actor,
  request: AuditRequest,
  { scheduleId }: { readonly scheduleId?: string } = {},
): Promise<StoredAudit> {
  demand(actor, 'audits.start');
  const prepared = await prepareAudit(actor, request);
  const { organisationId } = actor;
  const { plan, policyId } = prepared;
  return inOrganisation(
    organisationId,
    async (tx) => {
      const { id: auditId } = await tx.audit.create({
        data: {
          organisationId,
          datasetId: request.datasetId,
          modelVersionId: request.modelVersionId,
          policyId,
          scheduleId: scheduleId ?? null,
          seed: plan.seed,
          request: storedRequest(request, prepared),
          plan: plan as unknown as Prisma.InputJsonObject,
          createdBy: actor.userId,
        },
        select: { id: true },
      });
      await tx.auditTask.createMany({
        data: plan.tasks.map(({ key, pillar, work }, index) => ({ organisationId, auditId, index, key, pillar, work })),
      });
      await recordActivity(tx, actor, 'audit.start', auditId);
      const stored = await auditIn(tx, auditId);
      await enqueueAudit(queue, tx, { organisationId, auditId });
      return stored;
    },
    { timeoutMs: 60_000 },
  );
}

/** Cancelling what has ended already changes nothing and says so. Workers notice within a second and end the model's process. */
export async function cancelAudit(actor: Actor, id: string): Promise<StoredAudit> {
  demand(actor, 'audits.start');
  const cancelled = await inOrganisation(actor.organisationId, async (tx) => {
    const { state } = await auditIn(tx, id);
    const { count } = await tx.audit.updateMany({
      where: { id, state: { in: ['queued', 'running'] } },
      data: { state: 'cancelled', cancelledBy: actor.userId ?? actor.apiKeyId ?? 'installation', finishedAt: new Date() },
    });
    if (count === 0) throw new ApiError('CONFLICT', `The audit has ended already (${state}); there is nothing to cancel.`);
    await recordActivity(tx, actor, 'audit.cancel', id);
    return auditIn(tx, id);
  });
  await announce({ organisationId: actor.organisationId, auditId: id });
  return cancelled;
}

export function readAudit(actor: Actor, id: string): Promise<StoredAudit> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) => auditIn(tx, id));
}

export async function readPlan(actor: Actor, id: string): Promise<Plan> {
  demand(actor, 'read');
  const found = isUuid(id) ? await inOrganisation(actor.organisationId, (tx) => tx.audit.findUnique({ where: { id }, select: { plan: true } })) : null;
  if (!found) throw notFound('audit');
  return found.plan as unknown as Plan;
}

async function auditIn(tx: Transaction, id: string): Promise<StoredAudit> {
  const found = isUuid(id) ? await tx.audit.findUnique({ where: { id }, ...auditWithSubjects }) : null;
  if (!found) throw notFound('audit');
  return found;
}

export interface AuditFilter {
  readonly datasetId?: string | null;
  readonly modelVersionId?: string | null;
  readonly state?: AuditState | null;
}

export async function listAudits(actor: Actor, request: PageRequest, { datasetId, modelVersionId, state }: AuditFilter = {}): Promise<Page<StoredAudit>> {
  demand(actor, 'read');
  for (const [what, id] of [['data set', datasetId], ['model version', modelVersionId]] as const) {
    if ((id ?? null) !== null && !isUuid(id!)) throw notFound(what);
  }
  const where: Prisma.AuditWhereInput = { ...(datasetId ? { datasetId } : {}), ...(modelVersionId ? { modelVersionId } : {}), ...(state ? { state } : {}) };
  return inOrganisation(actor.organisationId, (tx) =>
    readPage('audits', request, {
      find: ({ before, take }) => tx.audit.findMany({ where: { ...where, ...before }, orderBy: { id: 'desc' }, take, ...auditWithSubjects }),
      count: () => tx.audit.count({ where }),
      exists: async (id) => (await tx.audit.findUnique({ where: { id }, select: { id: true } })) !== null,
    }),
  );
}
