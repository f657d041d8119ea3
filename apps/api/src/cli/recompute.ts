import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { digestOf } from '@plumbline/explain-core/audit/digest';
import { drivers } from '@plumbline/explain-core/audit/drivers';
import type { AuditRecord } from '@plumbline/explain-core/audit/record';
import { combineWork, joinOutcomes, worksOf } from '@plumbline/explain-core/audit/run';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { Json } from '@plumbline/explain-core/json';
import type { Artifact, Result } from '@plumbline/explain-core/method/result';
import type { BundleContent } from '@plumbline/evidence/bundle';
import type { Check } from '@plumbline/evidence/verify';
import { labelHintOf } from '../compute/labelHint.js';
import { startSession, type ComputeSession } from '../compute/session.js';
import { fileModelDigest, predictionsModelDigest } from '../features/model/modelDigest.js';
import { ingestInChild } from '../ingest/ingestInChild.js';
import { readModelFile } from './readModelFile.js';
import { compareArtifacts, compareResults } from './compareResults.js';
import { UsageError } from './usageError.js';

export interface Recomputed {
  readonly checks: readonly Check[];
  /** Null when something was lacking to compute with, or was not what the audit is about. */
  readonly counts: { readonly same: number; readonly different: number } | null;
}

interface Given {
  readonly data: string | null;
  readonly model: string | null;
  readonly tell: (line: string) => void;
}

/** Holds the reader's own data and model against the digests of the audit, and computes its results again from them. No database, no network. */
export async function recompute({ record, artifacts: stated }: BundleContent, { data, model, tell }: Given): Promise<Recomputed | null> {
  if (data === null && model === null) return null;
  const { subject } = record.plan;
  if (model !== null && subject.model.source === 'predictions') throw new UsageError('This audit is about predictions that are columns of the data; give --data alone.');
  const checks: Check[] = [];
  const chunks = data === null ? null : await readData(data, record, checks);
  const bytes = model === null ? null : await readModel(model, record, checks);
  const needsFile = subject.model.source === 'file';
  if (checks.some(({ ok }) => !ok) || chunks === null) return { checks, counts: null };
  if (needsFile && bytes === null) {
    tell('Results are computed again only when the model is given too: --model FILE.');
    return { checks, counts: null };
  }
  checks.push(versionsCheck(record));
  const { results, artifacts } = await runPlan(record, chunks, bytes, tell);
  const compared = compareResults(record.results, results);
  checks.push(compared.check, compareArtifacts(stated, artifacts));
  return { checks, counts: { same: compared.same, different: compared.different } };
}

/** The file as this audit read it: the same kinds of columns. Null, with a check that says so, when it is other data. */
async function readData(path: string, { plan }: AuditRecord, checks: Check[]): Promise<Uint8Array[] | null> {
  const { dataset, model } = plan.subject;
  let chunks: Uint8Array[] = [];
  const sink = {
    write: async ({ bytes }: { readonly bytes: Uint8Array }): Promise<void> => void chunks.push(Uint8Array.from(bytes)),
    restart: async (): Promise<void> => void (chunks = []),
  };
  const columns = dataset.columns.map(({ name, kind }) => ({ name, kind }));
  let digest: string;
  try {
    ({ digest } = await ingestInChild({ path, filename: basename(path), columns }, sink, { signal: new AbortController().signal }));
  } catch (error) {
    if (!(error instanceof ExplainError)) throw error;
    checks.push({ id: 'data', ok: false, detail: `this is not the data of the audit: ${error.message}` });
    return null;
  }
  const ok = digest === dataset.digest;
  checks.push({ id: 'data', ok, detail: ok ? `the data set ${digest}` : `its digest is ${digest}, but the audit is about ${dataset.digest}` });
  if (ok && model.source === 'predictions') {
    const found = predictionsModelDigest(digest, model.prediction, model.score);
    checks.push({ id: 'model', ok: found === model.digest, detail: found === model.digest ? `the stored predictions ${found}` : `the predictions' digest is ${found}, but the audit is about ${model.digest}` });
  }
  return chunks;
}

async function readModel(path: string, { plan }: AuditRecord, checks: Check[]): Promise<Uint8Array> {
  const subject = plan.subject.model as Extract<AuditRecord['plan']['subject']['model'], { source: 'file' }>;
  const bytes = await readModelFile(path);
  const digest = fileModelDigest(digestOf(bytes), subject.mapping);
  const ok = digest === subject.digest;
  checks.push({ id: 'model', ok, detail: ok ? `the model ${digest}` : `with the audit's column mapping its digest is ${digest}, but the audit is about ${subject.digest}` });
  return bytes;
}

/** Other versions of the methods give other numbers and prove nothing. */
function versionsCheck({ plan }: AuditRecord): Check {
  const lacking = plan.methods.filter(({ pillar, method, version }) => !drivers.some((driver) => driver.pillar === pillar && driver.methods.some((own) => own.id === method && own.version === version)));
  return {
    id: 'methods',
    ok: lacking.length === 0,
    detail: lacking.length === 0 ? 'this program has the same versions of all methods' : `this program lacks ${lacking.map(({ method, version }) => `${method} version ${version}`).join(', ')}; use the one that made the bundle`,
  };
}

async function runPlan({ plan }: AuditRecord, chunks: readonly Uint8Array[], bytes: Uint8Array | null, tell: Given['tell']): Promise<{ results: Result[]; artifacts: Artifact[] }> {
  const partials = new Map<string, Json>();
  let next = 0;
  const { dataset, label, model } = plan.subject;
  const workThrough = async (session: ComputeSession): Promise<void> => {
    try {
      if (model.source === 'file') await session.load({ bytes: bytes!, mapping: model.mapping }, dataset.columns, labelHintOf(label));
      await session.open(plan, async (index) => chunks[index]!);
      while (next < plan.tasks.length) {
        const task = plan.tasks[next++]!;
        partials.set(task.key, await session.run(task));
        tell(`computed ${partials.size} of ${plan.tasks.length} tasks`);
      }
    } catch (error) {
      next = plan.tasks.length; // the others stop after the task they are at
      throw error;
    } finally {
      await session.end();
    }
  };
  const sessions = await Promise.all(Array.from({ length: Math.min(availableParallelism(), Math.max(1, plan.tasks.length)) }, () => startSession()));
  await Promise.all(sessions.map(workThrough));
  return joinOutcomes(worksOf(plan).map((work) => combineWork(plan, work, work.tasks.map(({ key }) => partials.get(key)!))));
}
