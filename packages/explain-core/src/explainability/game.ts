import type { Column, Table } from '../data/table.js';
import { callRows, type Ask } from './ask.js';
import { canvasOf, type Canvas } from './canvas.js';

/**
 * v(S): the model's mean answer when the features in S are the row's and the others a background row's, over all background rows.
 * This is the interventional value function of Lundberg and Lee 2017: columns outside S are broken away from those in S.
 */
export interface Game {
  /** Positions of the features that differ from at least one background row. The others cannot matter to v. */
  readonly varying: readonly number[];
  /** Rows the model is asked about for each coalition. */
  readonly size: number;
  /** Coalitions that are asked about in one call. */
  readonly perCall: number;
  /** v of each coalition. Masks: [count, features], 1 where the row's value stands. Of coalitions `perCall` apart those that are alike cost least to make; fewer a call may be asked for. */
  value(masks: Uint8Array, count: number, perCall?: number): Promise<Float64Array>;
}

/** Values of made-up rows that are held at once: they are read again and again, and should not leave the processor's cache. */
const CANVAS_VALUES = 2 ** 17;

/** Where rows of a game against this background are made; games of one row after another may share it. */
export function gameCanvas(background: Table): Canvas {
  const features = background.columns.length;
  const rows = Math.min(callRows(features), Math.floor(CANVAS_VALUES / Math.max(1, features)));
  return canvasOf(background, Math.max(1, Math.floor(rows / background.rows)));
}

/** A game for one row (a table of that row) against a background of the same columns with at least one row. Games that share a canvas are played one after another. */
export function rowGame(row: Table, background: Table, ask: Ask, canvas = gameCanvas(background)): Game {
  const size = background.rows;
  return {
    varying: background.columns.flatMap((column, j) => (differing(row.columns[j], column).includes(1) ? [j] : [])),
    size,
    perCall: canvas.blocks,
    async value(masks, count, perCall = canvas.blocks) {
      const values = new Float64Array(count);
      for (let from = 0; from < count; from += perCall) {
        const part = Math.min(perCall, count - from);
        blockMeans(await ask(canvas.paint(row, masks, from, part)), size, values, from, part);
      }
      return values;
    },
  };
}

function blockMeans(answers: Float64Array, size: number, into: Float64Array, from: number, count: number): void {
  for (let c = 0; c < count; c++) into[from + c] = sumOf(answers, c * size, (c + 1) * size) / size;
}

/**
 * A sum by halves like that of numeric/sum.ts, with four partial sums at the end of them. There are millions of these numbers, and a loop of its own, through which no other kind of array passes, takes a
 * fraction of the time.
 */
function sumOf(values: Float64Array, from: number, to: number): number {
  if (to - from > 64) {
    const middle = from + ((to - from) >>> 1);
    return sumOf(values, from, middle) + sumOf(values, middle, to);
  }
  // Four plain variables: taken out of an array they are kept as whole numbers first, and the loop takes three times as long.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = from;
  for (; i + 3 < to; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    d += values[i + 3];
  }
  for (; i < to; i++) a += values[i];
  return a + b + (c + d);
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
