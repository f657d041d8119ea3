import { columnOf } from '../data/select.js';
import type { Table } from '../data/table.js';
import { groupAxis, groupCodes } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import { groupName } from './outcomeCube.js';

/** The groups of one protected column among drawn rows. */
export interface SampledGroups {
  readonly attribute: string;
  /** In the attribute's own order, missing last. */
  readonly names: readonly string[];
  /** [n]: position of each row's group among the names. */
  readonly codes: Int32Array;
}

/** By protected column; the table must hold them all. Small groups are told apart too: where they are withheld, audit/withholdSmall leaves out what is said of groups here. */
export function sampledGroups(table: Table, subject: Subject): SampledGroups[] {
  return subject.protected.map((attribute) => {
    const axis = groupAxis(subject, attribute);
    const codes = groupCodes(columnOf(table, attribute), axis);
    return { attribute, names: [...axis.groups, null].map((group) => groupName([group])), codes: codes.map((code) => (code < 0 ? axis.groups.length : code)) };
  });
}
