import { memorySource } from '../src/data/memorySource.js';
import type { Table } from '../src/data/table.js';
import type { Json, JsonObject } from '../src/json.js';
import type { Outcome, Result } from '../src/method/result.js';
import type { Subject } from '../src/method/subject.js';
import type { MethodChoice, TaskContext } from '../src/method/task.js';
import type { Predictor } from '../src/models/predictor.js';
import { randomStream } from '../src/random/stream.js';
import type { FairnessWork } from '../src/fairness/work.js';

export interface WorkCase {
  readonly table: Table;
  readonly subject: Subject;
  readonly model: Predictor | null;
  /** Options by method; those left out are not chosen. */
  readonly methods: Readonly<Record<string, JsonObject>>;
  readonly seed?: number;
  /** Rows of a task that names its rows, in place of the work's own. */
  readonly chunk?: number;
  readonly signal?: AbortSignal;
}

/** One work by itself: what is lacking, else tasks, runs and combining, partials written and read again as between processes. */
export async function runWork(work: FairnessWork, { table, subject, model, methods, seed = 1, chunk, signal = new AbortController().signal }: WorkCase): Promise<Outcome & { lacking: string | null }> {
  const choices = work.methods
    .filter(({ id }) => id in methods)
    .map(({ id, version, options }): MethodChoice => ({ pillar: 'fairness', method: id, version, options: options.parse(methods[id]) as JsonObject }));
  const reasons = choices.map((choice) => work.lacking(subject, choice, choices));
  if (reasons.every((reason) => reason !== null)) return { results: [], artifacts: [], lacking: reasons[0] };
  const random = randomStream(seed);
  const context: TaskContext = { subject, methods: choices, model, data: memorySource(table, subject.dataset.columns), random, signal, progress: () => undefined };
  const planned = work.tasks(subject, choices, random);
  const tasks = planned.flatMap((task) => {
    const { rows } = task;
    if (chunk === undefined || rows.kind !== 'indices') return [task];
    return Array.from({ length: Math.ceil(rows.indices.length / chunk) }, (_, k) => ({ ...task, key: `${task.key}/${k}`, rows: { kind: 'indices' as const, indices: rows.indices.slice(k * chunk, (k + 1) * chunk) } }));
  });
  const partials: Json[] = [];
  for (const task of tasks) partials.push(JSON.parse(JSON.stringify(await work.run(task, context))) as Json);
  return { ...work.combine(partials, { subject, methods: choices, random }), lacking: null };
}

/** The one result of a measure, an attribute, a group and whatever else its options say. */
export function measureOf({ results }: Outcome, measure: string, about: { readonly attribute?: string; readonly group?: string; readonly feature?: string; readonly options?: JsonObject } = {}): Result {
  const found = results.filter(
    (result) =>
      result.options['measure'] === measure &&
      result.attribute === about.attribute &&
      result.group === about.group &&
      result.feature === about.feature &&
      Object.entries(about.options ?? {}).every(([name, value]) => result.options[name] === value),
  );
  if (found.length !== 1) throw new Error(`${found.length} results of ${measure}, ${JSON.stringify(about)}`);
  return found[0]!;
}

/** The body of an artifact by name. */
export function bodyOf<T>({ artifacts }: Outcome, name: string): T {
  const found = artifacts.find((artifact) => artifact.name === name);
  if (!found) throw new Error(`no artifact ${name}; there are ${artifacts.map((artifact) => artifact.name).join(', ')}`);
  return found.body as T;
}
