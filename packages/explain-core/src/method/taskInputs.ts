import { ExplainError } from '../errors.js';
import type { Predictor } from '../models/predictor.js';
import type { Task, TaskContext } from './task.js';

/** The model, for a task that has to ask one. */
export function modelFor({ key }: Task, { model }: TaskContext): Predictor {
  if (model === null) throw new ExplainError('BAD_PLAN', `The task ${key} needs a model to ask, which was not loaded.`);
  return model;
}

/** The rows of a task that names them one by one. */
export function indicesOf({ key, rows }: Task): readonly number[] {
  if (rows.kind !== 'indices') throw new ExplainError('BAD_PLAN', `The task ${key} must name its rows one by one; it has "${rows.kind}".`);
  return rows.indices;
}
