import { asStrings, columnOf, takeColumns } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import { ExplainError, throwIfCancelled, type ErrorCode } from '../errors.js';
import type { Task, TaskContext } from '../method/task.js';
import { modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import type { Predictor } from '../models/predictor.js';
import { cubeAxes, type CubeAxes, type OutcomeCube } from './outcomeCube.js';

/** Rows given to the model at once: wide enough for its vector code, narrow enough to notice a cancelled run. */
const BATCH_ROWS = 8192;

/** Counts the outcomes of a range of rows; reads only the columns it counts, or those the model asks for. */
export async function readOutcomes(task: Task, context: TaskContext): Promise<OutcomeCube> {
  const { rows, key } = task;
  if (rows.kind !== 'range') throw new ExplainError('BAD_PLAN', `Task ${key} needs a range of rows, got ${rows.kind}.`);
  const { subject, data, signal } = context;
  const axes = cubeAxes(subject);
  const levels = subject.protected.map((name) => levelsOf(context, name));
  const source = subject.model;
  const model = source.source === 'file' ? modelFor(task, context) : null;
  const asked = source.source === 'file' ? source.features : [source.prediction];
  const columns = [...new Set([...subject.protected, subject.label.column, ...asked])];
  const tally = new Tally(levels, axes);
  const step = source.source === 'file' ? BATCH_ROWS : rows.to - rows.from;
  for (let from = rows.from; from < rows.to; from += step) {
    throwIfCancelled(signal);
    const to = Math.min(rows.to, from + step);
    const table = await data.read(from, to, columns);
    const labels = positions(columnOf(table, subject.label.column), axes.labels, 'BAD_DATA', 'Label');
    const predicted =
      source.source === 'file'
        ? await ask(model!, table, axes.predicted, signal)
        : storedPredictions(columnOf(table, source.prediction), axes.predicted, from);
    const groups = subject.protected.map((name, i) => positions(columnOf(table, name), levels[i]!, 'BAD_DATA', 'Protected'));
    tally.add(table.rows, groups, labels, predicted);
    context.progress(to - rows.from, rows.to - rows.from);
  }
  return tally.cube();
}

function levelsOf({ subject }: TaskContext, name: string): readonly string[] {
  const levels = subject.dataset.columns.find((column) => column.name === name)?.levels;
  if (!levels) throw new ExplainError('BAD_PLAN', `Protected column "${name}" has no list of values in the plan.`);
  return levels;
}

async function ask(model: Predictor, table: Table, classes: readonly string[], signal: AbortSignal): Promise<Int32Array> {
  const scores = await model.predict(takeColumns(table, model.features), signal);
  if (scores.rows !== table.rows) {
    throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} rows when asked ${table.rows}; it must answer every row.`);
  }
  const position = model.classes.map((name) => classes.indexOf(name));
  return Int32Array.from({ length: table.rows }, (_, row) => position[decide(model, scores, row)]!);
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

/** Every value's position in `expected`, −1 for missing. A value that is not expected is an error that lists what came. */
function positions(column: Column, expected: readonly string[], code: ErrorCode, what: string): Int32Array {
  const index = new Map(expected.map((value, i) => [value, i]));
  const foreign = new Set<string>();
  const find = (value: string | null): number => {
    if (value === null) return -1;
    const position = index.get(value);
    if (position === undefined) foreign.add(value);
    return position ?? -1;
  };
  // A category's levels are looked up once instead of row by row.
  let found: Int32Array;
  if (column.kind === 'category') {
    const byCode = column.levels.map((level) => index.get(level) ?? -2);
    found = Int32Array.from(column.codes, (at) => {
      if (at < 0) return -1;
      if (byCode[at] === -2) foreign.add(column.levels[at]!);
      return byCode[at]!;
    });
  } else found = Int32Array.from(asStrings(column), find);
  if (foreign.size === 0) return found;
  const list = (values: readonly string[]): string => `${values.slice(0, 5).map((value) => `"${value}"`).join(', ')}${values.length > 5 ? ', …' : ''}`;
  throw new ExplainError(
    code,
    `${what} column "${column.name}" holds ${list([...foreign].sort())}; expected ${list(expected)}. Write both in the same words.`,
  );
}

/** Counts keyed by the mixed-radix number of a row's protected values. */
class Tally {
  private readonly groups = new Map<number, Float64Array>();

  constructor(
    private readonly levels: readonly (readonly string[])[],
    private readonly axes: CubeAxes,
  ) {}

  add(rows: number, groups: readonly Int32Array[], labels: Int32Array, predicted: Int32Array): void {
    const classes = this.axes.predicted.length;
    const unlabelled = this.axes.labels.length;
    for (let row = 0; row < rows; row++) {
      let key = 0;
      for (let a = 0; a < groups.length; a++) key = key * (this.levels[a]!.length + 1) + groups[a]![row]! + 1;
      let counts = this.groups.get(key);
      if (!counts) this.groups.set(key, (counts = new Float64Array(classes * (unlabelled + 1))));
      const label = labels[row]! < 0 ? unlabelled : labels[row]!;
      counts[label * classes + predicted[row]!]! += 1;
    }
  }

  cube(): OutcomeCube {
    const keys = [...this.groups.keys()].sort((a, b) => a - b);
    return {
      groups: keys.map((key) => ({
        values: this.valuesOf(key),
        cells: [...this.groups.get(key)!].flatMap((count, cell): [number, number][] => (count > 0 ? [[cell, count]] : [])),
      })),
    };
  }

  private valuesOf(key: number): (string | null)[] {
    const values: (string | null)[] = [];
    for (let a = this.levels.length - 1, rest = key; a >= 0; a--) {
      const radix = this.levels[a]!.length + 1;
      const code = rest % radix;
      values.unshift(code === 0 ? null : this.levels[a]![code - 1]!);
      rest = Math.floor(rest / radix);
    }
    return values;
  }
}
