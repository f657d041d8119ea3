import { columnOf } from '../data/select.js';
import type { Table } from '../data/table.js';
import { groupAxis, groupCodes } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import { attributeSets, groupName } from './outcomeCube.js';
import { withheldGroups } from './suppression.js';
import type { FinestGroup } from './suppressionLattice.js';

/** The groups of one protected column among drawn rows. */
export interface SampledGroups {
  readonly attribute: string;
  /** In the attribute's own order, missing last. */
  readonly names: readonly string[];
  /** [n]: position of each row's group among the names. */
  readonly codes: Int32Array;
}

/** By protected column; the table must hold them all. */
export function sampledGroups(table: Table, subject: Subject): SampledGroups[] {
  return subject.protected.map((attribute) => {
    const axis = groupAxis(subject, attribute);
    const codes = groupCodes(columnOf(table, attribute), axis);
    return { attribute, names: [...axis.groups, null].map((group) => groupName([group])), codes: codes.map((code) => (code < 0 ? axis.groups.length : code)) };
  });
}

/** How many drawn rows have each combination of protected values; empty where nothing may be withheld, since it is needed for that alone. */
export function finestOf(table: Table, subject: Subject): FinestGroup[] {
  if (subject.grouping.withholdBelow === 0) return [];
  const axes = subject.protected.map((name) => groupAxis(subject, name));
  const codes = axes.map((axis) => groupCodes(columnOf(table, axis.column), axis));
  const counted = new Map<string, { values: (string | null)[]; rows: number }>();
  for (let row = 0; row < table.rows; row++) {
    const values = axes.map(({ groups }, a) => (codes[a]![row]! < 0 ? null : groups[codes[a]![row]!]!));
    const key = JSON.stringify(values);
    const group = counted.get(key);
    if (group) group.rows++;
    else counted.set(key, { values, rows: 1 });
  }
  return [...counted.values()];
}

/**
 * The groups of single columns that may not be told of, by attribute; all names stand for everything. Decided on the drawn rows: a group with few rows in the data
 * has few here, where all rows are drawn the decision is that of the counts of all rows, and numbers of a part of the rows cannot be subtracted from those of all.
 */
export function withheldNames(parts: readonly (readonly FinestGroup[])[], subject: Subject): (attribute: string, group: string) => boolean {
  const { withholdBelow, depth } = subject.grouping;
  if (withholdBelow === 0) return () => false;
  const merged = new Map<string, FinestGroup>();
  for (const group of parts.flat()) {
    const key = JSON.stringify(group.values);
    merged.set(key, { values: group.values, rows: (merged.get(key)?.rows ?? 0) + group.rows });
  }
  const withheld = withheldGroups([...merged.values()], { depth, below: withholdBelow });
  if (withheld.everything) return () => true;
  const names = new Set(withheld.groups.filter(({ set }) => set.length === 1).map(({ set, values }) => JSON.stringify([subject.protected[set[0]!], groupName(values)])));
  return (attribute, group) => names.has(JSON.stringify([attribute, group]));
}
