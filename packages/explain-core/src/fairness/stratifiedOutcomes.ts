import { groupAxis } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import type { RandomStream } from '../random/stream.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import { groupOutcomes } from './groupOutcomes.js';
import { attributeSets, groupName, mergeCubes, type CubeGroup, type OutcomeCube } from './outcomeCube.js';
import { stratifiedSubject, type StrataOptions } from './strata.js';

export interface Stratum {
  /** Values of its columns joined by " × "; "all rows" where there are no strata. */
  readonly name: string;
  readonly overall: Group;
  /** The group of this name among the attribute's, at its position in the list of attributes; undefined where the stratum has no member of it. */
  group(attribute: number, name: string): Group | undefined;
}

export interface StratifiedOutcomes {
  /** All strata together. Small groups are withheld here as everywhere. */
  readonly outcomes: GroupedOutcomes;
  /** Those that hold a row, in the order of their columns' values. */
  readonly strata: readonly Stratum[];
  /** Above 0, strata may not be shown one by one. */
  readonly withholdBelow: number;
}

/** From a cube whose groups are stratum × protected values, the strata's columns first. */
export function stratify(cube: OutcomeCube, subject: Subject, options: StrataOptions, random: RandomStream): StratifiedOutcomes {
  const depth = options.strata.length;
  const inside = (groups: readonly CubeGroup[]): OutcomeCube => ({ groups: groups.map((group) => ({ ...group, values: group.values.slice(depth) })) });
  const subjectOf = stratifiedSubject(subject, options);
  const ranks = options.strata.map((name) => {
    const { groups } = groupAxis(subjectOf, name);
    const position = new Map(groups.map((group, i) => [group, i]));
    return (value: string | null): number => (value === null ? groups.length : (position.get(value) ?? groups.length));
  });
  const found = new Map<string, { rank: number[]; values: (string | null)[]; groups: CubeGroup[] }>();
  for (const group of cube.groups) {
    const values = group.values.slice(0, depth);
    const key = JSON.stringify(values);
    let stratum = found.get(key);
    if (!stratum) found.set(key, (stratum = { rank: values.map((value, i) => ranks[i]!(value)), values, groups: [] }));
    stratum.groups.push(group);
  }
  // Groups of a column that makes strata are the strata themselves; they are still counted above, where it is decided which small groups may be told of.
  const isCompared = attributeSets(subject.protected.length, subject.grouping.depth).map((set) => !set.some((column) => options.strata.includes(subject.protected[column]!)));
  const compared = (outcomes: GroupedOutcomes): GroupedOutcomes => ({ ...outcomes, attributes: outcomes.attributes.filter((_, attribute) => isCompared[attribute]) });
  const unhidden: Subject = { ...stratifiedSubject(subject, options), protected: subject.protected };
  const strata = [...found.values()]
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ values, groups }): Stratum => {
      const { overall, attributes } = compared(groupOutcomes(inside(groups), unhidden, random));
      const byName = attributes.map((entry) => new Map(entry.groups.map((group) => [group.name, group])));
      return { name: depth === 0 ? 'all rows' : groupName(values), overall, group: (attribute, name) => byName[attribute]!.get(name) };
    });
  const { grouping } = subject;
  const shown: Subject = { ...unhidden, grouping };
  return { outcomes: compared(groupOutcomes(mergeCubes([inside(cube.groups)]), shown, random)), strata, withholdBelow: grouping.withholdBelow };
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
