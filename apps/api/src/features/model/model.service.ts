import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { digestOf } from '@plumbline/explain-core/audit/digest';
import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { ExplainError } from '@plumbline/explain-core/errors';
import { modelCard, type ModelCard } from '@plumbline/explain-core/transparency/modelCard';
import { columnMapping, type ColumnMapping } from '@plumbline/explain-core/models/mapping';
import { demand, type Actor } from '../../auth/actor.js';
import { inspectModel } from '../../compute/inspect.js';
import type { ModelFacts } from '@plumbline/explain-core/method/subject';
import type { LabelHint, ModelFile } from '../../compute/protocol.js';
import { inOrganisation, isUuid, type Transaction } from '../../db.js';
import { badInput, notFound } from '../../errors.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { recordActivity } from '../activity.js';
import { datasetIn, firstChunk } from '../dataset/dataset.service.js';
import { columnsOf } from '../dataset/datasetFacts.js';
import type { Installation } from '../installation.js';
import { readPage, type Page, type PageRequest } from '../page.js';
import { useUpload } from '../upload/upload.service.js';
import { fileModelDigest, predictionsModelDigest } from './modelDigest.js';

/** Everything but the file's bytes. */
export const versionWithModel = { model: true, file: { select: { sizeBytes: true } } } as const satisfies Prisma.ModelVersionInclude;
export type StoredVersion = Prisma.ModelVersionGetPayload<{ include: typeof versionWithModel }>;

export const modelWithVersions = {
  versions: { include: { file: { select: { sizeBytes: true } } }, orderBy: { number: 'desc' } },
} as const satisfies Prisma.ModelInclude;
export type StoredModel = Prisma.ModelGetPayload<{ include: typeof modelWithVersions }>;

export interface RegisterModel {
  /** A new version of this model; else a new model of this name. */
  readonly modelId?: string | null;
  readonly name?: string | null;
  readonly mapping?: unknown;
  readonly card?: unknown;
  /** Whose columns the model reads, or that hold the predictions. */
  readonly datasetId?: string | null;
  /** For a file that does not name its classes: the column whose values they are. Left out: the data set's label column, if it has one. */
  readonly label?: string | null;
}
export interface PredictionColumns {
  readonly datasetId: string;
  readonly predictionColumn: string;
  readonly scoreColumn?: string | null;
}

const probeRows = 64; // enough to see NaN, wrong shapes and endless loops; an audit asks about the rest

/** From an upload, or from columns of predictions: whichever the input names. */
export async function registerModel(
  installation: Installation,
  actor: Actor,
  input: RegisterModel & { readonly uploadId?: string | null; readonly predictionColumn?: string | null; readonly scoreColumn?: string | null },
): Promise<StoredVersion> {
  demand(actor, 'models.register');
  const { uploadId, predictionColumn, datasetId } = input;
  if ((uploadId ?? null) === null) {
    if ((predictionColumn ?? null) === null || (datasetId ?? null) === null) {
      throw badInput('A model is a file ("uploadId") or stored predictions ("datasetId" with "predictionColumn").');
    }
    return registerPredictions(actor, { ...input, datasetId: datasetId!, predictionColumn: predictionColumn! });
  }
  if ((predictionColumn ?? null) !== null) throw badInput('Give either "uploadId" or "predictionColumn": a model is a file or stored predictions.');
  return useUpload(installation, actor, uploadId!, 'model', async (file) =>
    registerModelFile(actor, { ...input, name: input.name ?? file.filename, bytes: await readFile(file.path) }),
  );
}

/** The bytes are looked at in a process of their own, and stored only if the model can be asked. */
export async function registerModelFile(actor: Actor, input: RegisterModel & { readonly bytes: Uint8Array }): Promise<StoredVersion> {
  demand(actor, 'models.register');
  const { organisationId } = actor;
  const { bytes } = input;
  const mapping = parseMapping(input.mapping);
  const documentation = parseCard(input.card);
  const { columns, chunk } = await inOrganisation(organisationId, async (tx) => {
    await modelFor(tx, actor, input, { create: false });
    if ((input.datasetId ?? null) === null) throw badInput('Name the data set whose columns the model reads ("datasetId"): the model is asked about a few of its rows before it is stored.');
    return { columns: columnsOf(await datasetIn(tx, input.datasetId!)), chunk: await firstChunk(tx, input.datasetId!) };
  });
  const facts = await inspectNamed({ bytes, mapping }, columns, chunk, labelHint(columns, input.label ?? null));
  const fileDigest = digestOf(bytes);
  return inOrganisation(organisationId, async (tx) => {
    await tx.modelFile.createMany({ data: [{ organisationId, digest: fileDigest, sizeBytes: bytes.length, bytes: bytes as Uint8Array<ArrayBuffer> }], skipDuplicates: true });
    const model = await modelFor(tx, actor, input, { create: true });
    return addVersion(tx, actor, model!, {
      source: 'file',
      digest: fileModelDigest(fileDigest, mapping),
      format: facts.format,
      fileDigest,
      facts: { version: 1, ...facts } as object,
      ...(mapping ? { mapping } : {}),
      ...(documentation ? { card: documentation } : {}),
    });
  }, { timeoutMs: 120_000 });
}

