import type { Table } from '../data/table.js';
import { ExplainError } from '../errors.js';
import type { Subject } from '../method/subject.js';
import type { TaskContext } from '../method/task.js';

/** The number that is explained, of each row: one probability. */
export type Ask = (rows: Table) => Promise<Float64Array>;

/** Rows given to the model at once: wide enough for its vector code, narrow enough to notice a cancelled run and to bound memory. */
export const CALL_ROWS = 32_768;

/** The class whose probability is explained: the one asked for, else the positive label. */
export function explainedClass({ label }: Subject, asked: string | undefined): string {
  return asked ?? label.positive;
}

/** Asks the model in calls of at most CALL_ROWS rows. Calls are cut by the rows given alone, so the same rows give the same bits wherever they are asked. */
export function askFor(className: string, { model, signal }: Pick<TaskContext, 'model' | 'signal'>): Ask {
  if (model === null) throw new ExplainError('BAD_PLAN', 'An explanation needs a model to ask; this audit has stored predictions only.');
  const column = model.classes.indexOf(className);
  if (column < 0) throw new ExplainError('BAD_PLAN', `The plan explains the class "${className}"; the model's classes are ${model.classes.map((name) => `"${name}"`).join(', ')}.`);
  return async (rows) => {
    throwIfCancelled(signal);
    const scores = await model.predict(rows, signal);
    if (scores.rows !== rows.rows) throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} rows when asked ${rows.rows}; it must answer every row.`);
    return Float64Array.from({ length: rows.rows }, (_, i) => scores.values[i * scores.columns + column]);
  };
}

export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new ExplainError('CANCELLED', 'The audit was cancelled.');
}
