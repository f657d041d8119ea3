import { asStrings, columnOf, takeColumns } from '../data/select.js';
import type { Table } from '../data/table.js';
import { throwIfCancelled } from '../errors.js';
import type { JsonObject } from '../json.js';
import { groupAxis, groupNames } from '../method/groups.js';
import type { Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import type { Predictor } from '../models/predictor.js';
import type { Matrix } from '../numeric/matrix.js';

/** What is known of one row before anything is done to it. Null: missing in the data. */
export interface RowFacts {
  readonly row: number;
  readonly groups: readonly (string | null)[];
  readonly label: string | null;
  readonly decision: string;
  /** Null where the label is missing, and everywhere when no value of the label is a class of the model. */
  readonly correct: boolean | null;
}

/** The rows of a task with the model's answers to them. */
export interface Chunk {
  readonly model: Predictor;
  /** The model's features only. */
  readonly table: Table;
  readonly scores: Matrix;
  /** Index of the class decided for, by row. */
  readonly decisions: Int32Array;
  readonly facts: readonly RowFacts[];
}

export async function readChunk(task: Task, context: TaskContext): Promise<Chunk> {
  const { subject, data, signal } = context;
  const model = modelFor(task, context);
  throwIfCancelled(signal);
  const indices = indicesOf(task);
  const rows = await data.take(indices, [...new Set([...model.features, subject.label.column, ...subject.protected])]);
  const table = takeColumns(rows, model.features);
  const scores = await model.predict(table, signal);
  const decisions = Int32Array.from(indices, (_, i) => decide(model, scores, i));
  const labels = asStrings(columnOf(rows, subject.label.column));
  const groups = subject.protected.map((name) => groupNames(columnOf(rows, name), groupAxis(subject, name)));
  const comparable = subject.label.kind !== 'number' && subject.label.classes.some((value) => model.classes.includes(value));
  const facts = Array.from(indices, (row, i): RowFacts => {
    const label = labels[i];
    const decision = model.classes[decisions[i]];
    return { row, groups: groups.map((values) => values[i]), label, decision, correct: label === null || !comparable ? null : label === decision };
  });
  return { model, table, scores, decisions, facts };
}

/** One row that was changed so that the decision changed: what was changed, from what to what, and the scores before and after. */
export function exampleOf(chunk: Chunk, strength: number, i: number, perturbed: Table, at: number, scores: Matrix): JsonObject {
  const { model, facts } = chunk;
  const k = model.classes.length;
  const values = (matrix: Matrix, row: number): number[] => Array.from(matrix.values.subarray(row * k, (row + 1) * k));
  const changes = chunk.table.columns.flatMap((column, index) => {
    const from = asStrings(column)[i];
    const to = asStrings(perturbed.columns[index])[at];
    const after = perturbed.columns[index];
    if (from === to) return [];
    const pair = column.kind === 'number' && after.kind === 'number' ? { from: column.values[i], to: after.values[at] } : { from, to };
    return [{ column: column.name, ...pair }];
  });
  return {
    row: facts[i].row,
    strength,
    changes,
    before: { decision: facts[i].decision, scores: values(chunk.scores, i) },
    after: { decision: model.classes[decide(model, scores, at)], scores: values(scores, at) },
  };
}
