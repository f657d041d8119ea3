import type { Column, Table } from '../data/table.js';
import type { Mixtures } from './mixtures.js';

/**
 * v(S): the model's mean answer when the features in S are the row's and the others a background row's, over all background rows.
 * This is the interventional value function of Lundberg and Lee 2017: columns outside S are broken away from those in S.
 */
export interface Game {
  /** Positions of the features that differ from at least one background row. The others cannot matter to v. */
  readonly varying: readonly number[];
  /** Rows the model is asked about for each coalition. */
  readonly size: number;
  /** Coalitions that are asked about in one call, where rows are made for them. */
  readonly perCall: number;
  /** v of each coalition. Masks: [count, features], 1 where the row's value stands. Of coalitions `perCall` apart those that are alike cost least to make; fewer a call may be asked for. */
  value(masks: Uint8Array, count: number, perCall?: number): Promise<Float64Array>;
}

/** A game for one row (a table of that row) against the mixtures' background. Games that share mixtures are played one after another. */
export function rowGame(row: Table, mixtures: Mixtures): Game {
  const { background, perCall } = mixtures;
  return {
    varying: background.columns.flatMap((column, j) => (differing(row.columns[j], column).includes(1) ? [j] : [])),
    size: background.rows,
    perCall,
    value: (masks, count, most) => mixtures.means(row, masks, count, most),
  };
}

/** 1 for each background row whose value is not the row's own. Missing equals missing. */
export function differing(own: Column, background: Column): Uint8Array {
  if (own.kind === 'number' && background.kind === 'number') return unequal(own.values[0], background.values);
  if (own.kind === 'category' && background.kind === 'category') return unequal(own.codes[0], background.codes);
  if (own.kind === 'text' && background.kind === 'text') return Uint8Array.from(background.values, (value) => (value === own.values[0] ? 0 : 1));
  throw new Error(`"${own.name}" is ${own.kind} in the row and ${background.kind} in the background`);
}

/** −0 and 0 are one number; two NaN are both missing. */
function unequal(value: number, others: Float64Array | Int32Array): Uint8Array {
  const differs = new Uint8Array(others.length);
  for (let b = 0; b < others.length; b++) differs[b] = others[b] === value || (others[b] !== others[b] && value !== value) ? 0 : 1;
  return differs;
}
