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

/** Written out: with weights it is called for every part of the sample of every group, for every rate. */
function without(all: GroupCounts, some: GroupCounts): GroupCounts {
  return {
    rows: less(all.rows, some.rows),
    selected: less(all.selected, some.selected),
    labelled: less(all.labelled, some.labelled),
    deserving: less(all.deserving, some.deserving),
    correct: less(all.correct, some.correct),
    truePositives: less(all.truePositives, some.truePositives),
    falsePositives: less(all.falsePositives, some.falsePositives),
    trueNegatives: less(all.trueNegatives, some.trueNegatives),
    falseNegatives: less(all.falseNegatives, some.falseNegatives),
  };
}

function less(all: number, some: number): number {
  const rest = all - some;
  return rest < ROUNDING * all ? 0 : rest;
}
