import type { Column, Table } from '../data/table.js';
import { pairwiseSum } from '../numeric/sum.js';
import { callRows, type Ask } from './ask.js';

/**
 * v(S): the model's mean answer when the features in S are the row's and the others a background row's, over all background rows.
 * This is the interventional value function of Lundberg and Lee 2017: columns outside S are broken away from those in S.
 */
export interface Game {
  /** Positions of the features that differ from at least one background row. The others cannot matter to v. */
  readonly varying: readonly number[];
  /** v of each coalition. Masks: [count, features], 1 where the row's value stands. */
  value(masks: Uint8Array, count: number): Promise<Float64Array>;
}

/** A game for one row (a table of that row) against a background of the same columns with at least one row. */
export function rowGame(row: Table, background: Table, ask: Ask): Game {
  const features = background.columns.length;
  const size = background.rows;
  const varying = background.columns.flatMap((column, j) => (isConstant(row.columns[j], column) ? [] : [j]));
  const perCall = Math.max(1, Math.floor(callRows(features) / size));
  return {
    varying,
    async value(masks, count) {
      const values = new Float64Array(count);
      for (let from = 0; from < count; from += perCall) {
        const part = Math.min(perCall, count - from);
        const rows: Table = { rows: part * size, columns: background.columns.map((column, j) => mixed(row.columns[j], column, masks, from, part, j, features)) };
        const answers = await ask(rows);
        for (let c = 0; c < part; c++) values[from + c] = pairwiseSum(answers, c * size, (c + 1) * size) / size;
      }
      return values;
    },
  };
}

/** The background's column once for each coalition, or the row's value as often. */
function mixed(own: Column, other: Column, masks: Uint8Array, from: number, count: number, feature: number, features: number): Column {
  const has = (c: number): boolean => masks[(from + c) * features + feature] === 1;
  if (other.kind === 'number' && own.kind === 'number') return { ...other, values: fill(new Float64Array(count * other.values.length), own.values[0], other.values, count, has) };
  if (other.kind === 'category' && own.kind === 'category') return { ...other, codes: fill(new Int32Array(count * other.codes.length), own.codes[0], other.codes, count, has) };
  if (other.kind !== 'text' || own.kind !== 'text') throw new Error(`"${own.name}" is ${own.kind} in the row and ${other.kind} in the background`);
  const values = Array.from({ length: count }, (_, c) => (has(c) ? other.values.map(() => own.values[0]) : other.values)).flat();
  return { ...other, values };
}

function fill<A extends Float64Array | Int32Array>(into: A, own: number, background: A, count: number, has: (c: number) => boolean): A {
  const size = background.length;
  for (let c = 0; c < count; c++) {
    if (has(c)) into.fill(own, c * size, (c + 1) * size);
    else into.set(background, c * size);
  }
  return into;
}

/** Does every background row hold the row's own value? Missing equals missing. */
function isConstant(own: Column, background: Column): boolean {
  if (own.kind === 'number' && background.kind === 'number') return background.values.every((value) => Object.is(value, own.values[0]) || value === own.values[0]);
  if (own.kind === 'category' && background.kind === 'category') return background.codes.every((code) => code === own.codes[0]);
  return own.kind === 'text' && background.kind === 'text' && background.values.every((value) => value === own.values[0]);
}
