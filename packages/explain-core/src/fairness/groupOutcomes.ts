import { classLabelOf, type Subject } from '../method/subject.js';
import type { RandomStream } from '../random/stream.js';
import { attributeSums } from './attributeSums.js';
import { cellMeanings, sumCells } from './cellMeanings.js';
import type { Group, GroupCounts, GroupedOutcomes, GroupScores } from './groupedOutcomes.js';
import { addMoments, MOMENTS } from './moments.js';
import { cubeAxes, type CubeGroup, type OutcomeCube } from './outcomeCube.js';
import { resampler } from './resampler.js';
import { SAMPLE_PARTS } from './sampleParts.js';
import { binMiddle, scoreScale, type ScoreScale } from './scoreScale.js';

/** Sums of the finest groups for every attribute and combination that the subject asks for, and for all rows. */
export function groupOutcomes(cube: OutcomeCube, subject: Subject, random: RandomStream): GroupedOutcomes {
  const { labels, predicted } = cubeAxes(subject);
  const { positive, favourable } = classLabelOf(subject);
  const scale = scoreScale(subject);
  const meaning = { labels, predicted, positive, favourable };
  const meanings = cellMeanings(meaning);
  const gather = (name: string, values: readonly (string | null)[], members: readonly CubeGroup[]): Group => gatherGroup(name, values, members, meanings, scale);
  const finest = cube.groups.map((group) => ({ ...group, rows: group.cells.reduce((sum, [, count]) => sum + count, 0) }));
  const { attributes, memberships } = attributeSums(finest, subject, gather);
  return {
    overall: gather('', [], cube.groups),
    attributes,
    ...meaning,
    scale,
    resampler: resampler(cube, new Map(attributes.map(({ attribute, groups }, i) => [attribute, { membership: memberships[i]!, groups: groups.length }])), meanings, scale, random),
    random,
  };
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
