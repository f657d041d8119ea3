import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memorySource } from '../src/data/memorySource.js';
import { asStrings } from '../src/data/select.js';
import type { Column, ColumnInfo, Table } from '../src/data/table.js';
import type { Estimate } from '../src/numeric/estimate.js';
import { fairness } from '../src/fairness/driver.js';
import type { Json, JsonObject } from '../src/json.js';
import type { Outcome, Result } from '../src/method/result.js';
import { plainGrouping, type Grouping, type ModelSubject, type Subject } from '../src/method/subject.js';
import type { MethodChoice, Task, TaskContext } from '../src/method/task.js';
import type { Predictor } from '../src/models/predictor.js';
import { randomStream } from '../src/random/stream.js';

export interface FairnessCase {
  /** Values by column, in row order; null is missing. */
  readonly columns: Readonly<Record<string, readonly (string | null)[]>>;
  readonly label?: string;
  /** The label is a number, and so is what is predicted. */
  readonly regression?: true;
  readonly prediction?: string;
  readonly protected: readonly string[];
  readonly positive?: string;
  readonly favourable?: string;
  readonly grouping?: Partial<Grouping>;
  /** Column of scores of the positive class, for stored predictions. */
  readonly score?: string;
  readonly methods?: readonly { method: string; options?: JsonObject }[];
  /** Columns stored as numbers or texts; the others are categories. */
  readonly kinds?: Readonly<Record<string, 'number' | 'text'>>;
  /** Cuts the rows into tasks of this many, in place of the driver's own. */
  readonly taskRows?: number;
  /** A model to ask in place of the prediction column. */
  readonly model?: { readonly predictor: Predictor; readonly subject: ModelSubject };
}

/** An audit of one pillar without a plan: tasks, runs, combines. */
export async function runFairness(given: FairnessCase): Promise<Outcome> {
  const { subject, context, tasks } = prepareFairness(given);
  const works = [...new Set(tasks.map(({ work }) => work)), null];
  const { methods, random } = context;
  const outcomes: Outcome[] = [];
  for (const work of works) {
    const partials: Json[] = [];
    for (const task of cut(tasks.filter((one) => one.work === work), given.taskRows)) partials.push(JSON.parse(JSON.stringify(await fairness.run(task, context))) as Json);
    outcomes.push(fairness.combine(work, partials, { subject, methods, random }));
  }
  return { results: outcomes.flatMap(({ results }) => results), artifacts: outcomes.flatMap(({ artifacts }) => artifacts) };
}

export function prepareFairness(given: FairnessCase): { subject: Subject; context: TaskContext; tasks: readonly Task[] } {
  const table = tableOf(given);
  const infos = table.columns.map(infoOf);
  const label = given.label ?? 'label';
  const classes = infos.find(({ name }) => name === label)!.levels!;
  const positive = given.positive ?? '1';
  const subject: Subject = {
    dataset: { digest: 'sha256:test', rows: table.rows, columns: infos },
    model: given.model?.subject ?? { source: 'predictions', digest: 'sha256:test', prediction: given.prediction ?? 'prediction', score: given.score ?? null },
    label: given.regression ? { kind: 'number', column: label, favourable: null } : { column: label, classes, positive, favourable: given.favourable ?? positive },
    protected: given.protected,
    grouping: { ...plainGrouping, ...given.grouping },
    modelCard: null,
  };
  const asked = given.methods ?? fairness.defaults(subject);
  const methods = asked.map(({ method, options }): MethodChoice => {
    const info = fairness.methods.find(({ id }) => id === method)!;
    return { pillar: 'fairness', method, version: info.version, options: info.options.parse(options ?? {}) as JsonObject };
  });
  const context: TaskContext = {
    subject,
    methods,
    model: given.model?.predictor ?? null,
    data: memorySource(table, infos),
    random: randomStream(0),
    signal: new AbortController().signal,
    progress: () => undefined,
  };
  return { subject, context, tasks: fairness.tasks(subject, methods, context.random) };
}

/** The one result of a method, an attribute and a group. */
export function resultOf({ results }: Outcome, method: string, attribute?: string, group?: string): Result {
  const found = results.filter((result) => result.method === method && result.attribute === attribute && result.group === group);
  if (found.length !== 1) throw new Error(`${found.length} results of ${method}, ${attribute}, ${group}`);
  return found[0]!;
}

export function valueOf(outcome: Outcome, method: string, attribute?: string, group?: string): number | null {
  return resultOf(outcome, method, attribute, group).estimate.value;
}

export function reasonOf(estimate: Estimate): string {
  return estimate.value === null ? estimate.undefinedBecause : '';
}

/** Rows written as letters or digits, one each. */
export function letters(text: string): string[] {
  return [...text.replaceAll(' ', '')];
}

/** Rows of equal values: [count, value of each column]. */
export function counted(names: readonly string[], rows: readonly (readonly [number, ...(string | null)[]])[]): Record<string, (string | null)[]> {
  return Object.fromEntries(
    names.map((name, column) => [name, rows.flatMap(([count, ...values]) => new Array<string | null>(count).fill(values[column]!))]),
  );
}

function cut(tasks: readonly Task[], rows: number | undefined): Task[] {
  if (rows === undefined) return [...tasks];
  return tasks.flatMap((task) => {
    if (task.rows.kind !== 'range') return [task];
    const parts: Task[] = [];
    for (let from = task.rows.from; from < task.rows.to; from += rows) {
      parts.push({ ...task, rows: { kind: 'range', from, to: Math.min(task.rows.to, from + rows) } });
    }
    return parts;
  });
}

function tableOf({ columns, kinds = {} }: FairnessCase): Table {
  const made = Object.entries(columns).map(([name, values]): Column => {
    if (kinds[name] === 'number') return { kind: 'number', name, values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))) };
    if (kinds[name] === 'text') return { kind: 'text', name, values };
    const levels = distinct(values);
    return { kind: 'category', name, levels, codes: Int32Array.from(values, (value) => (value === null ? -1 : levels.indexOf(value))) };
  });
  return { rows: Object.values(columns)[0]!.length, columns: made };
}

function infoOf(column: Column): ColumnInfo {
  const values = asStrings(column);
  const missing = values.filter((value) => value === null).length;
  const levels = column.kind === 'number' ? distinct(values).sort((a, b) => Number(a) - Number(b)) : distinct(values);
  return { name: column.name, kind: column.kind, role: 'feature', missing, levels: column.kind === 'number' && levels.length > 64 ? null : levels, numbers: numbersOf(column) };
}

function numbersOf(column: Column): ColumnInfo['numbers'] {
  if (column.kind !== 'number') return null;
  const values = [...column.values].filter((value) => !Number.isNaN(value));
  if (values.length === 0) return null;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const standardDeviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1));
  return { min: Math.min(...values), max: Math.max(...values), mean, standardDeviation, integer: values.every(Number.isInteger) };
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}

/** A public file beside the repository; null, said aloud, where it is not to be had. */
export function publicData(path: string): string[][] | null {
  const file = fileURLToPath(new URL(`../../../../shared/data/${path}`, import.meta.url));
  if (!existsSync(file)) {
    process.stdout.write(`not checked: ../shared/data/${path} is not there\n`);
    return null;
  }
  // These files have no quoted commas.
  return readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(','));
}