/** Names come from the mapping or the file; from the label only where those are silent, since the model may have been made for another label. */
async function inspectNamed(model: ModelFile, columns: readonly ColumnInfo[], chunk: Uint8Array, hint: LabelHint | null): Promise<ModelFacts> {
  const probe = { chunk, rows: probeRows };
  try {
    return (await inspectModel(model, { columns, label: null, probe })).facts;
  } catch (error) {
    if (hint === null || !(error instanceof ExplainError) || error.code !== 'BAD_MAPPING') throw error;
    return (await inspectModel(model, { columns, label: hint, probe })).facts;
  }
}

function labelHint(columns: readonly ColumnInfo[], label: string | null): LabelHint | null {
  const column = label === null ? columns.find(({ role }) => role === 'label') : existingColumn(columns, label, 'label');
  const classes = column?.levels ?? null;
  if (classes === null || classes.length < 2) return null;
  // Which is the positive one is for each audit to say; here it only has to be one of them.
  return { classes, positive: classes.at(-1)! };
}

export function registerPredictions(actor: Actor, input: RegisterModel & PredictionColumns): Promise<StoredVersion> {
  demand(actor, 'models.register');
  const { datasetId, predictionColumn, scoreColumn = null } = input;
  const documentation = parseCard(input.card);
  if ((input.mapping ?? null) !== null) throw badInput('Stored predictions have no column mapping: nothing is asked of the model any more.');
  return inOrganisation(actor.organisationId, async (tx) => {
    const dataset = await datasetIn(tx, datasetId);
    const columns = columnsOf(dataset);
    checkPredictions(columns, predictionColumn, scoreColumn);
    const model = await modelFor(tx, actor, { ...input, name: input.name ?? `${dataset.name}: ${predictionColumn}` }, { create: true });
    return addVersion(tx, actor, model!, {
      source: 'predictions',
      digest: predictionsModelDigest(dataset.digest, predictionColumn, scoreColumn),
      datasetId,
      predictionColumn,
      scoreColumn,
      ...(documentation ? { card: documentation } : {}),
    });
  });
}

/** Every row must have been predicted: a gap would silently be counted as something. */
export function checkPredictions(columns: readonly ColumnInfo[], predictionColumn: string, scoreColumn: string | null): void {
  const prediction = existingColumn(columns, predictionColumn, 'predictionColumn');
  refuseMissing(prediction, 'prediction');
  if (scoreColumn === null) return;
  const score = existingColumn(columns, scoreColumn, 'scoreColumn');
  if (score.numbers === null) throw badInput(`The score column "${scoreColumn}" must hold numbers; it holds ${score.kind}.`);
  refuseMissing(score, 'score');
  if (score.numbers.min < 0 || score.numbers.max > 1) {
    throw badInput(`The score column "${scoreColumn}" must hold probabilities of the positive class, from 0 to 1; it reaches from ${score.numbers.min} to ${score.numbers.max}.`);
  }
}

function refuseMissing({ name, missing }: ColumnInfo, what: string): void {
  if (missing > 0) throw badInput(`The ${what} column "${name}" is missing or NaN in ${missing} ${missing === 1 ? 'row' : 'rows'}; every row needs a ${what}. Leave those rows out, or predict them.`);
}

/** A card is documentation beside the model, not part of it: audits hold a copy of the card they saw. */
export async function updateModelCard(actor: Actor, versionId: string, value: unknown): Promise<StoredVersion> {
  demand(actor, 'models.register');
  const documentation = parseCard(value);
  if (documentation === null) throw badInput('A model card is a JSON object.');
  return inOrganisation(actor.organisationId, async (tx) => {
    await versionIn(tx, versionId);
    await recordActivity(tx, actor, 'model.card', versionId);
    return tx.modelVersion.update({ where: { id: versionId }, data: { card: documentation }, include: versionWithModel });
  });
}

