import { basename } from 'node:path';
import { z } from 'zod';
import { digestOf } from '@plumbline/explain-core/audit/digest';
import { planRequest, type PlanRequest } from '@plumbline/explain-core/audit/plan';
import type { ColumnMapping } from '@plumbline/explain-core/models/mapping';
import type { Limits } from '../compute/session.js';
import { badInput } from '../errors.js';
import { fileSubject, planOf, predictionsSubject, type Subjects } from '../features/audit/prepareAudit.js';
import { columnsFor, type Question } from '../features/audit/question.js';
import { fileModelDigest, predictionsModelDigest } from '../features/model/modelDigest.js';
import { checkPredictions, parseMapping } from '../features/model/model.service.js';
import { parsePolicy } from '../features/policy/policy.service.js';
import { ChunkSample } from '../ingest/chunkSample.js';
import type { IngestRequest, IngestResult } from '../ingest/ingestFile.js';
import { ingestInChild } from '../ingest/ingestInChild.js';
import type { AuditArguments } from './auditArguments.js';
import { checkInput, readJsonInput } from './readInput.js';
import { readModelFile } from './readModelFile.js';

/** Everything the audit needs, looked at and found to fit. */
export interface CheckedAudit {
  readonly file: IngestRequest;
  readonly dataset: IngestResult;
  readonly model: CheckedModel;
  readonly question: Question;
  readonly plan: PlanRequest | undefined;
  readonly policy: unknown;
}

export type CheckedModel =
  | { readonly source: 'file'; readonly name: string; readonly digest: string; readonly bytes: Uint8Array; readonly mapping: ColumnMapping | null }
  | { readonly source: 'predictions'; readonly digest: string; readonly prediction: string; readonly score: string | null };

/** Does all that can go wrong with an input before anything is stored: reads the files, types the data, asks the model, makes the plan. */
export async function checkAudit(args: AuditArguments, limits?: Limits): Promise<CheckedAudit> {
  await checkInput(args.data, '--data');
  const asked = args.plan === null ? undefined : parsePlan(await readJsonInput(args.plan, '--plan'));
  const plan = args.timeLimit === null ? asked : { ...asked, timeLimit: args.timeLimit };
  const policy = args.policy === null ? undefined : parsePolicy(await readJsonInput(args.policy, '--policy'));
  const file = { path: args.data, filename: basename(args.data) };
  const modelFile = args.model.source === 'file' ? await readModel(args.model) : null;

  const { dataset, firstChunk, sample } = await readData(file);
  const { label, task, positive, favourable, protected: groups, ignore, grouping } = args;
  const question: Question = { label, task, positive, favourable, protected: groups, ignore, grouping };
  const columns = columnsFor(dataset.columns, question);
  const model = modelFile ?? storedPredictions(args.model as Extract<AuditArguments['model'], { source: 'predictions' }>, dataset);
  const subjects = await subjectsOf(model, dataset, columns, question, firstChunk, limits);
  await planOf({ ...subjects, dataset, card: null }, question, args.seed ?? 0, plan, async () => sample.chunks());
  return { file, dataset, model, question, plan, policy };
}

function parsePlan(document: unknown): PlanRequest {
  const parsed = planRequest.safeParse(document);
  if (!parsed.success) throw badInput(`The plan does not fit: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

async function readModel({ file, mapping }: Extract<AuditArguments['model'], { source: 'file' }>): Promise<CheckedModel> {
  const parsed = mapping === null ? null : parseMapping(await readJsonInput(mapping, '--mapping'));
  const bytes = await readModelFile(file);
  return { source: 'file', name: basename(file), digest: fileModelDigest(digestOf(bytes), parsed), bytes, mapping: parsed };
}

/** Kinds, levels and digest of the whole file, its first chunk to try the model on, and the chunks that stand for all. */
async function readData(file: IngestRequest): Promise<{ dataset: IngestResult; firstChunk: Uint8Array; sample: ChunkSample }> {
  const sample = new ChunkSample();
  const sink = {
    write: async ({ index, bytes }: { readonly index: number; readonly bytes: Uint8Array }): Promise<void> => {
      sample.write(index, bytes);
    },
    restart: async (): Promise<void> => sample.restart(),
  };
  const dataset = await ingestInChild(file, sink, { signal: new AbortController().signal });
  return { dataset, firstChunk: sample.chunks()[0], sample };
}

function storedPredictions({ prediction, score }: { readonly prediction: string; readonly score: string | null }, { columns, digest }: IngestResult): CheckedModel {
  checkPredictions(columns, prediction, score);
  return { source: 'predictions', digest: predictionsModelDigest(digest, prediction, score), prediction, score };
}

async function subjectsOf(model: CheckedModel, dataset: IngestResult, columns: Subjects['columns'], question: Question, chunk: Uint8Array, limits: Limits | undefined): Promise<Subjects> {
  if (model.source === 'predictions') {
    const { digest, prediction, score } = model;
    return predictionsSubject({ digest, predictionColumn: prediction, scoreColumn: score, dataset }, dataset, columns, question);
  }
  // Nobody has asked the model yet; a mapping that names two classes tells already that a label with three cannot be meant.
  const facts = model.mapping?.output.classes?.length === 2 ? { task: 'binary' } : null;
  return fileSubject({ digest: model.digest, mapping: model.mapping, facts, file: model }, columns, question, chunk, limits);
}
