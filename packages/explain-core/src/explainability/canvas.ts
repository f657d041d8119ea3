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

const OF_BACKGROUND = 0;
const OF_ROW = 1;
/** Nothing yet, or another row's value. */
const STALE = 2;

/** Below this many values a loop is faster than a call that copies or fills. */
const SHORT = 16;

export function canvasOf(background: Table, blocks: number): Canvas {
  const { rows: size, columns } = background;
  const features = columns.length;
  const held = new Uint8Array(blocks * features).fill(STALE);
  const room = columns.map((column) => roomFor(column, blocks * size));
  let painted: Table | null = null;
  return {
    background,
    blocks,
    paint(row, masks, from, count) {
      if (painted !== row) {
        for (let at = 0; at < held.length; at++) if (held[at] === OF_ROW) held[at] = STALE;
        painted = row;
      }
      for (let j = 0; j < features; j++) {
        const write = writer(room[j], row.columns[j], columns[j], size);
        for (let c = 0, at = j, asked = from * features + j; c < count; c++, at += features, asked += features) {
          if (held[at] === masks[asked]) continue;
          held[at] = masks[asked];
          write(c * size, masks[asked] !== OF_BACKGROUND);
        }
      }
      return { rows: count * size, columns: count === blocks ? room : room.map((column) => firstRows(column, count * size)) };
    },
  };
}

/** A column like this one, of so many rows. */
function roomFor(column: Column, rows: number): Column {
  if (column.kind === 'number') return { ...column, values: new Float64Array(rows) };
  if (column.kind === 'category') return { ...column, codes: new Int32Array(rows) };
  return { ...column, values: new Array<string | null>(rows).fill(null) };
}

function firstRows(column: Column, rows: number): Column {
  if (column.kind === 'number') return { ...column, values: column.values.subarray(0, rows) };
  if (column.kind === 'category') return { ...column, codes: column.codes.subarray(0, rows) };
  return { ...column, values: column.values.slice(0, rows) };
}

/** Writes one block's values of a feature: the row's own one, or the background's. */
function writer(room: Column, own: Column, background: Column, size: number): (at: number, isOwn: boolean) => void {
  if (room.kind === 'number' && own.kind === 'number' && background.kind === 'number') return numbersWriter(room.values, own.values[0], background.values, size);
  if (room.kind === 'category' && own.kind === 'category' && background.kind === 'category') return numbersWriter(room.codes, own.codes[0], background.codes, size);
  if (room.kind !== 'text' || own.kind !== 'text' || background.kind !== 'text') throw new Error(`"${own.name}" is ${own.kind} in the row and ${background.kind} in the background`);
  const values = room.values as (string | null)[];
  return (at, isOwn) => {
    for (let b = 0; b < size; b++) values[at + b] = isOwn ? own.values[0] : background.values[b];
  };
}

function numbersWriter<A extends Float64Array | Int32Array>(into: A, own: number, background: A, size: number): (at: number, isOwn: boolean) => void {
  if (size < SHORT) {
    return (at, isOwn) => {
      for (let b = 0; b < size; b++) into[at + b] = isOwn ? own : background[b];
    };
  }
  return (at, isOwn) => {
    if (isOwn) into.fill(own, at, at + size);
    else into.set(background, at);
  };
}
