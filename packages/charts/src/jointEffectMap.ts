import { heatMap } from './heatMap.js';
import { shown } from './svg.js';

export interface JointEffectMap {
  readonly id: string;
  readonly title: string;
  readonly features: readonly [string, string];
  /** Places of each feature, ascending. */
  readonly edges: readonly [readonly number[], readonly number[]];
  /** At each place of the first feature and each of the second. */
  readonly effects: readonly (readonly number[])[];
  /** Rows in each cell between neighbouring places; null where that is not told. */
  readonly counts: readonly (readonly number[])[] | null;
}

/** What two numbers do to an answer together. A place between cells none of which holds a row is hatched. */
export function jointEffectMap({ id, title, features, edges, effects, counts }: JointEffectMap): string {
  const [rows, columns] = edges.map((places) => places.map((place) => shown(place, 4))) as [string[], string[]];
  const isEmpty = counts === null ? {} : { isEmpty: effects.map((line, i) => line.map((_, j) => [i - 1, i].every((a) => [j - 1, j].every((b) => (counts[a]?.[b] ?? 0) === 0)))) };
  return heatMap({ id, title, unit: 'effect', rowAxis: features[0], columnAxis: features[1], rows, columns, values: effects, ...isEmpty });
}
