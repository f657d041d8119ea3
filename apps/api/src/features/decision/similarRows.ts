import { columnOf, concatRows, takeColumns } from '@plumbline/explain-core/data/select';
import type { Table } from '@plumbline/explain-core/data/table';
import { mixedDistances } from '@plumbline/explain-core/numeric/mixedDistance';
import { demand, type Actor } from '../../auth/actor.js';
import { badInput } from '../../errors.js';
import { readPlan } from '../audit/audit.service.js';
import { cell } from '../dataset/cell.js';
import { checkRow, sourceOf } from './decision.service.js';

export interface SimilarRow {
  readonly row: number;
  /** Gower's distance over what the model reads: 0 for equal, 1 for as different as any two of those looked at. */
  readonly distance: number;
  readonly values: readonly (string | number | null)[];
}

export interface SimilarRows {
  readonly columns: readonly string[];
  /** Nearest first; of equally near ones, in the order of the data. */
  readonly rows: readonly SimilarRow[];
  /** How many rows were looked at: all of them, or evenly spaced ones. */
  readonly searchedRows: number;
}

/** Rows looked at: some tenths of a second of the process that answers. */
const mostSearched = 20_000;
const mostRows = 20;
const step = 4096;

/** The people most like one, by the columns that the model reads (of stored predictions, by the feature columns); texts are not compared. */
export async function readSimilarRows(actor: Actor, auditId: string, row: number, first: number): Promise<SimilarRows> {
  demand(actor, 'data.read');
  if (!Number.isInteger(first) || first < 1 || first > mostRows) throw badInput(`"first" must be from 1 to ${mostRows}; got ${first}.`);
  const plan = await readPlan(actor, auditId);
  checkRow(plan, row);
  const { dataset, label, model } = plan.subject;
  const compared = dataset.columns
    .filter(({ name, kind, role }) => kind !== 'text' && (model.source === 'file' ? model.features.includes(name) : role === 'feature' || role === 'protected'))
    .map(({ name }) => name);
  if (compared.length === 0) throw badInput('The model reads texts only, and texts are not compared.');
  const said = model.source === 'predictions' ? [model.prediction] : [];
  const columns = [...new Set([...compared, ...plan.subject.protected, label.column, ...said])];
  const source = await sourceOf(actor, auditId, plan);
  const stride = Math.ceil(dataset.rows / mostSearched);
  const places = Array.from({ length: Math.ceil(dataset.rows / stride) }, (_, i) => i * stride).filter((place) => place !== row);
  const parts: Table[] = [await source.take([row], columns)];
  for (let from = 0; from < places.length; from += step) parts.push(await source.take(places.slice(from, from + step), columns));
  const table = concatRows(parts);
  const own = takeColumns(table, compared);
  const distances = new Float64Array(table.rows);
  mixedDistances(
    { numbers: own.columns.flatMap((column) => (column.kind === 'number' ? [column.values] : [])), codes: own.columns.flatMap((column) => (column.kind === 'category' ? [column.codes] : [])) },
    'gower',
    'range',
  )(0, distances);
  const nearest = places.map((_, i) => i + 1).sort((a, b) => distances[a]! - distances[b]! || a - b).slice(0, first);
  const shown = columns.map((name) => columnOf(table, name));
  return {
    columns,
    rows: nearest.map((i) => ({ row: places[i - 1]!, distance: distances[i]!, values: shown.map((column) => cell(column, i)) })),
    searchedRows: places.length,
  };
}
