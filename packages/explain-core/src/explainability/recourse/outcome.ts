import type { Table } from '../../data/table.js';
import { ExplainError, throwIfCancelled } from '../../errors.js';
import type { Subject } from '../../method/subject.js';
import { decide, marginOf } from '../../models/decide.js';
import type { Predictor } from '../../models/predictor.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { quantile } from '../../numeric/quantile.js';

/** What a row is to get: the decision for a class, or a number on the better side of a target. */
export type Wanted =
  | { readonly kind: 'class'; readonly name: string; readonly index: number }
  | { readonly kind: 'number'; readonly better: 'higher' | 'lower'; readonly target: number };

/** One row's answer. */
export interface Answer {
  readonly reached: boolean;
  /** The class's score, or the number. */
  readonly output: number;
  /** How far the answer is on the right side of the decision; what a search climbs. */
  readonly margin: number;
}

/** The class asked for, else the favourable outcome; for a label that is a number, which side of it is better, or null where nobody says. */
export function wantedClass({ label }: Pick<Subject, 'label'>, asked: string | undefined): string | null {
  return asked ?? (label.kind === 'number' ? null : label.favourable);
}

/** references: the model's answers to the reference rows, whose median is the target of a number where none is given. */
export function wantedOf(subject: Subject, model: Predictor, asked: { readonly class?: string; readonly target?: number }, references: Matrix): Wanted {
  if (model.task === 'regression') {
    const { label } = subject;
    if (label.kind !== 'number' || label.favourable === null) throw new ExplainError('BAD_PLAN', 'The model answers a number, and the label does not say whether higher or lower is favourable.');
    return { kind: 'number', better: label.favourable, target: asked.target ?? quantile(Float64Array.from(references.values).sort(), 0.5) };
  }
  const name = wantedClass(subject, asked.class);
  const index = name === null ? -1 : model.classes.indexOf(name);
  if (name === null || index < 0) throw new ExplainError('BAD_PLAN', `The wanted outcome "${name}" is none of the model's classes: ${model.classes.map((one) => `"${one}"`).join(', ')}.`);
  return { kind: 'class', name, index };
}

export function answerOf(wanted: Wanted, model: Pick<Predictor, 'threshold' | 'classes'>, scores: Matrix, row: number): Answer {
  if (wanted.kind === 'class') {
    const output = scores.values[row * scores.columns + wanted.index]!;
    return { reached: decide(model, scores, row) === wanted.index, output, margin: marginOf(scores, row, wanted.index, model.threshold) };
  }
  const output = scores.values[row]!;
  const margin = wanted.better === 'higher' ? output - wanted.target : wanted.target - output;
  return { reached: margin >= 0, output, margin };
}

/** What a gradient is taken of so that a step along it raises the margin: [n, classes]. */
export function marginCotangent(wanted: Wanted, scores: Matrix): Matrix {
  const { rows, columns, values } = scores;
  const cotangent = matrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    const at = i * columns;
    if (wanted.kind === 'number') {
      cotangent.values[at] = wanted.better === 'higher' ? 1 : -1;
      continue;
    }
    let rival = wanted.index === 0 ? 1 : 0;
    for (let k = 0; k < columns; k++) if (k !== wanted.index && values[at + k]! > values[at + rival]!) rival = k;
    cotangent.values[at + wanted.index] = 1;
    // For two classes the margin is the one class's score alone.
    if (columns > 2) cotangent.values[at + rival] = -1;
  }
  return cotangent;
}

/** Scores of a table, in one call. Throws CANCELLED before it asks, and BAD_PREDICTION where not every row is answered. */
export async function scoresOf(model: Predictor, rows: Table, signal: AbortSignal): Promise<Matrix> {
  throwIfCancelled(signal);
  const scores = await model.predict(rows, signal);
  if (scores.rows !== rows.rows) throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} rows when asked ${rows.rows}; it must answer every row.`);
  return scores;
}