export function parseMapping(mapping: unknown): ColumnMapping | null {
  if ((mapping ?? null) === null) return null;
  const parsed = columnMapping.safeParse(mapping);
  if (!parsed.success) throw new ExplainError('BAD_MAPPING', `The column mapping does not fit: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function parseCard(value: unknown): ModelCard | null {
  if ((value ?? null) === null) return null;
  const parsed = modelCard.safeParse(value);
  if (!parsed.success) throw badInput(`The model card does not fit: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function existingColumn(columns: readonly ColumnInfo[], name: string, what: string): ColumnInfo {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw badInput(`There is no column "${name}" for "${what}"; the columns are ${columns.map((c) => `"${c.name}"`).join(', ')}.`);
  return column;
}


/** The model a version is for; null when it is still to be made and `create` says not yet. */
async function modelFor(tx: Transaction, actor: Actor, { modelId, name }: RegisterModel, { create }: { create: boolean }): Promise<{ id: string } | null> {
  if ((modelId ?? null) !== null) {
    const found = isUuid(modelId!) ? await tx.model.findUnique({ where: { id: modelId! } }) : null;
    if (!found) throw notFound('model');
    // Held until the transaction ends, so that two new versions get two numbers.
    await tx.$queryRaw`select 1 from model where id = ${found.id}::uuid for update`;
    return found;
  }
  const trimmed = (name ?? '').trim();
  if (trimmed === '' || trimmed.length > 200) throw badInput('A model has a name of 1 to 200 characters.');
  return create ? tx.model.create({ data: { organisationId: actor.organisationId, name: trimmed } }) : null;
}

async function addVersion(
  tx: Transaction,
  actor: Actor,
  model: { id: string },
  version: Omit<Prisma.ModelVersionUncheckedCreateInput, 'organisationId' | 'modelId' | 'number'>,
): Promise<StoredVersion> {
  const { organisationId } = actor;
  const newest = await tx.modelVersion.findFirst({ where: { modelId: model.id }, orderBy: { number: 'desc' }, select: { number: true } });
  const created = await tx.modelVersion.create({
    data: { ...version, organisationId, modelId: model.id, number: (newest?.number ?? 0) + 1 },
    include: versionWithModel,
  });
  await recordActivity(tx, actor, 'model.register', created.id);
  return created;
}

async function versionIn(tx: Transaction, id: string): Promise<StoredVersion> {
  const found = isUuid(id) ? await tx.modelVersion.findUnique({ where: { id }, include: versionWithModel }) : null;
  if (!found) throw notFound('model version');
  return found;
}

/** The newest version with this digest: the same file with the same mapping, or the same columns of the same data. */
export function findModelVersion(actor: Actor, digest: string): Promise<StoredVersion | null> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) => tx.modelVersion.findFirst({ where: { digest }, orderBy: { id: 'desc' }, include: versionWithModel }));
}

export function readModelVersion(actor: Actor, id: string): Promise<StoredVersion> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) => versionIn(tx, id));
}

export async function readModel(actor: Actor, id: string): Promise<StoredModel> {
  demand(actor, 'read');
  const found = isUuid(id) ? await inOrganisation(actor.organisationId, (tx) => tx.model.findUnique({ where: { id }, include: modelWithVersions })) : null;
  if (!found) throw notFound('model');
  return found;
}

export function listModels(actor: Actor, request: PageRequest): Promise<Page<StoredModel>> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) =>
    readPage('models', request, {
      find: ({ before, take }) => tx.model.findMany({ where: before, orderBy: { id: 'desc' }, take, include: modelWithVersions }),
      count: () => tx.model.count(),
      exists: async (id) => (await tx.model.findUnique({ where: { id }, select: { id: true } })) !== null,
    }),
  );
}

/** Takes back a version that no audit has used, and its model when it was the only one. For callers whose next step was refused. */
export async function discardModelVersion(actor: Actor, id: string): Promise<void> {
  demand(actor, 'models.register');
  await inOrganisation(actor.organisationId, async (tx) => {
    const { modelId, fileDigest } = await versionIn(tx, id);
    if ((await tx.audit.count({ where: { modelVersionId: id } })) > 0) throw badInput('An audit has used this model version; it stays.');
    await tx.modelVersion.delete({ where: { id } });
    if ((await tx.modelVersion.count({ where: { modelId } })) === 0) await tx.model.delete({ where: { id: modelId } });
    if (fileDigest !== null && (await tx.modelVersion.count({ where: { fileDigest } })) === 0) await tx.modelFile.deleteMany({ where: { digest: fileDigest } });
    await recordActivity(tx, actor, 'model.discard', id);
  });
}
