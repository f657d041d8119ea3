import { ExplainError } from '../errors.js';
import { classLabelOf, type Grouping, type Subject } from '../method/subject.js';
import type { RandomStream } from '../random/stream.js';
import { attributeSums } from './attributeSums.js';
import { cellMeanings, sumCells } from './cellMeanings.js';
import type { Group, GroupCounts, GroupedOutcomes, GroupScores } from './groupedOutcomes.js';
import { addMoments, MOMENTS } from './moments.js';
import { cubeAxes, rowsOf, type CubeGroup, type OutcomeCube } from './outcomeCube.js';
import { resampler } from './resampler.js';
import { SAMPLE_PARTS } from './sampleParts.js';
import { binMiddle, binOf, RESAMPLED_BINS, scoreScale, type ScoreScale } from './scoreScale.js';

/** Sums of the finest groups for every attribute and combination that the subject asks for, and for all rows. */
export function groupOutcomes(cube: OutcomeCube, subject: Subject, random: RandomStream): GroupedOutcomes {
  const { labels, predicted } = cubeAxes(subject);
  const { positive, favourable } = classLabelOf(subject);
  const scale = scoreScale(subject);
  const meaning = { labels, predicted, positive, favourable };
  const meanings = cellMeanings(meaning);
  const gather = (name: string, values: readonly (string | null)[], members: readonly CubeGroup[]): Group => gatherGroup(name, values, members, meanings, scale);
  const finest = cube.groups.map((group) => ({ ...group, rows: rowsOf(group) }));
  refuseTooManyParts(finest, subject.grouping);
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

/** Where rows are weighted or belong together, each group is kept in hundreds of parts: beyond this many they would fill a gigabyte. */
const MOST_GROUPS_IN_PARTS = 20_000;

function refuseTooManyParts(finest: readonly CubeGroup[], { weight, cluster }: Grouping): void {
  if ((weight === null && cluster === null) || finest.length <= MOST_GROUPS_IN_PARTS) return;
  throw new ExplainError('RESOURCE_LIMIT', `The protected columns have ${finest.length} combinations of values; with weights or clusters at most ${MOST_GROUPS_IN_PARTS} can be held. Protect fewer columns, or cut them into fewer groups.`);
}

function gatherGroup(name: string, values: readonly (string | null)[], members: readonly CubeGroup[], meanings: readonly GroupCounts[], scale: ScoreScale | null): Group {
  const rowCells = new Float64Array(meanings.length);
  for (const { cells } of members) for (let i = 0; i < cells.length; i += 2) rowCells[cells[i]!]! += cells[i + 1]!;
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
  for (const { parts = [] } of members) for (let i = 0; i < parts.length; i += 3) cells[parts[i]!]![parts[i + 1]!]! += parts[i + 2]!;
  return cells;
}

function gatherScores(members: readonly CubeGroup[], scale: ScoreScale): GroupScores {
  const [scores, sums] = scale.exact ? distinctScores(members) : filledBins(members, scale);
  const column = (kind: number): Float64Array => Float64Array.from(scores, (_, i) => sums[3 * i + kind]!);
  const table = { scores, positives: column(0), negatives: column(1) };
  const unlabelled = column(2);
  const moments = new Float64Array(MOMENTS);
  if (scale.exact) {
    for (let i = 0; i < scores.length; i++) for (let kind = 0; kind < 3; kind++) if (sums[3 * i + kind]! > 0) addMoments(moments, scores[i]!, kind, sums[3 * i + kind]!);
  } else for (const member of members) (member.moments ?? []).forEach((sum, i) => (moments[i]! += sum));
  const byPart = members.flatMap(({ scoreParts }) => (scoreParts === undefined ? [] : [scoreParts]));
  const parts = byPart.length === 0 ? null : { binOfScore: Int32Array.from(scores, (score) => binOf(score, scale, RESAMPLED_BINS)), sums: byPart };
  return { table, unlabelled, moments, parts };
}

/** Scores ascending, each once, and the three sums of each. */
type SummedScores = readonly [scores: Float64Array, sums: Float64Array];

function distinctScores(members: readonly CubeGroup[]): SummedScores {
  const all = new Float64Array(members.reduce((size, { scores = [] }) => size + scores.length / 4, 0));
  let size = 0;
  for (const { scores = [] } of members) for (let i = 0; i < scores.length; i += 4) all[size++] = scores[i]!;
  const ascending = all.sort().filter((score, i, sorted) => i === 0 || score !== sorted[i - 1]);
  const sums = new Float64Array(3 * ascending.length);
  // Each member's scores ascend, so one walk finds all their places.
  for (const { scores = [] } of members) {
    for (let i = 0, at = 0; i < scores.length; i += 4) {
      while (ascending[at]! < scores[i]!) at++;
      for (let kind = 0; kind < 3; kind++) sums[3 * at + kind]! += scores[i + 1 + kind]!;
    }
  }
  return [ascending, sums];
}

function filledBins(members: readonly CubeGroup[], scale: ScoreScale): SummedScores {
  const all = new Float64Array(3 * scale.bins);
  for (const { scores = [] } of members) for (let i = 0; i < scores.length; i += 4) for (let kind = 0; kind < 3; kind++) all[3 * scores[i]! + kind]! += scores[i + 1 + kind]!;
  const filled = Array.from({ length: scale.bins }, (_, bin) => bin).filter((bin) => all[3 * bin]! + all[3 * bin + 1]! + all[3 * bin + 2]! > 0);
  return [Float64Array.from(filled, (bin) => binMiddle(bin, scale, scale.bins)), Float64Array.from(filled.flatMap((bin) => [all[3 * bin]!, all[3 * bin + 1]!, all[3 * bin + 2]!]))];
}
