import type { Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { MethodInfo } from '../method/method.js';
import type { Result } from '../method/result.js';
import type { RandomStream } from '../random/stream.js';
import type { Ask } from './ask.js';

/** Why the model answered what it answered for one row, by feature in the model's order. */
export interface Attribution {
  /** The explainer's number for each feature. */
  readonly values: readonly number[];
  /** What each feature adds to the answer beside the base; equal to `values` unless these are slopes. Faithfulness judges this. */
  readonly contributions: readonly number[];
  /** Monte Carlo error of each value: what other draws would change. 0 where nothing was drawn. */
  readonly standardErrors: readonly number[];
  readonly base: number;
  /** The model's answer for the row. */
  readonly output: number;
  /** The explainer's own diagnostics. */
  readonly detail: JsonObject;
}

/** An attribution with what the row is, as it is stored. */
export interface ExplainedRow extends Attribution {
  readonly row: number;
  /** Value of each protected column, null for missing. */
  readonly groups: readonly (string | null)[];
  /** The row's values as shown to a reader. */
  readonly x: JsonObject;
  readonly faithfulness: RowFaithfulness | null;
}

/** How well contributions foretell what happens when features are replaced; null where it says nothing. */
export interface RowFaithfulness {
  readonly correlation: number | null;
  readonly deletionGain: number | null;
}

/** A number over all explained rows, without what the driver knows already. `measure` goes into the result's options. */
export interface Measurement extends Pick<Result, 'attribute' | 'group' | 'feature' | 'estimate' | 'counts'> {
  readonly measure: string;
}

/** Explains rows one at a time: `prepare` once for a task, then a row by its own draws, so that a row's numbers do not hang on the others'. */
export interface LocalExplainer<O = unknown> extends MethodInfo<O> {
  readonly pillar: 'explainability';
  prepare(background: Table, ask: Ask, options: O): Promise<(row: Table, random: RandomStream) => Promise<Attribution>>;
  /** What `diagnostics` measures. */
  readonly measures: readonly string[];
  /** Measures of its own diagnostics over all rows. */
  diagnostics(rows: readonly ExplainedRow[], options: O): readonly Measurement[];
}
