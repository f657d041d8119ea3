import { z } from 'zod';
import { classLabelOf, type Subject } from '../method/subject.js';

/**
 * Counts over the finest combination of protected values × label × predicted class (× score): from it every metric, every attribute and every
 * combination follows without a second look at the rows. Sparse, so its size is bounded by what occurs.
 */
export const outcomeCube = z.strictObject({
  groups: z.array(
    z.strictObject({
      /** One group's name for each protected attribute, null for missing. */
      values: z.array(z.string().nullable()),
      /** label · classes + predicted, rows; and so on. */
      cells: flat(2),
      /** part, cell, Σ weight; …: the same rows again by the part of the sample they fall in, where rows are weighted or belong together. */
      parts: flat(3).optional(),
      /** score or bin, Σ weight of positive, of negative, of unlabelled rows; … */
      scores: flat(4).optional(),
      /** part, bin, Σ weight of positive, of negative, of unlabelled rows; …, in bins always. */
      scoreParts: flat(5).optional(),
      /** Σ of what a bin would blur: see momentsOf. */
      moments: z.array(z.number()).optional(),
    }),
  ),
});
export type OutcomeCube = z.infer<typeof outcomeCube>;
export type CubeGroup = OutcomeCube['groups'][number];

/** Rows of `width` numbers one behind the other: a hundred thousand small arrays would take ten times the memory. */
function flat(width: number) {
  return z.array(z.number()).refine(({ length }) => length % width === 0, `Numbers come ${width} at a time.`);
}

/** Rows of a group, whatever they weigh. */
export function rowsOf({ cells }: CubeGroup): number {
  let rows = 0;
  for (let i = 1; i < cells.length; i += 2) rows += cells[i]!;
  return rows;
}

export interface CubeAxes {
  /** Label values; one position more stands for a missing label. */
  readonly labels: readonly string[];
  /** What may be predicted. */
  readonly predicted: readonly string[];
}

export function cubeAxes(subject: Subject): CubeAxes {
  const { model, dataset } = subject;
  const label = classLabelOf(subject);
  const labels = [...new Set([...label.classes, label.positive, label.favourable])];
  if (model.source === 'file') return { labels, predicted: [...new Set([...labels, ...model.classes])] };
  // Labels of one class do not show how the other is written; then the predictions may, as long as they write this one the same.
  const stored = dataset.columns.find(({ name }) => name === model.prediction)?.levels ?? [];
  const speakForThemselves = labels.length === 1 && stored.includes(labels[0]!);
  return { labels, predicted: speakForThemselves ? [...new Set([...labels, ...stored])] : labels };
}

/**
 * The sum of cubes, in the order given. Counts of rows are whole numbers, so neither order nor grouping of the parts can change them; sums of
 * weights and of scores keep the plan's order, which the same audit always has.
 */
export function mergeCubes(cubes: readonly OutcomeCube[]): OutcomeCube {
  const groups = new Map<string, MergedGroup>();
  for (const group of cubes.flatMap((cube) => cube.groups)) {
    const key = JSON.stringify(group.values);
    let merged = groups.get(key);
    if (!merged) groups.set(key, (merged = new MergedGroup(group.values)));
    merged.add(group);
  }
  return { groups: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group.sum()) };
}

class MergedGroup {
  private readonly cells = new Map<number, number>();
  private readonly parts = new Map<number, number>();
  private readonly scores = new Map<number, Float64Array>();
  private readonly scoreParts = new Map<number, Float64Array>();
  private moments: number[] | null = null;
  private has = { parts: false, scores: false, scoreParts: false };

  constructor(private readonly values: CubeGroup['values']) {}

  add({ cells, parts, scores, scoreParts, moments }: CubeGroup): void {
    for (let i = 0; i < cells.length; i += 2) this.cells.set(cells[i]!, (this.cells.get(cells[i]!) ?? 0) + cells[i + 1]!);
    for (let i = 0; parts !== undefined && i < parts.length; i += 3) {
      const key = parts[i]! * KEY_STEP + parts[i + 1]!;
      this.parts.set(key, (this.parts.get(key) ?? 0) + parts[i + 2]!);
    }
    for (let i = 0; scores !== undefined && i < scores.length; i += 4) addTo(this.scores, scores[i]!, scores, i + 1);
    for (let i = 0; scoreParts !== undefined && i < scoreParts.length; i += 5) addTo(this.scoreParts, scoreParts[i]! * KEY_STEP + scoreParts[i + 1]!, scoreParts, i + 2);
    if (moments) this.moments = this.moments === null ? [...moments] : this.moments.map((sum, i) => sum + moments[i]!);
    this.has = { parts: this.has.parts || parts !== undefined, scores: this.has.scores || scores !== undefined, scoreParts: this.has.scoreParts || scoreParts !== undefined };
  }

  sum(): CubeGroup {
    const split = (key: number): [number, number] => [Math.floor(key / KEY_STEP), key % KEY_STEP];
    return {
      values: this.values,
      cells: sorted(this.cells).flat(),
      ...(this.has.parts ? { parts: sorted(this.parts).flatMap(([key, weight]) => [...split(key), weight]) } : {}),
      ...(this.has.scores ? { scores: sorted(this.scores).flatMap(([score, sums]) => [score, ...sums]) } : {}),
      ...(this.has.scoreParts ? { scoreParts: sorted(this.scoreParts).flatMap(([key, sums]) => [...split(key), ...sums]) } : {}),
      ...(this.moments === null ? {} : { moments: this.moments }),
    };
  }
}

/** More than cells or bins there can be, so that two whole numbers make one key. */
const KEY_STEP = 2 ** 24;

/** Adds the three numbers from `at` on. */
function addTo(sums: Map<number, Float64Array>, key: number, values: readonly number[], at: number): void {
  let sum = sums.get(key);
  if (!sum) sums.set(key, (sum = new Float64Array(3)));
  for (let kind = 0; kind < 3; kind++) sum[kind]! += values[at + kind]!;
}

function sorted<T>(map: ReadonlyMap<number, T>): [number, T][] {
  return [...map].sort(([a], [b]) => a - b);
}

/** Shown for rows without a value; a value that is itself written so is shown in quotes. */
export const MISSING_GROUP = '(missing)';

export function groupName(values: readonly (string | null)[]): string {
  return values.map((value) => value ?? MISSING_GROUP).map((shown, i) => (values[i] === MISSING_GROUP ? `"${shown}"` : shown)).join(' × ');
}

/** Positions of the attributes looked at: each alone, then every pair, and so on to `depth`, in the plan's order. */
export function attributeSets(attributes: number, depth: number): number[][] {
  const sets: number[][] = [];
  const extend = (set: number[], size: number): void => {
    if (set.length === size) sets.push(set);
    else for (let next = (set.at(-1) ?? -1) + 1; next < attributes; next++) extend([...set, next], size);
  };
  for (let size = 1; size <= Math.min(depth, attributes); size++) extend([], size);
  return sets;
}
