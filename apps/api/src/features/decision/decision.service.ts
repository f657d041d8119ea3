import type { Plan } from '@plumbline/explain-core/audit/plan';
import { columnOf } from '@plumbline/explain-core/data/select';
import type { DataSource } from '@plumbline/explain-core/data/source';
import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { demand, type Actor } from '../../auth/actor.js';
import { labelHintOf } from '../../compute/labelHint.js';
import type { ModelAnswer } from '../../compute/protocol.js';
import { inOrganisation } from '../../db.js';
import { badInput } from '../../errors.js';
import { chunkSource } from '../../ingest/chunkSource.js';
import { modelOf } from '../../jobs/sessionPool.js';
import { readPlan } from '../audit/audit.service.js';
import { cell } from '../dataset/cell.js';
import type { Installation } from '../installation.js';
import { tableOfAsked, type AskedRow } from './askedRows.js';

/** One column's value in a row, with what else the column may hold. */
export interface DecisionValue {
  readonly info: ColumnInfo;
  readonly value: string | number | null;
}

export interface ReadDecision {
  readonly row: number;
  readonly values: readonly DecisionValue[];
  /** What the model reads, in its order. */
  readonly features: readonly string[];
}

const mostAsked = 50;

/** A row of an audit's data. Rows are about people: whoever may only read results does not read them. */
export async function readDecision(actor: Actor, auditId: string, row: number): Promise<ReadDecision> {
  demand(actor, 'data.read');
  const plan = await readPlan(actor, auditId);
  const { dataset, model } = plan.subject;
  checkRow(plan, row);
  const { columns } = dataset;
  const table = await (await sourceOf(actor, auditId, plan)).take([row], columns.map(({ name }) => name));
  return {
    row,
    values: columns.map((info) => ({ info, value: cell(columnOf(table, info.name), 0) })),
    features: model.source === 'file' ? model.features : [],
  };
}

/** What the audited model says of rows that need not be in the data. */
export async function askModel({ models }: Pick<Installation, 'models'>, actor: Actor, auditId: string, rows: readonly AskedRow[]): Promise<ModelAnswer[]> {
  demand(actor, 'data.read');
  if (rows.length < 1 || rows.length > mostAsked) throw badInput(`A model is asked about 1 to ${mostAsked} rows at once; got ${rows.length}.`);
  const strange = rows.find((row) => row === null || typeof row !== 'object' || Array.isArray(row));
  if (strange !== undefined) throw badInput(`A row is an object of column names and values; got ${JSON.stringify(strange)}.`);
  const plan = await readPlan(actor, auditId);
  const { dataset, label, model } = plan.subject;
  if (model.source !== 'file') throw badInput('This audit has stored predictions only; there is no model that can be asked.');
  const { organisationId } = actor;
  const asked = tableOfAsked(rows, dataset.columns, model.features);
  return models.ask(`${organisationId}/${auditId}`, async () => ({ file: (await modelOf({ organisationId, auditId }, plan))!, columns: dataset.columns, label: labelHintOf(label) }), asked);
}

export function checkRow({ subject }: Plan, row: number): void {
  const { rows } = subject.dataset;
  if (!Number.isInteger(row) || row < 0 || row >= rows) throw badInput(`The data have the rows 0 to ${rows - 1}; got ${row}.`);
}

export async function sourceOf({ organisationId }: Actor, auditId: string, { subject }: Plan): Promise<DataSource> {
  const { datasetId } = await inOrganisation(organisationId, (tx) => tx.audit.findUniqueOrThrow({ where: { id: auditId }, select: { datasetId: true } }));
  const fetchChunk = async (index: number): Promise<Uint8Array> =>
    (await inOrganisation(organisationId, (tx) => tx.datasetChunk.findFirstOrThrow({ where: { datasetId, index }, select: { bytes: true } }))).bytes;
  return chunkSource({ ...subject.dataset, fetchChunk });
}
