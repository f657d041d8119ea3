import type { Table } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { Subject } from '../method/subject.js';
import type { TaskContext } from '../method/task.js';

/** The number that is explained, of each row: one probability. Once the answer is there the memory of the rows may serve for others, so whoever answers keeps no hold of it. */
export type Ask = (rows: Table) => Promise<Float64Array>;

/** Rows given to the model at once: wide enough for its vector code, narrow enough to notice a cancelled run. */
const CALL_ROWS = 32_768;
/** Values given at once: 32 MB of numbers, before the model's own encoding. */
const CALL_VALUES = 4_000_000;

/** Most rows of so many features to ask about in one call. */
export function callRows(features: number): number {
  return Math.max(1, Math.min(CALL_ROWS, Math.floor(CALL_VALUES / Math.max(1, features))));
}

/** The class whose probability is explained: the one asked for, else the positive label. */
export function explainedClass({ label, model }: Subject, asked: string | undefined): string {
  if (asked !== undefined) return asked;
  // A regression has one output, whose name its file tells.
  return label.kind === 'number' ? ((model.source === 'file' ? model.classes[0] : undefined) ?? 'value') : label.positive;
}

/** Asks the model about a table in one call; who makes the table keeps it below callRows. Nothing else goes into the call, so the same rows give the same bits wherever they are asked. */
export function askFor(className: string, { model, signal }: Pick<TaskContext, 'model' | 'signal'>): Ask {
  if (model === null) throw new ExplainError('BAD_PLAN', 'An explanation needs a model to ask; this audit has stored predictions only.');
  const column = model.classes.indexOf(className);
  if (column < 0) throw new ExplainError('BAD_PLAN', `The plan explains the class "${className}"; the model's classes are ${model.classes.map((name) => `"${name}"`).join(', ')}.`);
  return async (rows) => {
    throwIfCancelled(signal);
    const scores = await model.predict(rows, signal);
    if (scores.rows !== rows.rows) throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} rows when asked ${rows.rows}; it must answer every row.`);
    if (scores.columns === 1) return scores.values;
    const asked = new Float64Array(rows.rows);
    for (let i = 0, at = column; i < asked.length; i++, at += scores.columns) asked[i] = scores.values[at];
    return asked;
  };
}
