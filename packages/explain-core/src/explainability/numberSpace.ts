import { columnOf, takeRows } from '../data/select.js';
import type { Column, NumberColumn, Table } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import { isDifferentiable } from '../models/predictor.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { callRows } from './ask.js';
import type { Scene } from './explainer.js';

/**
 * The numbers of one row moved about while everything else of the row is held: category features, and numbers that the model takes as categories, have
 * no derivative. d is how many numbers move.
 */
export interface NumberSpace {
  /** Features with a derivative, in the model's order, [d]. */
  readonly names: readonly string[];
  /** The model's other features. */
  readonly held: readonly string[];
  /** A column's values of every row, in the order of `names`; NaN for missing. */
  columns(rows: Table): readonly Float64Array[];
  /** The row once for each point, with the point's numbers: [n, d] -> n rows. */
  at(row: Table, points: Matrix): Table;
  /** The cotangent of the explained class's score for so many rows. */
  cotangent(rows: number): Matrix;
  /** The model's answer where the row's numbers are these points', [n, d] -> [n]. */
  answers(row: Table, points: Matrix): Promise<Float64Array>;
  /** Multipliers or derivatives as the model gives them, [n, its number features], in the order of `names`, [n, d]. Throws BAD_PREDICTION for what is no number. */
  inOrder(found: Matrix): Matrix;
  /** The answer's derivatives at these points, [n, d] -> [n, d], in the data's own units. */
  slopes(row: Table, points: Matrix): Promise<Matrix>;
  /** Values of the moved numbers as values of all features, 0 for those held. [d] -> [features] */
  ofAllFeatures(values: ArrayLike<number>): number[];
}

/** Throws BAD_PLAN for a model without a derivative: the plan says "not estimable" before that. */
export function numberSpace({ background, ask, model, className, signal }: Scene): NumberSpace {
  if (!isDifferentiable(model)) throw new ExplainError('BAD_PLAN', 'An explanation by gradients needs a model with a derivative, and this one has none.');
  const features = background.columns.map(({ name }) => name);
  const names = features.filter((name) => model.numberFeatures.includes(name));
  const places = new Map(names.map((name, j) => [name, j]));
  const positions = names.map((name) => model.numberFeatures.indexOf(name));
  const all = names.map((name) => features.indexOf(name));
  const scored = model.classes.indexOf(className);
  const most = callRows(features.length);

  async function inParts(points: Matrix, use: (part: Matrix, from: number) => Promise<void>): Promise<void> {
    const d = points.columns;
    for (let from = 0; from < points.rows; from += most) {
      const to = Math.min(points.rows, from + most);
      await use({ rows: to - from, columns: d, values: points.values.subarray(from * d, to * d) }, from);
    }
  }

  /** The model's columns in the order of `names`; throws BAD_PREDICTION for what is no number. */
  function inOrder(found: Matrix): Matrix {
    const d = names.length;
    const ordered = matrix(found.rows, d);
    for (let i = 0, to = 0, from = 0; i < found.rows; i++, from += found.columns) for (let j = 0; j < d; j++) ordered.values[to++] = found.values[from + positions[j]];
    const bad = ordered.values.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) return ordered;
    throw new ExplainError('BAD_PREDICTION', `The model's derivative by "${names[bad % d]}" is ${ordered.values[bad]}. Look for missing or extreme values in its column.`);
  }

  function cotangent(rows: number): Matrix {
    const weights = matrix(rows, model.classes.length);
    for (let i = 0; i < rows; i++) weights.values[i * weights.columns + scored] = 1;
    return weights;
  }

  return {
    names,
    held: features.filter((name) => !names.includes(name)),
    columns: (rows) => names.map((name) => (columnOf(rows, name) as NumberColumn).values),
    at: (row, points) => rowsAt(row, places, points),
    cotangent,
    inOrder,
    async answers(row, points) {
      const answers = new Float64Array(points.rows);
      await inParts(points, async (part, from) => answers.set(await ask(rowsAt(row, places, part)), from));
      return answers;
    },
    async slopes(row, points) {
      const slopes = matrix(points.rows, names.length);
      await inParts(points, async (part, from) => {
        throwIfCancelled(signal);
        const found = await model.gradient(rowsAt(row, places, part), cotangent(part.rows), signal);
        slopes.values.set(inOrder(found).values, from * names.length);
      });
      return slopes;
    },
    ofAllFeatures(values) {
      const wide = new Array<number>(features.length).fill(0);
      for (let j = 0; j < all.length; j++) wide[all[j]] = values[j] + 0; // + 0: never −0
      return wide;
    },
  };
}

/** The row once for each point, with the point's numbers. places: by name, the number's position in a point */
function rowsAt(row: Table, places: ReadonlyMap<string, number>, { rows, columns: d, values }: Matrix): Table {
  const still = new Int32Array(rows);
  // One piece of memory for all columns: hundreds of small ones cost more than the model.
  const memory = new Float64Array(rows * d);
  const columns = row.columns.map((column): Column => {
    const j = places.get(column.name);
    if (j === undefined || column.kind !== 'number') return takeRows({ rows: 1, columns: [column] }, still).columns[0]!;
    const moved = memory.subarray(j * rows, (j + 1) * rows);
    for (let i = 0, at = j; i < rows; i++, at += d) moved[i] = values[at];
    return { ...column, values: moved };
  });
  return { rows, columns };
}
