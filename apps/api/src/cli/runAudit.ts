import { setTimeout as sleep } from 'node:timers/promises';
import type { Judgement } from '@plumbline/explain-core/audit/policy';
import type { GroupWarning } from '@plumbline/explain-core/fairness/groupWarnings';
import type { Result } from '@plumbline/explain-core/method/result';
import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Actor } from '../auth/actor.js';
import { bootstrap } from '../bootstrap.js';
import { connectDatabase, disconnectDatabase } from '../db.js';
import type { Env } from '../env.js';
import { ApiError } from '../errors.js';
import { readProgress } from '../features/audit/auditProgress.js';
import { readArtifact, readResults } from '../features/audit/auditResults.js';
import { cancelAudit, readAudit, startAudit, type StoredAudit } from '../features/audit/audit.service.js';
import { createDatasetFromFile, discardDataset, findDataset } from '../features/dataset/dataset.service.js';
import { downloadEvidence } from '../features/evidence/evidence.service.js';
import { discardModelVersion, findModelVersion, registerModelFile, registerPredictions } from '../features/model/model.service.js';
import { keepPolicy } from '../features/policy/policy.service.js';
import { openQueue } from '../jobs/queue.js';
import { work } from '../jobs/work.js';
import { findDatabase } from '../postgres/findDatabase.js';
import { migrate } from '../postgres/migrate.js';
import type { CheckedAudit } from './checkAudit.js';

export interface FinishedAudit {
  readonly audit: StoredAudit;
  readonly judgement: Judgement | null;
  readonly results: readonly Result[];
  /** What a reader should know of the groups; no number was changed on account of it. */
  readonly warnings: readonly GroupWarning[];
  /** Null unless the audit succeeded. */
  readonly bundle: Uint8Array | null;
}

export interface AuditRun {
  readonly env: Env;
  readonly log: Logger;
  /** Aborted by Ctrl-C: the audit is cancelled, and everything is put away in order. */
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Stores what was checked, starts the audit as the API does, and works on it here until it has ended. */
export async function runAudit(checked: CheckedAudit, seed: number | null, run: AuditRun): Promise<FinishedAudit> {
  const { env, log } = run;
  const database = await findDatabase(env);
  let ending = false;
  try {
    await migrate({ databaseUrl: database.url });
    connectDatabase(database.url, {
      connections: env.databaseConnections,
      onError: (error) => {
        if (!ending) log.error({ error }, 'database'); // an embedded server that stops closes connections that are on their way out
      },
    });
    const { actor, created } = await bootstrap(env.home);
    if (created !== null) run.tell(`A first administrator was made, ${created.email}; the password is in ${created.passwordFile}.`);
    const queue = await openQueue(database.url, { works: false, onError: (error) => log.error({ error }, 'queue') });
    const worker = await work({ connectionString: database.url, log });
    try {
      const started = await storeAndStart(queue, actor, checked, seed);
      return await untilEnded(actor, started.id, run);
    } finally {
      await worker.stop();
      await queue.stop({ graceful: false });
    }
  } finally {
    ending = true;
    await disconnectDatabase();
    await database.stop();
  }
}

/** What is known already is not stored again. What was stored for an audit that is refused after all is taken back. */
async function storeAndStart(queue: PgBoss, actor: Actor, { file, dataset, model, question, plan, policy }: CheckedAudit, seed: number | null): Promise<StoredAudit> {
  const undo: (() => Promise<void>)[] = [];
  try {
    const knownData = await findDataset(actor, dataset.digest, dataset.columns);
    const { id: datasetId } = knownData ?? (await createDatasetFromFile(actor, file.filename, file));
    if (knownData === null) undo.push(() => discardDataset(actor, datasetId));
    const knownModel = await findModelVersion(actor, model.digest);
    const { id: modelVersionId } =
      knownModel ??
      (model.source === 'file'
        ? await registerModelFile(actor, { name: model.name, bytes: model.bytes, mapping: model.mapping, datasetId, label: question.label })
        : await registerPredictions(actor, { datasetId, predictionColumn: model.prediction, scoreColumn: model.score }));
    if (knownModel === null) undo.push(() => discardModelVersion(actor, modelVersionId));
    const policyId = policy === undefined ? null : (await keepPolicy(actor, policy)).id;
    return await startAudit(queue, actor, { ...question, datasetId, modelVersionId, policyId, seed, plan });
  } catch (error) {
    for (const takeBack of undo.reverse()) await takeBack();
    throw error;
  }
}

const pollMs = 250;
const looks = 50;
const sealWithinMs = 120_000;

async function untilEnded(actor: Actor, auditId: string, { signal, tell }: AuditRun): Promise<FinishedAudit> {
  let shown = '';
  let asked = false;
  for (;;) {
    if (signal.aborted && !asked) {
      asked = true;
      await cancelAudit(actor, auditId).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.code === 'CONFLICT')) throw error; // it ended just before; the next look shows how
      });
    }
    const { state, tasksDone, tasksTotal } = await patiently(() => readProgress(actor, auditId));
    const line = `audit ${auditId}: ${state}, ${tasksDone} of ${tasksTotal} tasks`;
    if (line !== shown) tell((shown = line));
    if (state !== 'queued' && state !== 'running') break;
    await sleep(pollMs);
  }
  const audit = await patiently(() => readAudit(actor, auditId));
  const results = (await patiently(() => readResults(actor, auditId))).map(({ result }) => result);
  const judgement = audit.judgement as Judgement | null;
  const warnings = ((await patiently(() => readArtifact(actor, auditId, 'fairness/groupWarnings'))) ?? []) as GroupWarning[];
  if (audit.state !== 'succeeded') return { audit, judgement, results, warnings, bundle: null };
  return { audit, judgement, results, warnings, bundle: await sealedBundle(actor, auditId) };
}

/** The worker beside us may keep this thread for a second while it stores results or closes the audit, and a transaction may then end as too slow; the next look will not. */
async function patiently<T>(look: () => Promise<T>): Promise<T> {
  for (let left = looks; ; left--) {
    try {
      return await look();
    } catch (error) {
      if (error instanceof ApiError || left <= 1) throw error;
      await sleep(pollMs);
    }
  }
}

async function sealedBundle(actor: Actor, auditId: string): Promise<Uint8Array> {
  for (const end = Date.now() + sealWithinMs; Date.now() < end; await sleep(pollMs)) {
    const { evidence } = await readAudit(actor, auditId);
    if (evidence !== null) return (await downloadEvidence(actor, evidence.id)).bytes;
  }
  throw new Error(`The audit ${auditId} finished, but its evidence was not sealed within ${sealWithinMs / 1000} s.`);
}
