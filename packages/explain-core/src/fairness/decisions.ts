import { columnOf } from '../data/select.js';
import type { Table } from '../data/table.js';
import { ExplainError } from '../errors.js';
import { classLabelOf } from '../method/subject.js';
import type { Task, TaskContext } from '../method/task.js';
import { modelFor } from '../method/taskInputs.js';
import { cubeAxes } from './outcomeCube.js';
import { askModel, positions } from './readOutcomes.js';

/**
 * The decision about each row of a table, as its position among the classes that may be predicted: the model's, or the one that is stored.
 * `rowNumber` says which row of the data a row of the table is, for an error to name it.
 */
export async function decisionsOf(task: Task, context: TaskContext, table: Table, rowNumber: (i: number) => number): Promise<Int32Array> {
  const { subject, signal } = context;
  const { predicted } = cubeAxes(subject);
  const source = subject.model;
  if (source.source === 'file') return (await askModel(modelFor(task, context), table, predicted, classLabelOf(subject).positive, signal)).predicted;
  const decisions = positions(columnOf(table, source.prediction), predicted, 'BAD_PREDICTION', 'Prediction');
  const missing = decisions.indexOf(-1);
  if (missing < 0) return decisions;
  const row = rowNumber(missing) + 1;
  throw new ExplainError('BAD_PREDICTION', `Prediction column "${source.prediction}" has no value in row ${row}; every row needs a prediction. Leave such rows out of the data.`, { row });
}
