import { z } from 'zod';
import { asStrings, columnOf, takeColumns, takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import type { MethodInfo } from '../method/method.js';
import type { Artifact, Outcome, Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { wilson } from '../numeric/wilson.js';
import type { RandomStream } from '../random/stream.js';

/** Options that every surrogate has. */
export const surrogateOptions = {
  rows: z.number().int().min(20).max(100_000).default(5_000).describe('Rows drawn for it, without replacement.'),
  holdout: z.number().min(0.05).max(0.9).default(0.4).describe('Share of these rows kept aside to measure agreement.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the interval.'),
};
export type SurrogateOptions = z.output<z.ZodObject<typeof surrogateOptions>>;

/** The model's decisions for the drawn rows, the first `trained` of which are learnt from. */
export interface Decisions {
  readonly table: Table;
  /** Positions in `classes`, one a row. */
  readonly answers: Int32Array;
  /** Those that the model decided for, sorted. */
  readonly classes: readonly string[];
  readonly trained: number;
  readonly signal: AbortSignal;
}

/** A stand-in for the model that people can read: learnt from some of its decisions, judged by the others. */
export interface Surrogate<O extends SurrogateOptions = SurrogateOptions> extends MethodInfo<O> {
  readonly pillar: 'transparency';
  /** Measures of its size, beside fidelity. */
  readonly sizes: readonly string[];
  /** `stored` goes through JSON to `told`; `answerOf` says what it decides for a row of the table. */
  learn(decisions: Decisions, options: O): { readonly stored: Json; answerOf(row: number): number };
  /** Its size, and its picture. `fewest`: the smallest number of rows that the picture tells of. */
  told(stored: Json, classes: readonly string[], options: O): { readonly sizes: readonly number[]; readonly picture: string; readonly body: Json; readonly fewest: number };
}

/** Rows given to the model at once. */
const BATCH_ROWS = 8192;

interface Partial {
  readonly stored: Json;
  readonly classes: readonly string[];
  readonly trained: number;
  readonly agreed: number;
  readonly heldOut: number;
  readonly mostFrequent: number;
}

export function surrogateTask({ id }: Surrogate, { dataset }: Subject, chosen: SurrogateOptions, random: RandomStream): Task {
  const indices = [...random.child(id).sample(dataset.rows, Math.min(dataset.rows, chosen.rows))];
  return { key: `transparency/${id}/0`, pillar: 'transparency', work: id, rows: { kind: 'indices', indices }, options: {} };
}

export async function learnSurrogate(surrogate: Surrogate, task: Task, context: TaskContext, chosen: SurrogateOptions): Promise<Json> {
  throwIfCancelled(context.signal);
  const rows = indicesOf(task).length;
  const { table, decisions } = await decisionsOf(task, featuresOf(context.subject), context);
  const classes = [...new Set(decisions)].sort();
  const answers = Int32Array.from(decisions, (decision) => classes.indexOf(decision));
  const trained = rows - Math.floor(rows * chosen.holdout);
  const { stored, answerOf } = surrogate.learn({ table, answers, classes, trained, signal: context.signal }, chosen);
  const frequent = mode(answers.subarray(0, trained), classes.length);
  let agreed = 0;
  let mostFrequent = 0;
  for (let row = trained; row < rows; row++) {
    if (answerOf(row) === answers[row]) agreed++;
    if (frequent === answers[row]) mostFrequent++;
  }
  context.progress(1, 1);
  return { stored, classes, trained, agreed, heldOut: rows - trained, mostFrequent } satisfies Partial as unknown as Json;
}

/** Conditions may be about protected columns, so a picture that tells of fewer rows than `withholdBelow` would tell of a group that is withheld. */
export function surrogateOutcome(surrogate: Surrogate, partial: Json, chosen: SurrogateOptions, withholdBelow: number): Outcome {
  const { stored, classes, trained, agreed, heldOut, mostFrequent } = partial as unknown as Partial;
  const { sizes, picture, body, fewest } = surrogate.told(stored, classes, chosen);
  const fidelity: Estimate =
    heldOut === 0 ? notEstimable(0, 'no row was left to measure agreement on') : { value: agreed / heldOut, n: heldOut, interval: wilson(agreed, heldOut, chosen.level) };
  const drawn: Artifact = { name: `transparency/${surrogate.id}/${picture}`, body, ...(fewest < withholdBelow ? { showsRows: true as const } : {}) };
  return {
    results: [
      { ...result(surrogate, chosen, 'fidelity', fidelity), counts: { numerator: agreed, denominator: heldOut, mostFrequent } },
      ...surrogate.sizes.map((measure, at) => result(surrogate, chosen, measure, { value: sizes[at]!, n: trained, exact: 'the size of this one stand-in' })),
    ],
    artifacts: [drawn],
  };
}

export function surrogateUnmet(surrogate: Surrogate, chosen: SurrogateOptions, because: string): Result[] {
  return ['fidelity', ...surrogate.sizes].map((measure) => result(surrogate, chosen, measure, notEstimable(0, because)));
}

function result({ id, version }: Surrogate, chosen: SurrogateOptions, measure: string, estimate: Estimate): Result {
  return { dimension: 'transparency', method: id, version, options: { ...chosen, measure } as JsonObject, estimate };
}

/** Columns that conditions may be about: those the model reads, or every feature where the model is not at hand. */
function featuresOf({ model, dataset, label }: Subject): string[] {
  if (model.source === 'file') return [...model.features];
  const answers = [model.prediction, model.score, label.column];
  return dataset.columns.filter(({ name, role, kind }) => (role === 'feature' || role === 'protected') && kind !== 'text' && !answers.includes(name)).map(({ name }) => name);
}

async function decisionsOf(task: Task, features: readonly string[], context: TaskContext): Promise<{ table: Table; decisions: string[] }> {
  const { subject, data, signal } = context;
  const indices = indicesOf(task);
  if (subject.model.source === 'predictions') {
    const { prediction } = subject.model;
    const rows = await data.take(indices, [...features, prediction]);
    const decisions = asStrings(columnOf(rows, prediction)).map((value, i) => {
      if (value === null) throw new ExplainError('BAD_PREDICTION', `Prediction column "${prediction}" has no value in row ${indices[i]! + 1}; every row needs a prediction.`);
      return value;
    });
    return { table: takeColumns(rows, features), decisions };
  }
  const model = modelFor(task, context);
  const table = await data.take(indices, features);
  const decisions: string[] = [];
  for (let from = 0; from < table.rows; from += BATCH_ROWS) {
    throwIfCancelled(signal);
    const batch = takeRows(table, Int32Array.from({ length: Math.min(BATCH_ROWS, table.rows - from) }, (_, i) => from + i));
    const scores = await model.predict(batch, signal);
    for (let row = 0; row < batch.rows; row++) decisions.push(model.classes[decide(model, scores, row)]!);
  }
  return { table, decisions };
}

function mode(answers: Int32Array, classes: number): number {
  const counts = new Float64Array(Math.max(1, classes));
  for (const answer of answers) counts[answer]! += 1;
  return counts.indexOf(Math.max(...counts));
}
