import { codesOf, listed } from '../data/codesOf.js';
import type { Column } from '../data/table.js';
import { ExplainError } from '../errors.js';
import type { Subject } from './subject.js';

/** The groups that one protected column makes: its values, or ranges of its numbers. Missing is always a group of its own, code −1. */
export interface GroupAxis {
  readonly column: string;
  /** Names of the groups, in order; a row's code is its position here. */
  readonly groups: readonly string[];
  /** Ascending; group k holds cuts[k − 1] ≤ value < cuts[k]. Null where the values themselves are the groups. */
  readonly cuts: readonly number[] | null;
}

/** The axis of a protected column. Throws BAD_PLAN where the column has neither a list of values nor cuts. */
export function groupAxis({ dataset, grouping }: Subject, name: string): GroupAxis {
  const cuts = grouping.cuts[name];
  if (cuts !== undefined) return { column: name, groups: rangeNames(cuts), cuts };
  const levels = dataset.columns.find((column) => column.name === name)?.levels;
  if (!levels) throw new ExplainError('BAD_PLAN', `Protected column "${name}" has neither a list of values nor cuts in the plan; give grouping.cuts for "${name}".`);
  return { column: name, groups: levels, cuts: null };
}

/** "under 25", "25 to under 45", "45 and over". */
export function rangeNames(cuts: readonly number[]): string[] {
  if (cuts.length === 0) throw new ExplainError('BAD_PLAN', 'A column is cut into ranges at no number at all; give at least one cut.');
  return [`under ${cuts[0]}`, ...cuts.slice(1).map((to, i) => `${cuts[i]} to under ${to}`), `${cuts.at(-1)} and over`];
}

/** Every row's group, −1 for missing; to be read only. A value that is no group of the axis is an error that lists what came. */
export function groupCodes(column: Column, axis: GroupAxis): Int32Array {
  if (axis.cuts !== null) return rangeCodes(column, axis.cuts);
  const { codes, foreign } = codesOf(column, axis.groups);
  if (foreign.length > 0) throw new ExplainError('BAD_DATA', `Protected column "${axis.column}" holds ${listed(foreign)}; expected ${listed(axis.groups)}. Write both in the same words.`);
  return codes;
}

/** Every row's group by name, null for missing. */
export function groupNames(column: Column, axis: GroupAxis): (string | null)[] {
  return Array.from(groupCodes(column, axis), (code) => (code < 0 ? null : axis.groups[code]!));
}

/** Rows by group of an attribute: every group, with rows or without, in the attribute's order, and "(missing)" last where there is one. groups: of each row by protected column; a: the attribute's place among them. */
export function rowsByGroup<R extends { readonly groups: readonly (string | null)[] }>(subject: Subject, rows: readonly R[], attribute: string, a: number): [group: string, members: readonly R[]][] {
  const members = new Map<string, R[]>(groupAxis(subject, attribute).groups.map((group) => [group, []]));
  const missing: R[] = [];
  for (const row of rows) {
    const group = row.groups[a]!;
    (group === null ? missing : members.get(group)!).push(row);
  }
  return missing.length === 0 ? [...members] : [...members, ['(missing)', missing]];
}

function rangeCodes(column: Column, cuts: readonly number[]): Int32Array {
  if (column.kind !== 'number') throw new ExplainError('BAD_PLAN', `Only numbers can be cut into ranges; "${column.name}" is a ${column.kind} column.`);
  return Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    let code = 0;
    while (code < cuts.length && value >= cuts[code]!) code++;
    return code;
  });
}
