import type { JsonObject } from '../json.js';
import { pieces } from '../method/rows.js';
import type { Task } from '../method/task.js';

/** Tasks of a work that looks at one row after the other: at most `size` rows each, all with the same options. */
export function rowTasks(work: string, indices: readonly number[], size: number, options: JsonObject): Task[] {
  return pieces(indices, size).map((own, number): Task => ({ key: `explainability/${work}/${number}`, pillar: 'explainability', work, rows: { kind: 'indices', indices: own }, options }));
}
