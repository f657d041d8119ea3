import { z } from 'zod';
import type { Subject } from '../method/subject.js';
import { addCounts, noCounts, type AttributeGroups, type Group, type GroupCounts, type GroupedOutcomes } from './groupedOutcomes.js';

/**
 * Counts over the finest combination of protected values × label × predicted class: from it every metric, every attribute
 * and every combination follows without a second look at the rows. Sparse: `cells` holds [label · classes + predicted, count].
 */
export const outcomeCube = z.strictObject({
  groups: z.array(
    z.strictObject({
      /** One value for each protected attribute, null for missing. */
      values: z.array(z.string().nullable()),
      cells: z.array(z.tuple([z.number().int().min(0), z.number().min(0)])),
    }),
  ),
});
export type OutcomeCube = z.infer<typeof outcomeCube>;

export interface CubeAxes {
  /** Label values; one position more stands for a missing label. */
  readonly labels: readonly string[];
  /** What may be predicted. */
  readonly predicted: readonly string[];
}

export function cubeAxes({ label, model, dataset }: Subject): CubeAxes {
  const labels = [...new Set([...label.classes, label.positive, label.favourable])];
  if (model.source === 'file') return { labels, predicted: [...new Set([...labels, ...model.classes])] };
  // Labels of one class do not show how the other is written; then the predictions may, as long as they write this one the same.
  const stored = dataset.columns.find(({ name }) => name === model.prediction)?.levels ?? [];
  const speakForThemselves = labels.length === 1 && stored.includes(labels[0]!);
  return { labels, predicted: speakForThemselves ? [...new Set([...labels, ...stored])] : labels };
}

/** The sum of cubes. Counts are whole numbers, so neither order nor grouping of the parts can change it. */
export function mergeCubes(cubes: readonly OutcomeCube[]): OutcomeCube {
  const groups = new Map<string, { values: (string | null)[]; cells: Map<number, number> }>();
  for (const { values, cells } of cubes.flatMap((cube) => cube.groups)) {
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, cells: new Map<number, number>() };
    groups.set(key, group);
    for (const [cell, count] of cells) group.cells.set(cell, (group.cells.get(cell) ?? 0) + count);
  }
  return {
    groups: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { values, cells }]) => ({ values, cells: [...cells].sort(([a], [b]) => a - b) })),
  };
}

/** Shown for rows without a value; a value that is itself written so is shown in quotes. */
export const MISSING_GROUP = '(missing)';

export function groupName(values: readonly (string | null)[]): string {
  return values.map((value) => value ?? MISSING_GROUP).map((shown, i) => (values[i] === MISSING_GROUP ? `"${shown}"` : shown)).join(' × ');
}

/** How many attributes are crossed at most. */
const DEPTH = 2;

/** Positions of the attributes looked at: each alone, then every pair, in the plan's order. */
export function attributeSets(attributes: number): number[][] {
  const sets: number[][] = [];
  const extend = (set: number[], size: number): void => {
    if (set.length === size) sets.push(set);
    else for (let next = (set.at(-1) ?? -1) + 1; next < attributes; next++) extend([...set, next], size);
  };
  for (let size = 1; size <= Math.min(DEPTH, attributes); size++) extend([], size);
  return sets;
}

export function groupOutcomes(cube: OutcomeCube, subject: Subject): GroupedOutcomes {
  const counted = cube.groups.map(({ values, cells }) => ({ values, counts: countCells(cells, subject) }));
  const order = subject.protected.map((name) => levelOrder(subject, name));
  return {
    overall: counted.reduce((sum, { counts }) => addCounts(sum, counts), noCounts),
    attributes: attributeSets(subject.protected.length).map((set): AttributeGroups => {
      const groups = new Map<string, { rank: number[]; group: Group }>();
      for (const { values, counts } of counted) {
        const own = set.map((position) => values[position]!);
        const key = JSON.stringify(own);
        const sum = groups.get(key)?.group.counts ?? noCounts;
        groups.set(key, { rank: set.map((position, i) => order[position]!(own[i]!)), group: { name: groupName(own), counts: addCounts(sum, counts) } });
      }
      return {
        attribute: set.map((position) => subject.protected[position]!).join(' × '),
        groups: [...groups.values()].sort((a, b) => compareRanks(a.rank, b.rank)).map(({ group }) => group),
      };
    }),
  };
}

function countCells(cells: readonly (readonly [number, number])[], subject: Subject): GroupCounts {
  const { labels, predicted } = cubeAxes(subject);
  const { positive, favourable } = subject.label;
  let counts = noCounts;
  for (const [cell, count] of cells) {
    const answer = predicted[cell % predicted.length]!;
    const label = labels[Math.floor(cell / predicted.length)];
    const labelled = label === undefined ? 0 : count;
    counts = addCounts(counts, {
      rows: count,
      selected: answer === favourable ? count : 0,
      labelled,
      correct: answer === label ? labelled : 0,
      truePositives: answer === positive && label === positive ? labelled : 0,
      falsePositives: answer === positive && label !== positive ? labelled : 0,
      trueNegatives: answer !== positive && label !== positive ? labelled : 0,
      falseNegatives: answer !== positive && label === positive ? labelled : 0,
    });
  }
  return counts;
}

/** Position among the column's levels; missing comes last. */
function levelOrder(subject: Subject, name: string): (value: string | null) => number {
  const levels = subject.dataset.columns.find((column) => column.name === name)?.levels ?? [];
  const position = new Map(levels.map((level, i) => [level, i]));
  return (value) => (value === null ? levels.length : (position.get(value) ?? levels.length));
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
