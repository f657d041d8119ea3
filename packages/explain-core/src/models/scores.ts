import { ExplainError } from '../errors.js';
import { exp } from '../elementary/exponential.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import type { Batch } from './batches.js';

/** What a model's numbers are. */
export type ScoreKind = 'probability' | 'logit' | 'label' | 'value';

/** The output that holds the answer. */
export interface Answer {
  readonly tensor: string;
  readonly kind: ScoreKind;
  /** A label that is the position of its class (ArgMax), not its name. */
  readonly isPosition: boolean;
  /** Class names in the model file, in the order of the scores; null where it has none. */
  readonly graphClasses: readonly string[] | null;
}

/** What a runtime hands back. */
export interface RawAnswer {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number | bigint | string | boolean>;
}

/** float32 sums and products of a thousand terms end this far outside [0, 1] or from 1; real logits are further off. */
const ROUNDING = 1e-4;
/** Probabilities of many classes in float32 may add up to this far from 1. */
const SUM_ROUNDING = 1e-3;

/** One batch's answer as scores, [n, …] -> [n, classes]; its shape is checked against what the model promised. */
export function batchScores(result: RawAnswer, output: Answer, classes: readonly string[], { table, offset }: Batch): Matrix {
  const { rows } = table;
  const width = output.kind === 'label' || output.kind === 'value' ? 1 : classes.length;
  const columns = result.data.length / rows;
  const isShaped = (result.dims.length === 0 ? 1 : result.dims[0]) === rows && (columns === width || (columns === 1 && width === 2));
  if (!isShaped) {
    throw new ExplainError('BAD_PREDICTION', `The model's output "${output.tensor}" is ${result.dims.join(' × ') || 'one number'} for ${rows} rows (from row ${offset}); ${rows} × ${width} was expected.`, { row: offset });
  }
  if (output.kind === 'label') return scoresOfLabels(Array.from(result.data, (value, i) => labelPosition(value, output, classes, offset + i)), classes.length);
  return scoresOf(matrix(rows, columns, Float64Array.from(result.data as ArrayLike<number>)), output.kind, classes.length, offset);
}

/** Labels are looked up among the graph's own names, then among the classes; a position is one already. */
function labelPosition(value: number | bigint | string | boolean, { isPosition, graphClasses }: Answer, classes: readonly string[], row: number): number {
  const name = String(value);
  const position = isPosition && graphClasses === null ? Number(value) : (graphClasses ?? classes).indexOf(name);
  if (Number.isInteger(position) && position >= 0 && position < classes.length) return position;
  throw new ExplainError('BAD_PREDICTION', `The model answers the label "${name.slice(0, 80)}" for row ${row}; its classes are ${(graphClasses ?? classes).join(', ')}. List them in the column mapping: {"output":{"classes":["…"]}}.`, { row });
}

/**
 * A model's raw numbers as the scores of the Predictor contract, [n, k] -> [n, classes]; `offset` is the first row's number in the caller's table, for messages.
 *   probability: one column p becomes [1 − p, p]. Rounding outside [0, 1] is cut off.
 *   logit: softmax, or for one column 1 / (1 + e^−z).
 */
function scoresOf(raw: Matrix, kind: Exclude<ScoreKind, 'label'>, classes: number, offset: number): Matrix {
  const bad = raw.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const row = offset + Math.floor(bad / raw.columns);
    throw new ExplainError('BAD_PREDICTION', `The model answers ${raw.values[bad]} for row ${row}. Look for missing or extreme values there.`, { row });
  }
  if (kind === 'value') return raw;
  const scores = matrix(raw.rows, classes);
  for (let i = 0; i < raw.rows; i++) {
    const from = raw.values.subarray(i * raw.columns, (i + 1) * raw.columns);
    const to = scores.values.subarray(i * classes, (i + 1) * classes);
    if (kind === 'logit') fromLogits(from, to);
    else fromProbabilities(from, to, offset + i);
  }
  return scores;
}

function fromLogits(logits: Float64Array, to: Float64Array): void {
  if (logits.length === 1) {
    to[0] = 1 / (1 + exp(logits[0]));
    to[1] = 1 / (1 + exp(-logits[0]));
    return;
  }
  let largest = -Infinity;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) sum += to[k] = exp(logits[k] - largest);
  for (let k = 0; k < logits.length; k++) to[k] /= sum;
}

function fromProbabilities(from: Float64Array, to: Float64Array, row: number): void {
  let sum = 0;
  for (const p of from) {
    sum += p;
    if (p >= -ROUNDING && p <= 1 + ROUNDING) continue;
    throw new ExplainError('BAD_PREDICTION', `The model answers ${p} for row ${row}, which is no probability. If these are logits, say {"output":{"scores":"logit"}} in the column mapping; for a regression "value".`, { row });
  }
  if (from.length === 1) {
    to[1] = Math.min(1, Math.max(0, from[0]));
    to[0] = 1 - to[1];
    return;
  }
  if (Math.abs(sum - 1) > SUM_ROUNDING) {
    throw new ExplainError('BAD_PREDICTION', `The model's scores for row ${row} add up to ${sum}, not 1. If these are logits, say {"output":{"scores":"logit"}} in the column mapping.`, { row });
  }
  for (let k = 0; k < from.length; k++) to[k] = Math.min(1, Math.max(0, from[k]));
}

/** A model that gives only labels answers 1 for its class and 0 for the others. */
function scoresOfLabels(positions: ArrayLike<number>, classes: number): Matrix {
  const scores = matrix(positions.length, classes);
  for (let i = 0; i < positions.length; i++) scores.values[i * classes + positions[i]] = 1;
  return scores;
}
