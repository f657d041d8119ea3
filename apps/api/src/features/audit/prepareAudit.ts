import { z } from 'zod';
import { makePlan, planRequest, type Plan, type PlanRequest } from '@plumbline/explain-core/audit/plan';
import { lookAlikes, shownApart } from '@plumbline/explain-core/data/lookAlikes';
import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { checkGrouping, checkGroups } from '@plumbline/explain-core/fairness/checkSubject';
import type { SavedSlice } from '@plumbline/explain-core/fairness/slices/condition';
import type { JsonObject } from '@plumbline/explain-core/json';
import type { ColumnMapping } from '@plumbline/explain-core/models/mapping';
import type { LabelSubject, ModelSubject, ModelFacts, Subject } from '@plumbline/explain-core/method/subject';
import type { Actor } from '../../auth/actor.js';
import { inspectModel } from '../../compute/inspect.js';
import type { Limits } from '../../compute/session.js';
import { labelHintOf } from '../../compute/labelHint.js';
import { inOrganisation, isUuid, type Transaction } from '../../db.js';
import { badInput, notFound } from '../../errors.js';
import type { Prisma } from '../../generated/prisma/client.js';
import { datasetIn, firstChunk, sampleChunks } from '../dataset/dataset.service.js';
import { columnsOf } from '../dataset/datasetFacts.js';
import { parseMapping } from '../model/model.service.js';
import { standingPolicy } from '../policy/policy.service.js';
import { watchedSlicesIn } from '../slice/slice.service.js';
import { watchInPlan } from '../slice/watchInPlan.js';
import { columnNamed, listed } from './columns.js';
import { groupingOf, type SampledChunks } from './grouping.js';
import { columnsFor, labelOf, numberLabelOf, refuseHuge, taskOf, type AuditTask, type Question } from './question.js';

export interface AuditRequest extends Question {
  readonly datasetId: string;
  readonly modelVersionId: string;
  readonly policyId?: string | null;
  readonly seed?: number | null;
  readonly plan?: unknown;
}

/** All that an audit fixes before it starts. Nothing is stored yet. */
export interface PreparedAudit {
  readonly policyId: string;
  readonly plan: Plan;
}

/** Seeds are numbers that JSON carries exactly. */
const defaultSeed = 0;
const probeRows = 64; // as at registration, now with the columns and label of this audit

/** Checks a request and makes its plan; throws one clear error for whatever does not fit. */
export async function prepareAudit(actor: Actor, request: AuditRequest): Promise<PreparedAudit> {
  const seed = request.seed ?? defaultSeed;
  if (!Number.isSafeInteger(seed) || seed < 0) throw badInput(`"seed" must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}; got ${seed}.`);
  const asked = planRequest.safeParse(request.plan ?? {});
  if (!asked.success) throw badInput(`The plan does not fit: ${z.prettifyError(asked.error)}`);

  const { dataset, version, policyId: named, chunk, watched } = await inOrganisation(actor.organisationId, async (tx) => ({ ...(await readSubjects(tx, request)), watched: await watchedSlicesIn(tx) }));
  if (dataset.rows === 0) throw badInput('The data set has no rows.');
  const columns = columnsFor(columnsOf(dataset), request);
  const subject =
    version.source === 'predictions' ? predictionsSubject(version, dataset, columns, request) : await fileSubject(version, columns, request, chunk);
  const plan = await planOf({ ...subject, dataset, card: version.card as JsonObject | null }, request, seed, asked.data, () => sampleChunks(actor, dataset.id), watched);
  const task = plan.subject.label.kind === 'number' ? 'regression' : 'classification';
  const policyId = named ?? (await inOrganisation(actor.organisationId, (tx) => standingPolicy(tx, task))).id;
  return { policyId, plan };
}

/** The plan of what was found to fit; says what does not fit together after all. */
export async function planOf(
  { dataset: { digest, rows }, columns, model, label, rowsPerSecond, card }: Subjects & { readonly dataset: { readonly digest: string; readonly rows: number }; readonly card: JsonObject | null },
  question: Question,
  seed: number,
  asked: PlanRequest | undefined,
  sample: SampledChunks,
  watched: readonly SavedSlice[] = [],
): Promise<Plan> {
  const grouping = await groupingOf(columns, question.protected, question.grouping, sample);
  const subject: Subject = { dataset: { digest, rows, columns }, model, label, protected: [...question.protected], grouping, modelCard: card };
  checkGrouping(subject);
  checkGroups(subject);
  return makePlan(subject, seed, watchInPlan(asked ?? {}, subject, watched), rowsPerSecond);
}

