import { createHash } from 'node:crypto';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import { columnMapping } from '@plumbline/explain-core/models/mapping';
import { labelHintOf } from '../compute/labelHint.js';
import { defaultLimits, startSession, type ComputeSession, type Limits } from '../compute/session.js';
import type { ModelFile } from '../compute/protocol.js';
import { inOrganisation } from '../db.js';
import { verifyChunk } from '../ingest/chunk.js';
import { datasetDigest } from '../ingest/rawChunk.js';
import type { AuditJob } from './queue.js';

/** Child processes kept warm between the tasks of one audit: loading a model costs more than most tasks. */
export interface SessionPool {
  /** The audit's plan while it runs; null when it does not run any more. */
  planOf(job: AuditJob): Promise<Plan | null>;
  /** A session that has the audit's model and plan open. */
  take(job: AuditJob, plan: Plan): Promise<ComputeSession>;
  giveBack(job: AuditJob, session: ComputeSession): void;
  /** Ends a session whose task failed or was cancelled. */
  discard(session: ComputeSession): Promise<void>;
  close(): Promise<void>;
}

const idleMs = 5_000; // long enough for the next task to arrive, short enough not to hold a model's memory for nothing
const plansKept = 8;
/** Why a task goes back to the queue. No ExplainError: it is nothing of the audit's. */
export const workerStopped = 'this worker was stopped before the task was done; another takes it';

export function sessionPool(limits: Limits = defaultLimits): SessionPool {
  const idle = new Map<ComputeSession, { auditId: string; timer: NodeJS.Timeout }>();
  const taken = new Set<ComputeSession>();
  const plans = new Map<string, Plan>();
  let closed = false;

  const drop = async (session: ComputeSession): Promise<void> => {
    clearTimeout(idle.get(session)?.timer);
    idle.delete(session);
    await session.end();
  };

  return {
    async planOf({ organisationId, auditId }) {
      const known = plans.get(auditId);
      const audit = await inOrganisation(organisationId, (tx) =>
        tx.audit.findUnique({ where: { id: auditId }, select: { state: true, ...(known ? {} : { plan: true }) } }),
      );
      if (audit?.state !== 'running') {
        plans.delete(auditId);
        return null;
      }
      const plan = known ?? (audit.plan as unknown as Plan);
      plans.set(auditId, plan);
      if (plans.size > plansKept) plans.delete(plans.keys().next().value!);
      return plan;
    },

    async take(job, plan) {
      if (closed) throw new Error(workerStopped);
      for (const [session, { auditId, timer }] of idle) {
        if (auditId !== job.auditId) continue;
        clearTimeout(timer);
        idle.delete(session);
        if (!session.alive) continue; // it ended while nothing was asked of it, which is no fault of this audit
        taken.add(session);
        return session;
      }
      const [other] = idle.keys();
      if (other) await drop(other); // one model in memory for each task under way, not more
      const session = await startSession(limits);
      taken.add(session);
      try {
        if (closed) throw new Error(workerStopped);
        const model = await modelOf(job, plan);
        if (model) await session.load(model, plan.subject.dataset.columns, labelHintOf(plan.subject.label));
        const digests = await chunkDigests(job, plan);
        await session.open(plan, (index) => chunkOf(job, digests, index));
      } catch (error) {
        taken.delete(session);
        await session.end();
        throw closed ? new Error(workerStopped, { cause: error }) : error;
      }
      return session;
    },

    giveBack({ auditId }, session) {
      taken.delete(session);
      const timer = setTimeout(() => void drop(session), idleMs);
      idle.set(session, { auditId, timer });
    },

    async discard(session) {
      taken.delete(session);
      await session.end();
    },

    async close() {
      closed = true;
      await Promise.all([...idle.keys()].map(drop));
      await Promise.all([...taken].map((session) => session.end()));
    },
  };
}

/** The file that an audit was planned with, checked against its digest; null for stored predictions. */
export async function modelOf({ organisationId, auditId }: Pick<AuditJob, 'organisationId' | 'auditId'>, plan: Plan): Promise<ModelFile | null> {
  if (plan.subject.model.source === 'predictions') return null;
  const stored = await inOrganisation(organisationId, (tx) =>
    tx.audit.findUniqueOrThrow({ where: { id: auditId }, select: { modelVersion: { select: { mapping: true, fileDigest: true, file: { select: { bytes: true } } } } } }),
  );
  const { file, fileDigest, mapping } = stored.modelVersion;
  if (!file) throw new ExplainError('MODEL_CHANGED', 'The model file this audit was planned with is not stored any more; register the model and start the audit again.');
  const found = `sha256:${createHash('sha256').update(file.bytes).digest('hex')}`;
  if (found !== fileDigest) {
    throw new ExplainError('MODEL_CHANGED', `The stored model file has the digest ${found}, but it was registered as ${fileDigest}; register it again.`);
  }
  return { bytes: file.bytes, mapping: mapping === null ? null : columnMapping.parse(mapping) };
}

/** The chunks' digests, once they are known to be those that the data set's own digest was made from. */
async function chunkDigests({ organisationId, auditId }: AuditJob, plan: Plan): Promise<string[]> {
  const { dataset } = plan.subject;
  const stored = await inOrganisation(organisationId, (tx) =>
    tx.audit.findUniqueOrThrow({ where: { id: auditId }, select: { dataset: { select: { chunks: { orderBy: { index: 'asc' }, select: { digest: true } } } } } }),
  );
  const digests = stored.dataset.chunks.map(({ digest }) => digest);
  const found = datasetDigest(dataset.rows, dataset.columns, digests);
  if (found !== dataset.digest) {
    throw new ExplainError('BAD_DATA', `The stored rows have the digest ${found}, but this audit was planned on ${dataset.digest}; upload the data and start the audit again.`);
  }
  return digests;
}

async function chunkOf({ organisationId, auditId }: AuditJob, digests: readonly string[], index: number): Promise<Uint8Array> {
  const audit = await inOrganisation(organisationId, (tx) =>
    tx.audit.findUniqueOrThrow({ where: { id: auditId }, select: { dataset: { select: { chunks: { where: { index }, select: { bytes: true } } } } } }),
  );
  const [chunk] = audit.dataset.chunks;
  if (!chunk) throw new ExplainError('BAD_DATA', `Chunk ${index} of the data set is not stored any more; upload the data and start the audit again.`);
  verifyChunk(chunk.bytes, digests[index]);
  return chunk.bytes;
}
