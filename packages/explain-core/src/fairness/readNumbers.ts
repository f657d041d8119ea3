import { columnOf, takeColumns } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import { groupAxis, groupCodes, type GroupAxis } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import type { Task, TaskContext } from '../method/task.js';
import { modelFor } from '../method/taskInputs.js';
import type { Predictor } from '../models/predictor.js';
import { ascending, type NumberCube } from './numberCube.js';
import { addNumbers, numberSums, roundResidual, type NumberScale } from './numberSums.js';
import { finestValues } from './finestKey.js';
import { partsOf, weightsOf } from './rowWeights.js';
import { EXACT_ROWS } from './scoreScale.js';

/** Rows given to the model at once: wide enough for its vector code, narrow enough to notice a cancelled run. */
const BATCH_ROWS = 8192;
/** Rows of stored predictions read at once: memory does not grow with a task. */
const READ_ROWS = 65_536;

/** Numbers are summed about the label's mean in units of its standard deviation, which ingest knows of all rows. */
export function numberScale({ dataset, label }: Subject): NumberScale {
  const numbers = dataset.columns.find(({ name }) => name === label.column)?.numbers ?? null;
  const unit = numbers !== null && numbers.standardDeviation > 0 ? numbers.standardDeviation : 1;
  return { centre: numbers?.mean ?? 0, unit, exact: dataset.rows <= EXACT_ROWS };
}

/** Sums up a range of rows by their finest group; reads only the columns it sums, or those the model asks for. */
export async function readNumbers(task: Task, context: TaskContext): Promise<NumberCube> {
  const { rows, key } = task;
  if (rows.kind !== 'range') throw new ExplainError('BAD_PLAN', `Task ${key} needs a range of rows, got ${rows.kind}.`);
  const { subject, data, signal } = context;
  const { grouping, label, model: source } = subject;
  const axes = subject.protected.map((name) => groupAxis(subject, name));
  const model = source.source === 'file' ? modelFor(task, context) : null;
  const held = [grouping.weight, grouping.cluster].filter((name) => name !== null);
  const columns = [...new Set([...subject.protected, label.column, ...(source.source === 'file' ? source.features : [source.prediction]), ...held])];
  const tally = new NumberTally(axes, numberScale(subject));
  const step = model === null ? READ_ROWS : BATCH_ROWS;
  for (let from = rows.from; from < rows.to; from += step) {
    throwIfCancelled(signal);
    const to = Math.min(rows.to, from + step);
    const table = await data.read(from, to, columns);
    tally.add({
      rows: table.rows,
      groups: axes.map((axis) => groupCodes(columnOf(table, axis.column), axis)),
      predictions: source.source === 'file' ? await ask(model!, table, signal) : stored(columnOf(table, source.prediction), from),
      labels: numbersOf(columnOf(table, label.column), 'BAD_DATA', 'Label'),
      weights: grouping.weight === null ? null : weightsOf(columnOf(table, grouping.weight), (at) => from + at),
      parts: partsOf(table, grouping, from),
    });
    context.progress(to - rows.from, rows.to - rows.from);
  }
  return tally.cube();
}

async function ask(model: Predictor, table: Table, signal: AbortSignal): Promise<Float64Array> {
  const scores = await model.predict(takeColumns(table, model.features), signal);
  if (scores.rows !== table.rows || scores.columns !== 1) {
    throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} × ${scores.columns} numbers when asked ${table.rows} rows; it must answer one number for every row.`);
  }
  return scores.values;
}

function stored(column: Column, from: number): Float64Array {
  const values = numbersOf(column, 'BAD_PREDICTION', 'Prediction');
  const missing = values.findIndex((value) => !Number.isFinite(value));
  if (missing >= 0) {
    const row = from + missing + 1;
    throw new ExplainError('BAD_PREDICTION', `Prediction column "${column.name}" has no number in row ${row}; every row needs a prediction. Leave such rows out of the data.`, { row });
  }
  return values;
}

function numbersOf(column: Column, code: 'BAD_DATA' | 'BAD_PREDICTION', what: string): Float64Array {
  if (column.kind !== 'number') throw new ExplainError(code, `${what} column "${column.name}" is a ${column.kind} column; a regression needs numbers.`);
  return column.values;
}

interface NumberRows {
  readonly rows: number;
  /** Codes for each protected attribute, −1 for missing. */
  readonly groups: readonly Int32Array[];
  readonly predictions: Float64Array;
  /** NaN: no label. */
  readonly labels: Float64Array;
  readonly weights: Float64Array | null;
  readonly parts: Int32Array | null;
}

interface GroupTally {
  rows: number;
  labelled: number;
  readonly sums: Float64Array;
  readonly residuals: Map<number, number>;
  readonly parts: Map<number, [number, number]>;
  readonly predictions: [number, number];
  readonly residualRange: [number, number];
}

class NumberTally {
  private readonly groups = new Map<number, GroupTally>();
  private inParts = false;

  constructor(
    private readonly axes: readonly GroupAxis[],
    private readonly scale: NumberScale,
  ) {}

  add({ rows, groups, predictions, labels, weights, parts }: NumberRows): void {
    const { exact, unit } = this.scale;
    this.inParts ||= parts !== null;
    for (let row = 0; row < rows; row++) {
      let key = 0;
      for (let a = 0; a < groups.length; a++) key = key * (this.axes[a]!.groups.length + 1) + groups[a]![row]! + 1;
      let group = this.groups.get(key);
      if (!group) this.groups.set(key, (group = emptyTally()));
      const weight = weights === null ? 1 : weights[row]!;
      const [prediction, label] = [predictions[row]!, labels[row]!];
      const isLabelled = !Number.isNaN(label);
      addNumbers(group.sums, prediction, label, weight, this.scale);
      group.rows++;
      widen(group.predictions, prediction);
      if (parts !== null) {
        let part = group.parts.get(parts[row]!);
        if (!part) group.parts.set(parts[row]!, (part = [0, 0]));
        part[0] += weight;
        if (isLabelled) part[1] += weight;
      }
      if (!isLabelled) continue;
      group.labelled++;
      const residual = prediction - label;
      widen(group.residualRange, residual);
      const kept = exact ? residual : roundResidual(residual / unit);
      group.residuals.set(kept, (group.residuals.get(kept) ?? 0) + weight);
    }
  }

  cube(): NumberCube {
    return {
      groups: ascending(this.groups).map(([key, { rows, labelled, sums, residuals, parts, predictions, residualRange }]) => ({
        values: finestValues(key, this.axes),
        rows,
        labelled,
        sums: [...sums],
        residuals: ascending(residuals),
        ...(this.inParts ? { parts: ascending(parts).map(([part, [all, some]]): [number, number, number] => [part, all, some]) } : {}),
        predictions,
        residualRange: labelled === 0 ? null : residualRange,
      })),
    };
  }
}

function emptyTally(): GroupTally {
  return { rows: 0, labelled: 0, sums: new Float64Array(numberSums.length), residuals: new Map(), parts: new Map(), predictions: [Infinity, -Infinity], residualRange: [Infinity, -Infinity] };
}

function widen(range: [number, number], value: number): void {
  if (value < range[0]) range[0] = value;
  if (value > range[1]) range[1] = value;
}
