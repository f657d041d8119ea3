import { codesOf, listed } from '../data/codesOf.js';
import { columnOf, takeColumns } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import { ExplainError, throwIfCancelled, type ErrorCode } from '../errors.js';
import { groupAxis, groupCodes } from '../method/groups.js';
import { classLabelOf } from '../method/subject.js';
import type { Task, TaskContext } from '../method/task.js';
import { modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import type { Predictor } from '../models/predictor.js';
import { cubeAxes, type OutcomeCube } from './outcomeCube.js';
import { partsOf, weightsOf } from './rowWeights.js';
import { scoreScale } from './scoreScale.js';
import { Tally, type DecodedRows } from './tally.js';

/** Rows given to the model at once: wide enough for its vector code, narrow enough to notice a cancelled run. */
const BATCH_ROWS = 8192;
/** Rows of stored predictions read at once: memory does not grow with a task. */
const READ_ROWS = 65_536;

/** Counts the outcomes of a range of rows; reads only the columns it counts, or those the model asks for. A scale of null leaves scores out. */
export async function readOutcomes(task: Task, context: TaskContext, scale = scoreScale(context.subject)): Promise<OutcomeCube> {
  const { rows, key } = task;
  if (rows.kind !== 'range') throw new ExplainError('BAD_PLAN', `Task ${key} needs a range of rows, got ${rows.kind}.`);
  const { subject, data, signal } = context;
  const { grouping } = subject;
  const label = classLabelOf(subject);
  const axes = cubeAxes(subject);
  const groupAxes = subject.protected.map((name) => groupAxis(subject, name));
  const source = subject.model;
  const model = source.source === 'file' ? modelFor(task, context) : null;
  const asked = source.source === 'file' ? source.features : [source.prediction, ...(source.score === null ? [] : [source.score])];
  const held = [grouping.weight, grouping.cluster].filter((name) => name !== null);
  const columns = [...new Set([...subject.protected, label.column, ...asked, ...held])];
  const tally = new Tally({ groupAxes, axes, positive: axes.labels.indexOf(label.positive), scale });
  const step = source.source === 'file' ? BATCH_ROWS : READ_ROWS;
  for (let from = rows.from; from < rows.to; from += step) {
    throwIfCancelled(signal);
    const to = Math.min(rows.to, from + step);
    const table = await data.read(from, to, columns);
    const answers = source.source === 'file' ? await askModel(model!, table, axes.predicted, label.positive, signal) : stored(table, source, axes.predicted, from);
    tally.add({
      rows: table.rows,
      groups: groupAxes.map((axis) => groupCodes(columnOf(table, axis.column), axis)),
      labels: positions(columnOf(table, label.column), axes.labels, 'BAD_DATA', 'Label'),
      ...answers,
      scores: scale === null ? null : answers.scores,
      weights: grouping.weight === null ? null : weightsOf(columnOf(table, grouping.weight), (at) => from + at),
      parts: partsOf(table, grouping, from),
    });
    context.progress(to - rows.from, rows.to - rows.from);
  }
  return tally.cube();
}

/** What the model decides and scores, one answer a row. */
export async function askModel(model: Predictor, table: Table, classes: readonly string[], positive: string, signal: AbortSignal): Promise<Pick<DecodedRows, 'predicted' | 'scores'>> {
  const scores = await model.predict(takeColumns(table, model.features), signal);
  if (scores.rows !== table.rows) {
    throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} rows when asked ${table.rows}; it must answer every row.`);
  }
  const position = model.classes.map((name) => classes.indexOf(name));
  const positiveColumn = model.classes.indexOf(positive);
  return {
    predicted: Int32Array.from({ length: table.rows }, (_, row) => position[decide(model, scores, row)]!),
    scores: positiveColumn < 0 ? null : Float64Array.from({ length: table.rows }, (_, row) => scores.values[row * scores.columns + positiveColumn]!),
  };
}

function stored(table: Table, { prediction, score }: { readonly prediction: string; readonly score: string | null }, classes: readonly string[], from: number): Pick<DecodedRows, 'predicted' | 'scores'> {
  return { predicted: storedPredictions(columnOf(table, prediction), classes, from), scores: score === null ? null : storedScores(columnOf(table, score), from) };
}

function storedScores(column: Column, from: number): Float64Array {
  if (column.kind !== 'number') throw new ExplainError('BAD_PREDICTION', `Score column "${column.name}" is a ${column.kind} column; scores are numbers.`);
  const missing = column.values.findIndex((value) => !Number.isFinite(value));
  if (missing >= 0) {
    throw new ExplainError('BAD_PREDICTION', `Score column "${column.name}" has no number in row ${from + missing + 1}; every row needs a score. Leave such rows or the column out.`, { row: from + missing + 1 });
  }
  return column.values;
}

function storedPredictions(column: Column, classes: readonly string[], from: number): Int32Array {
  const predicted = positions(column, classes, 'BAD_PREDICTION', 'Prediction');
  const missing = predicted.indexOf(-1);
  if (missing >= 0) {
    throw new ExplainError(
      'BAD_PREDICTION',
      `Prediction column "${column.name}" has no value in row ${from + missing + 1}; every row needs a prediction. Leave such rows out of the data.`,
      { row: from + missing + 1 },
    );
  }
  return predicted;
}

/** Every value's position in `expected`, −1 for missing; to be read only. A value that is not expected is an error that lists what came. */
export function positions(column: Column, expected: readonly string[], code: ErrorCode, what: string): Int32Array {
  const { codes, foreign } = codesOf(column, expected);
  if (foreign.length === 0) return codes;
  throw new ExplainError(code, `${what} column "${column.name}" holds ${listed(foreign)}; expected ${listed(expected)}. Write both in the same words.`);
}