async function readSubjects(tx: Transaction, { datasetId, modelVersionId, policyId }: AuditRequest) {
  const dataset = await datasetIn(tx, datasetId);
  const version = isUuid(modelVersionId)
    ? await tx.modelVersion.findUnique({ where: { id: modelVersionId }, include: { file: true, dataset: { select: { digest: true } } } })
    : null;
  if (!version) throw notFound('model version');
  if ((policyId ?? null) === null) return { dataset, version, policyId: null, chunk: await firstChunk(tx, datasetId) };
  const policy = isUuid(policyId!) ? await tx.policy.findUnique({ where: { id: policyId! }, select: { id: true } }) : null;
  if (!policy) throw notFound('policy');
  return { dataset, version, policyId: policy.id, chunk: await firstChunk(tx, datasetId) };
}

type Version = Awaited<ReturnType<typeof readSubjects>>['version'];
/** What of a version is looked at, whether it is stored yet or not. */
export type PredictionsVersion = Pick<Version, 'digest' | 'predictionColumn' | 'scoreColumn' | 'dataset'>;
export interface FileVersion extends Pick<Version, 'digest' | 'mapping' | 'facts'> {
  readonly file: { readonly bytes: Uint8Array } | null;
}
export interface Subjects {
  readonly model: ModelSubject;
  readonly label: LabelSubject;
  readonly columns: readonly ColumnInfo[];
  /** How fast the model answers; null where there is none to ask. */
  readonly rowsPerSecond: number | null;
}

/** Checks an audit of stored predictions. Reads nothing: everything is known of the columns. */
export function predictionsSubject(version: PredictionsVersion, dataset: { digest: string }, columns: readonly ColumnInfo[], question: Question): Subjects {
  const { digest, scoreColumn } = version;
  const predictionColumn = version.predictionColumn!;
  if (version.dataset?.digest !== dataset.digest) throw badInput('These predictions belong to another data set; choose the data set they are a column of, or register its own.');
  refuseUse(question, [predictionColumn, ...(scoreColumn === null ? [] : [scoreColumn])], 'holds the predictions');
  const label = taskOf(columns, question, null) === 'regression' ? predictedNumber(version, columns, question) : predictedClass(version, columns, question);
  return {
    model: { source: 'predictions', digest, prediction: predictionColumn, score: scoreColumn },
    label,
    rowsPerSecond: null,
    columns: columns.map((column) => {
      if (column.name === predictionColumn) return { ...column, role: 'prediction' };
      return column.name === scoreColumn ? { ...column, role: 'score' } : column;
    }),
  };
}

function predictedClass({ predictionColumn }: PredictionsVersion, columns: readonly ColumnInfo[], question: Question): LabelSubject {
  const label = labelOf(columns, question, { classes: 2, because: 'stored predictions are audited as yes or no' });
  const levels = columnNamed(columns, predictionColumn!, 'prediction').levels;
  const strange = levels?.filter((level) => !label.classes.includes(level)) ?? null;
  if (strange === null || strange.length > 0) {
    const alike = lookAlikes([...label.classes, ...(strange ?? [])]).slice(0, 5).map(shownApart);
    throw badInput(
      `The prediction column "${predictionColumn}" must hold values of the label (${label.classes.join(', ')}); it also holds ${strange === null ? 'too many different values' : strange.slice(0, 10).join(', ')}.` +
        (alike.length === 0 ? '' : ` ${alike.join('; ')} differ only in case, blanks, width or the way accents are written; write them alike before uploading.`),
    );
  }
  return label;
}

