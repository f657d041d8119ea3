import { noCounts, type Group, type GroupCounts, type GroupedOutcomes } from './groupedOutcomes.js';

/** What is left of a sum of weights is taken for rounding below this part of it. */
const ROUNDING = 1e-12;

/** All rows that are not of the group, as a group. Nobody is in both, so their numbers are independent where rows are. Without scores. */
export function restOf({ overall }: Pick<GroupedOutcomes, 'overall'>, group: Group): Group {
  const { parts } = group;
  return {
    name: 'all others',
    values: [],
    rows: without(overall.rows, group.rows),
    counts: without(overall.counts, group.counts),
    cells: overall.cells.map((cell, i) => less(cell, group.cells[i]!)),
    parts: overall.parts === null ? null : overall.parts.map((part, i) => without(part, parts?.[i] ?? noCounts)),
    scores: null,
  };
}

function without(all: GroupCounts, some: GroupCounts): GroupCounts {
  return Object.fromEntries((Object.keys(all) as (keyof GroupCounts)[]).map((name) => [name, less(all[name], some[name])])) as unknown as GroupCounts;
}

function less(all: number, some: number): number {
  const rest = all - some;
  return rest < ROUNDING * all ? 0 : rest;
}
