import { columnOf } from '@plumbline/explain-core/data/select';
import { columnsOf as columnsNamed, fulfilled, unfitBecause, type Condition } from '@plumbline/explain-core/fairness/slices/condition';
import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation } from '../../db.js';
import { badInput } from '../../errors.js';
import { chunkSource } from '../../ingest/chunkSource.js';
import { cell } from '../dataset/cell.js';
import { datasetIn } from '../dataset/dataset.service.js';
import { columnsOf } from '../dataset/datasetFacts.js';

export interface SliceQuestion {
  readonly datasetId: string;
  readonly conditions: readonly Condition[];
  readonly first: number;
  readonly fromRow: number;
  readonly columns?: readonly string[] | null;
}

export interface FoundRows {
  readonly columns: string[];
  readonly rows: { readonly row: number; readonly values: (string | number | null)[] }[];
  readonly searchedRows: number;
  readonly nextRow: number | null;
}

const mostRows = 50;
const mostColumns = 100;
/** Rows looked at in one request: about a second's work of the process that answers. Who wants more goes on from there. */
const mostSearched = 500_000;
const step = 8192;

/** The first rows of a slice, from one row on. */
export async function readSliceRows(actor: Actor, { datasetId, conditions, first, fromRow, columns: asked }: SliceQuestion): Promise<FoundRows> {
  demand(actor, 'data.read');
  if (!Number.isInteger(first) || first < 1 || first > mostRows) throw badInput(`"first" must be from 1 to ${mostRows}; got ${first}.`);
  if (!Number.isInteger(fromRow) || fromRow < 0) throw badInput(`"fromRow" must be 0 or more; got ${fromRow}.`);
  const { organisationId } = actor;
  const dataset = await inOrganisation(organisationId, (tx) => datasetIn(tx, datasetId));
  const infos = columnsOf(dataset);
  const because = unfitBecause(conditions, infos);
  if (because !== null) throw badInput(because);
  const columns = shownColumns(infos.map(({ name }) => name), columnsNamed(conditions), asked ?? null);
  const fetchChunk = async (index: number): Promise<Uint8Array> =>
    (await inOrganisation(organisationId, (tx) => tx.datasetChunk.findFirstOrThrow({ where: { datasetId, index }, select: { bytes: true } }))).bytes;
  const source = chunkSource({ rows: dataset.rows, columns: infos, fetchChunk });
  const found: number[] = [];
  const end = Math.min(dataset.rows, fromRow + mostSearched);
  let at = fromRow;
  while (at < end && found.length < first) {
    const to = Math.min(end, at + step);
    const members = fulfilled(conditions, await source.read(at, to, columnsNamed(conditions)));
    let i = 0;
    for (; i < members.length && found.length < first; i++) if (members[i] === 1) found.push(at + i);
    at += i;
  }
  const table = await source.take(found, columns);
  const shown = columns.map((name) => columnOf(table, name));
  return {
    columns,
    rows: found.map((row, i) => ({ row, values: shown.map((column) => cell(column, i)) })),
    searchedRows: Math.max(0, at - fromRow),
    nextRow: at < dataset.rows ? at : null,
  };
}

/** Those asked for; of all, as many as may be shown, and the slice's own among them. */
function shownColumns(known: readonly string[], own: readonly string[], asked: readonly string[] | null): string[] {
  if (asked === null) return known.filter((name) => own.includes(name) || known.indexOf(name) < mostColumns - own.length);
  if (asked.length > mostColumns) throw badInput(`At most ${mostColumns} columns can be shown at once; ${asked.length} were asked for.`);
  const foreign = asked.find((name) => !known.includes(name));
  if (foreign !== undefined) throw badInput(`There is no column "${foreign}" to show.`);
  return [...asked];
}
