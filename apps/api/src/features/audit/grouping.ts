import type { ColumnInfo, ColumnRole } from '@plumbline/explain-core/data/table';
import { MOST_COMPARED_GROUPS } from '@plumbline/explain-core/fairness/disparity';
import { MOST_UNCUT_GROUPS, quartileCuts } from '@plumbline/explain-core/method/quartileCuts';
import { rangeNames } from '@plumbline/explain-core/method/groups';
import { plainGrouping, type Grouping } from '@plumbline/explain-core/method/subject';
import { badInput } from '../../errors.js';
import { numbersIn, repeatsIn } from '../../ingest/chunkSample.js';
import { columnNamed } from './columns.js';

/** How rows are to become groups, as far as somebody says so; what is left out has a default. */
export interface GroupingRequest {
  readonly depth?: number | null;
  readonly cuts?: readonly { readonly column: string; readonly at: readonly number[] }[] | null;
  readonly weight?: string | null;
  readonly cluster?: string | null;
  readonly withholdBelow?: number | null;
}

/** Some of the data's chunks. */
export type SampledChunks = () => Promise<readonly Uint8Array[]>;

/**
 * The grouping of an audit. Left out: two protected columns are crossed at most; the weights are the one column of role "weight", where there is exactly
 * one; rows belong together that share a value of the one column of role "id", where there is exactly one and its values repeat; nothing is withheld; and
 * a protected number column of too many values to be groups (no list of values, or more than MOST_UNCUT_GROUPS of them) is cut at its quartiles.
 */
export async function groupingOf(columns: readonly ColumnInfo[], names: readonly string[], asked: GroupingRequest | null | undefined, sample: SampledChunks): Promise<Grouping> {
  const given = cutsOf(asked?.cuts ?? []);
  const infos = names.map((name) => columnNamed(columns, name, 'protected'));
  const uncut = infos.filter((column) => given[column.name] === undefined && needsCuts(column));
  // Most ids name each row once; one that does not says which rows belong together.
  const id = typeof asked?.cluster === 'string' ? null : onlyOneOf(columns.filter(({ name }) => !names.includes(name)), 'id');
  const chunks = uncut.length === 0 && id === null ? [] : await sample();
  const values = uncut.length === 0 ? null : numbersIn(chunks, uncut.map(({ name }) => name));
  const byRule = uncut.map(({ name, numbers }): [string, readonly number[]] => [name, quartileCuts(values!.get(name)!, numbers!)]);
  const cuts = { ...given, ...Object.fromEntries(byRule) };
  for (const column of infos) checkGroups(column, cuts[column.name]);
  return {
    depth: asked?.depth ?? plainGrouping.depth,
    cuts,
    weight: asked?.weight ?? onlyOneOf(columns, 'weight'),
    cluster: asked?.cluster ?? (id !== null && repeatsIn(chunks, id) ? id : null),
    withholdBelow: asked?.withholdBelow ?? plainGrouping.withholdBelow,
  };
}

function cutsOf(asked: NonNullable<GroupingRequest['cuts']>): Record<string, readonly number[]> {
  const repeated = asked.find(({ column }, index) => asked.findIndex((other) => other.column === column) !== index);
  if (repeated !== undefined) throw badInput(`Cuts are given twice for "${repeated.column}"; give all of them at once.`);
  return Object.fromEntries(asked.map(({ column, at }) => [column, at]));
}

/** The column of this role, where there is exactly one. */
function onlyOneOf(columns: readonly ColumnInfo[], role: ColumnRole): string | null {
  const found = columns.filter((column) => column.role === role);
  return found.length === 1 ? found[0].name : null;
}

function needsCuts({ kind, numbers, levels, missing }: ColumnInfo): boolean {
  return kind === 'number' && numbers !== null && (levels === null || levels.length + (missing > 0 ? 1 : 0) > MOST_UNCUT_GROUPS);
}

/** What the plan would refuse later, in words of the request. Whether cuts are numbers in order is for the plan to say. */
function checkGroups({ name, kind, levels, missing, numbers }: ColumnInfo, cuts: readonly number[] | undefined): void {
  const others = missing > 0 ? 1 : 0;
  if (cuts !== undefined && cuts.length > 0 && kind === 'number' && numbers !== null) {
    const range = (value: number): number => cuts.filter((cut) => value >= cut).length;
    if (others === 0 && range(numbers.min) === range(numbers.max)) {
      throw badInput(`All rows are in one group of the protected column "${name}" ("${rangeNames(cuts)[range(numbers.min)]}"): its values run from ${numbers.min} to ${numbers.max}. Cut it between them.`);
    }
    return;
  }
  if (levels === null) throw badInput(`The protected column "${name}" (${kind}) has too many different values to be groups. Put its values into fewer groups, at most ${MOST_COMPARED_GROUPS}, before uploading, and protect those.`);
  const groups = levels.length + others;
  if (groups < 2) throw badInput(`All rows are in one group of the protected column "${name}"${levels.length === 1 ? ` ("${levels[0]}")` : ''}; there is nothing to compare.`);
  if (groups > MOST_COMPARED_GROUPS) throw badInput(`The protected column "${name}" has ${groups} groups; at most ${MOST_COMPARED_GROUPS} can be compared. Put its values into fewer groups before uploading, and protect those.`);
}
