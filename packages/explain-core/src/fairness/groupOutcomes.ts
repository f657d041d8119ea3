import { groupAxis } from '../method/groups.js';
import { classLabelOf, type Grouping, type Subject } from '../method/subject.js';
import type { RandomStream } from '../random/stream.js';
import { cellMeanings, sumCells } from './cellMeanings.js';
import type { AttributeGroups, Group, GroupCounts, GroupedOutcomes, GroupScores } from './groupedOutcomes.js';
import { addMoments, MOMENTS } from './moments.js';
import { attributeSets, cubeAxes, groupName, type CubeGroup, type OutcomeCube } from './outcomeCube.js';
import { resampler } from './resampler.js';
import { SAMPLE_PARTS } from './sampleParts.js';
import { binMiddle, scoreScale, type ScoreScale } from './scoreScale.js';
import { withheldGroups } from './suppression.js';

/** Sums of the finest groups for every attribute and combination that the subject asks for, and for all rows. */
export function groupOutcomes(cube: OutcomeCube, subject: Subject, random: RandomStream): GroupedOutcomes {
  const { labels, predicted } = cubeAxes(subject);
  const { positive, favourable } = classLabelOf(subject);
  const scale = scoreScale(subject);
  const meaning = { labels, predicted, positive, favourable };
  const meanings = cellMeanings(meaning);
  const gather = (name: string, values: readonly (string | null)[], members: readonly CubeGroup[]): Group => gatherGroup(name, values, members, meanings, scale);
  const axes = subject.protected.map((name) => groupAxis(subject, name));
  const rank = axes.map(({ groups }) => {
    const position = new Map(groups.map((group, i) => [group, i]));
    return (value: string | null): number => (value === null ? groups.length : (position.get(value) ?? groups.length));
  });
  const sets = attributeSets(subject.protected.length, subject.grouping.depth);
  const memberships: Int32Array[] = [];
  const all = sets.map((set): AttributeGroups => {
    const found = new Map<string, { values: (string | null)[]; members: CubeGroup[]; finest: number[] }>();
    cube.groups.forEach((group, i) => {
      const values = set.map((position) => group.values[position]!);
      const key = JSON.stringify(values);
      let entry = found.get(key);
      if (!entry) found.set(key, (entry = { values, members: [], finest: [] }));
      entry.members.push(group);
      entry.finest.push(i);
    });
    const entries = [...found.values()].sort((a, b) => compare(a.values.map((value, i) => rank[set[i]!]!(value)), b.values.map((value, i) => rank[set[i]!]!(value))));
    const membership = new Int32Array(cube.groups.length);
    entries.forEach(({ finest }, g) => finest.forEach((i) => (membership[i] = g)));
    memberships.push(membership);
    const columns = set.map((position) => subject.protected[position]!);
    return { attribute: columns.join(' × '), columns, groups: entries.map(({ values, members }) => gather(groupName(values), values, members)), withheld: [] };
  });
  const { attributes, shownMemberships } = withhold(cube, sets, all, memberships, subject.grouping);
  return {
    overall: gather('', [], cube.groups),
    attributes,
    ...meaning,
    scale,
    resampler: resampler(cube, new Map(attributes.map(({ attribute, groups }, i) => [attribute, { membership: shownMemberships[i]!, groups: groups.length }])), meanings, scale, random),
    random,
  };
}

/** Leaves out the groups that may not be told of; their rows count overall, and nowhere else. Decided on the finest groups, for all attributes at once. */
function withhold(cube: OutcomeCube, sets: readonly (readonly number[])[], all: readonly AttributeGroups[], memberships: readonly Int32Array[], { depth, withholdBelow }: Grouping): { attributes: AttributeGroups[]; shownMemberships: Int32Array[] } {
  if (withholdBelow === 0) return { attributes: [...all], shownMemberships: [...memberships] };
  const finest = cube.groups.map(({ values, cells }) => ({ values, rows: cells.reduce((sum, [, count]) => sum + count, 0) }));
  const hidden = withheldGroups(finest, { depth, below: withholdBelow });
  const shownMemberships: Int32Array[] = [];
  const attributes = all.map((entry, a): AttributeGroups => {
    const isHidden = entry.groups.map(({ values }) => hidden.has({ set: sets[a]!, values }));
    let next = 0;
    const position = isHidden.map((is) => (is ? -1 : next++));
    shownMemberships.push(memberships[a]!.map((g) => position[g]!));
    return { ...entry, groups: entry.groups.filter((_, g) => !isHidden[g]), withheld: entry.groups.filter((_, g) => isHidden[g]).map(({ name }) => name) };
  });
  return { attributes, shownMemberships };
}

function gatherGroup(name: string, values: readonly (string | null)[], members: readonly CubeGroup[], meanings: readonly GroupCounts[], scale: ScoreScale | null): Group {
  const rowCells = new Float64Array(meanings.length);
  for (const { cells } of members) for (const [cell, count] of cells) rowCells[cell]! += count;
  const rows = sumCells(rowCells, meanings);
  const scores = scale === null ? null : gatherScores(members, scale);
  if (members.every(({ parts }) => parts === undefined)) return { name, values, counts: rows, rows, cells: rowCells, parts: null, scores };
  const partCells = cellsByPart(members, meanings.length);
  const weights = new Float64Array(meanings.length);
  for (const cells of partCells) cells.forEach((weight, cell) => (weights[cell]! += weight));
  const parts = partCells.map((cells) => sumCells(cells, meanings));
  // Added up again when asked for: few metrics want it, and there may be many groups.
  const cellParts = { rows: rowCells, byPart: () => cellsByPart(members, meanings.length) };
  return { name, values, counts: sumCells(weights, meanings), rows, cells: weights, parts, cellParts, scores };
}

function cellsByPart(members: readonly CubeGroup[], width: number): Float64Array[] {
  const cells = Array.from({ length: SAMPLE_PARTS }, () => new Float64Array(width));
  for (const { parts } of members) for (const [part, cell, weight] of parts ?? []) cells[part]![cell]! += weight;
  return cells;
}

function gatherScores(members: readonly CubeGroup[], scale: ScoreScale): GroupScores {
  const entries = members.flatMap(({ scores }) => scores ?? []).sort(([a], [b]) => a - b);
  const distinct = entries.reduce((count, [score], i) => (i > 0 && entries[i - 1]![0] === score ? count : count + 1), 0);
  const table = { scores: new Float64Array(distinct), positives: new Float64Array(distinct), negatives: new Float64Array(distinct) };
  const unlabelled = new Float64Array(distinct);
  const moments = new Float64Array(MOMENTS);
  let at = -1;
  entries.forEach(([score, positive, negative, none], i) => {
    if (i === 0 || entries[i - 1]![0] !== score) table.scores[++at] = scale.exact ? score : binMiddle(score, scale, scale.bins);
    table.positives[at]! += positive;
    table.negatives[at]! += negative;
    unlabelled[at]! += none;
  });
  if (scale.exact) {
    table.scores.forEach((score, i) => [table.positives[i]!, table.negatives[i]!, unlabelled[i]!].forEach((weight, kind) => weight > 0 && addMoments(moments, score, kind, weight)));
  } else for (const member of members) (member.moments ?? []).forEach((sum, i) => (moments[i]! += sum));
  return { table, unlabelled, moments };
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
