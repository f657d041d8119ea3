import type { Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import { matrix } from '../numeric/matrix.js';
import type { ExplainedRow, Measurement } from './explainer.js';
import type { NumberSpace } from './numberSpace.js';

/** A row beside the point it is compared with. What has no derivative, and a number that either of the two lacks, is held at the row's own value. */
export interface Comparison {
  /** The row's numbers and those to compare with, [d]; equal where held. */
  readonly x: Float64Array;
  readonly from: Float64Array;
  readonly moves: readonly boolean[];
  /** The model's answers at `from` and at the row. */
  readonly base: number;
  readonly output: number;
  /** baseline: by column, null where held; held: features that do not move. For a row's `detail`. */
  readonly said: JsonObject;
}

/** reference: by number of the space, NaN where there is none. */
export async function compare(space: NumberSpace, row: Table, reference: Float64Array): Promise<Comparison> {
  const x = Float64Array.from(space.columns(row), ([value]) => value);
  const moves = Array.from(x, (value, j) => !Number.isNaN(value - reference[j]));
  const from = reference.map((value, j) => (moves[j] ? value : x[j]));
  const ends = matrix(2, x.length);
  ends.values.set(from);
  ends.values.set(x, x.length);
  const [base, output] = await space.answers(row, ends);
  return {
    x,
    from,
    moves,
    base,
    output,
    said: {
      baseline: Object.fromEntries(space.names.map((name, j) => [name, moves[j] ? reference[j] : null])),
      held: [...space.held, ...space.names.filter((_, j) => !moves[j])],
    },
  };
}

/** The largest |Σφ + base − output| of all rows. */
export function largestGap(rows: readonly ExplainedRow[], because: string, counts: Readonly<Record<string, number>> = {}): Measurement[] {
  const gaps = rows.map(({ detail }) => Math.abs(detail['completenessGap'] as number));
  return [{ measure: 'completenessGap', estimate: { value: Math.max(...gaps), n: gaps.length, exact: `the largest of the explained rows; ${because}` }, counts: { rows: rows.length, ...counts } }];
}
