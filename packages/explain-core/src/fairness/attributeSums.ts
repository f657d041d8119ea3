import { ExplainError } from '../errors.js';
import { groupAxis } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import type { AttributeGroups, Group } from './groupedOutcomes.js';
import { attributeSets, groupName } from './outcomeCube.js';
import { withheldGroups } from './suppression.js';

/** One combination of the values of all protected columns, and how many rows it has. */
export interface FinestRows {
  readonly values: readonly (string | null)[];
  readonly rows: number;
}

export interface AttributeSums {
  readonly attributes: readonly AttributeGroups[];
  /** For each attribute the group of each finest group; −1 where it is withheld. */
  readonly memberships: readonly Int32Array[];
}

/**
 * The groups of every attribute and combination that the subject asks for, each added up from its finest groups by `gather`, in the order of the
 * axes' values, missing last. Groups that may not be told of are left out and named; their rows count overall, and nowhere else.
 */
export function attributeSums<F extends FinestRows>(finest: readonly F[], subject: Subject, gather: (name: string, values: readonly (string | null)[], members: readonly F[]) => Group): AttributeSums {
  const rank = subject.protected.map((name) => {
    const { groups } = groupAxis(subject, name);
    const position = new Map(groups.map((group, i) => [group, i]));
    return (value: string | null): number => (value === null ? groups.length : (position.get(value) ?? groups.length));
  });
  const sets = attributeSets(subject.protected.length, subject.grouping.depth);
  const memberships: Int32Array[] = [];
  const all = sets.map((set): AttributeGroups => {
    const found = new Map<string, { values: (string | null)[]; members: F[]; finest: number[] }>();
    finest.forEach((group, i) => {
      const values = set.map((position) => group.values[position]!);
      const key = JSON.stringify(values);
      let entry = found.get(key);
      if (!entry) found.set(key, (entry = { values, members: [], finest: [] }));
      entry.members.push(group);
      entry.finest.push(i);
    });
    const entries = [...found.values()].sort((a, b) => compare(a.values.map((value, i) => rank[set[i]!]!(value)), b.values.map((value, i) => rank[set[i]!]!(value))));
    const membership = new Int32Array(finest.length);
    entries.forEach((entry, g) => entry.finest.forEach((i) => (membership[i] = g)));
    memberships.push(membership);
    const columns = set.map((position) => subject.protected[position]!);
    return { attribute: columns.join(' × '), columns, groups: entries.map(({ values, members }) => gather(groupName(values), values, members)), withheld: [] };
  });
  return withhold({ attributes: all, memberships }, finest, sets, subject);
}

/** What takes half a minute to decide; the time grows with the square of the groups. */
const MOST_DECIDED = 20_000;

/** Decided on the finest groups, for all attributes at once. */
function withhold({ attributes: all, memberships }: AttributeSums, finest: readonly FinestRows[], sets: readonly (readonly number[])[], { grouping: { depth, withholdBelow } }: Subject): AttributeSums {
  if (withholdBelow === 0) return { attributes: all, memberships };
  if (finest.length > MOST_DECIDED) {
    throw new ExplainError('RESOURCE_LIMIT', `The protected columns have ${finest.length} combinations of values; which of them must be withheld can be decided for at most ${MOST_DECIDED}. Protect fewer columns, or cut them into fewer groups.`);
  }
  const hidden = withheldGroups(finest.map(({ values, rows }) => ({ values, rows })), { depth, below: withholdBelow });
  const shown: Int32Array[] = [];
  const attributes = all.map((entry, a): AttributeGroups => {
    const isHidden = entry.groups.map(({ values }) => hidden.has({ set: sets[a]!, values }));
    let next = 0;
    const position = isHidden.map((is) => (is ? -1 : next++));
    shown.push(memberships[a]!.map((g) => position[g]!));
    return { ...entry, groups: entry.groups.filter((_, g) => !isHidden[g]), withheld: entry.groups.filter((_, g) => isHidden[g]).map(({ name }) => name) };
  });
  return { attributes, memberships: shown };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