function predictedNumber({ predictionColumn, scoreColumn }: PredictionsVersion, columns: readonly ColumnInfo[], question: Question): LabelSubject {
  const column = columnNamed(columns, predictionColumn!, 'prediction');
  if (column.kind !== 'number') throw badInput(`The label "${question.label}" is a number, but the prediction column "${predictionColumn}" is a ${column.kind} column. Name the column of predicted numbers, or say that the label's values are classes: task "classification".`);
  if (scoreColumn !== null) throw badInput(`These predictions are numbers; the score column "${scoreColumn}" would be about classes. Register the predictions without it.`);
  refuseHuge(column);
  return numberLabelOf(columns, question);
}

/** Checks an audit of a model file, and asks the model itself. */
export async function fileSubject(version: FileVersion, columns: readonly ColumnInfo[], question: Question, chunk: Uint8Array, limits?: Limits): Promise<Subjects> {
  const known = (version.facts as { task?: ModelFacts['task'] } | null)?.task ?? null;
  const label = labelFor(taskOf(columns, question, known && taskFor(known)), columns, question, known === 'binary');
  const mapping = parseMapping(version.mapping);
  const { facts, rowsPerSecond } = await inspectModel({ bytes: version.file!.bytes, mapping }, { columns, label: labelHintOf(label), probe: { chunk, rows: probeRows } }, limits);
  // What the label looked like gives way to what the model says.
  const settled = known === null ? labelFor(taskOf(columns, question, taskFor(facts.task)), columns, question, facts.task === 'binary') : label;
  refuseUnfit(facts, settled, question);
  return { model: modelSubject(version.digest, mapping, facts), label: settled, columns, rowsPerSecond };
}

const taskFor = (task: ModelFacts['task']): AuditTask => (task === 'regression' ? 'regression' : 'classification');

function labelFor(task: AuditTask, columns: readonly ColumnInfo[], question: Question, isBinary: boolean): LabelSubject {
  return task === 'regression' ? numberLabelOf(columns, question) : labelOf(columns, question, isBinary ? { classes: 2, because: 'the model decides between two classes' } : null);
}

function refuseUnfit({ task, classes, features }: ModelFacts, label: LabelSubject, question: Question): void {
  const labels = label.kind === 'number' ? [] : label.classes;
  const unknown = labels.filter((value) => !classes.includes(value));
  if (unknown.length > 0) {
    throw badInput(`The label "${label.column}" holds ${listed(unknown)}, which the model does not know; its classes are ${listed(classes)}. Name the classes in the mapping's output.classes.`);
  }
  if (task === 'binary' && labels.length !== 2) throw badInput(`The label "${label.column}" has ${labels.length} values, but the model decides between two classes.`);
  if (features.includes(label.column)) throw badInput(`The model reads the label column "${label.column}" as a feature; it would be audited on knowing the answer.`);
  const ignored = features.filter((name) => question.ignore?.includes(name));
  if (ignored.length > 0) throw badInput(`The model reads ${ignored.map((name) => `"${name}"`).join(', ')}, so it cannot be ignored.`);
}

function refuseUse(question: Question, names: readonly string[], because: string): void {
  for (const name of names) {
    if (name === question.label || question.protected.includes(name) || question.ignore?.includes(name)) {
      throw badInput(`The column "${name}" ${because}; it cannot also be the label, protected or ignored.`);
    }
  }
}

function modelSubject(digest: string, mapping: ColumnMapping | null, { format, task, classes, features, numberFeatures, capabilities, threshold, runtime }: ModelFacts): ModelSubject {
  return { source: 'file', digest, mapping, format, task, classes, features, numberFeatures, capabilities, threshold, runtime };
}

/** As stored with the audit: what was asked, with what was filled in. */
export function storedRequest(request: AuditRequest, { policyId, plan }: PreparedAudit): Prisma.InputJsonObject {
  const { label, grouping } = plan.subject;
  return {
    version: 1,
    datasetId: request.datasetId,
    modelVersionId: request.modelVersionId,
    policyId,
    label: label.column,
    task: label.kind === 'number' ? 'regression' : 'classification',
    positive: label.kind === 'number' ? null : label.positive,
    favourable: label.favourable,
    protected: [...request.protected],
    ignore: [...(request.ignore ?? [])],
    grouping: { ...grouping, cuts: Object.entries(grouping.cuts).map(([column, at]) => ({ column, at: [...at] })) },
    seed: plan.seed,
    plan: (request.plan ?? null) as Prisma.InputJsonValue,
  };
}
