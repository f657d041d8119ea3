import type { Column, Table } from '../data/table.js';

/**
 * Rows made of one row and a background: block c is the background's rows, with the row's own value in every feature that coalition c has. The same memory serves
 * call after call, and a block is only written where its coalition differs from the one that stood there before; so whoever gets the table may keep no hold of it.
 */
export interface Canvas {
  readonly background: Table;
  /** Blocks that there is room for. */
  readonly blocks: number;
  /** The blocks of coalitions `from` to `from + count` of `masks`, [coalitions, features]: 1 where the row's own value stands. `row`: a table of one row. */
  paint(row: Table, masks: Uint8Array, from: number, count: number): Table;
}

const OF_ROW = 1;
/** Nothing yet, or another row's value. */
const STALE = 2;

export function canvasOf(background: Table, blocks: number): Canvas {
  const { rows: size, columns } = background;
  const features = columns.length;
  const held = new Uint8Array(blocks * features).fill(STALE);
  const room = columns.map((column) => repeated(column, blocks * size));
  let painted: Table | null = null;
  let writers: readonly Writer[] = [];
  return {
    background,
    blocks,
    paint(row, masks, from, count) {
      if (painted !== row) {
        for (let at = 0; at < held.length; at++) if (held[at] === OF_ROW) held[at] = STALE;
        writers = columns.map((column, j) => writer(room[j], column, repeated(row.columns[j], size)));
        painted = row;
      }
      for (let c = 0, at = 0, asked = from * features; c < count; c++) {
        for (let j = 0; j < features; j++, at++, asked++) {
          if (held[at] === masks[asked]) continue;
          held[at] = masks[asked];
          writers[j](c * size, masks[asked] === OF_ROW);
        }
      }
      return { rows: count * size, columns: count === blocks ? room : room.map((column) => firstRows(column, count * size)) };
    },
  };
}

/** A column whose every value is the first of another. */
function repeated(column: Column, rows: number): Column {
  if (column.kind === 'number') return { ...column, values: new Float64Array(rows).fill(column.values[0]) };
  if (column.kind === 'category') return { ...column, codes: new Int32Array(rows).fill(column.codes[0]) };
  return { ...column, values: new Array<string | null>(rows).fill(column.values[0]) };
}

function firstRows(column: Column, rows: number): Column {
  if (column.kind === 'number') return { ...column, values: column.values.subarray(0, rows) };
  if (column.kind === 'category') return { ...column, codes: column.codes.subarray(0, rows) };
  return { ...column, values: column.values.slice(0, rows) };
}

/** Writes one block's values of a feature from a place on: the row's own one in all of them, or the background's. */
type Writer = (at: number, isOwn: boolean) => void;

function writer(room: Column, background: Column, own: Column): Writer {
  if (room.kind === 'number' && own.kind === 'number' && background.kind === 'number') return numbersWriter(room.values, background.values, own.values);
  if (room.kind === 'category' && own.kind === 'category' && background.kind === 'category') return numbersWriter(room.codes, background.codes, own.codes);
  if (room.kind !== 'text' || own.kind !== 'text' || background.kind !== 'text') throw new Error(`"${own.name}" is ${own.kind} in the row and ${background.kind} in the background`);
  const values = room.values as (string | null)[];
  return (at, isOwn) => (isOwn ? own : background).values.forEach((value, b) => (values[at + b] = value));
}

/** Below this many values a loop is faster than a call that copies. */
const SHORT = 16;

function numbersWriter<A extends Float64Array | Int32Array>(into: A, background: A, own: A): Writer {
  if (background.length >= SHORT) return (at, isOwn) => into.set(isOwn ? own : background, at);
  return (at, isOwn) => {
    const values = isOwn ? own : background;
    for (let b = 0; b < values.length; b++) into[at + b] = values[b];
  };
}
