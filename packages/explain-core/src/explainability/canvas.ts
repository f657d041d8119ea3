import type { Column, Table } from '../data/table.js';

/**
 * Rows made of one row and a background: block c is the background's rows, with the row's own value in every feature that coalition c has. The same memory serves call after call, and a block is only written
 * where its coalition differs from the one that stood there before.
 */
export interface Canvas {
  /**
   * Hands the blocks of coalitions `from` to `from + count` of `masks`, [coalitions, features]: 1 where the row's own value stands, to `read`, and gives its answer. `row`: a table of one row. Once `read` has
   * answered, the memory of the rows serves for others. One call of a canvas after another.
   */
  paint<T>(row: Table, masks: Uint8Array, from: number, count: number, read: (rows: Table) => Promise<T>): Promise<T>;
}

/** What stands in a block of a feature beside the background's values, 0: the row's own value. */
export const OF_ROW = 1;
/** Nothing yet, or another row's value. */
export const STALE = 2;

/** Room for so many blocks of any columns. */
export function plainCanvas(background: Table, blocks: number): Canvas {
  const { rows: size, columns } = background;
  const features = columns.length;
  const held = new Uint8Array(blocks * features).fill(STALE);
  const room = columns.map((column) => repeated(column, blocks * size));
  let painted: Table | null = null;
  let writers: readonly Writer[] = [];
  return {
    async paint(row, masks, from, count, read) {
      if (painted !== row) {
        for (let at = 0; at < held.length; at++) if (held[at] === OF_ROW) held[at] = STALE;
        writers = columns.map((column, j) => writer(room[j], column, repeated(ofKind(row.columns[j], column), size)));
        painted = row;
      }
      for (let c = 0, at = 0, asked = from * features; c < count; c++) {
        for (let j = 0; j < features; j++, at++, asked++) {
          if (held[at] === masks[asked]) continue;
          held[at] = masks[asked];
          writers[j](c * size, masks[asked] === OF_ROW);
        }
      }
      return read({ rows: count * size, columns: count === blocks ? room : room.map((column) => firstRows(column, count * size)) });
    },
  };
}

/** A row's column, of the background's kind. */
export function ofKind<C extends Column>(own: Column, background: C): C {
  if (own.kind !== background.kind) throw new Error(`"${own.name}" is ${own.kind} in the row and ${background.kind} in the background`);
  return own as C;
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
  const [into, others, same] = [room, background, own].map(valuesOf);
  if (into instanceof Array) return (at, isOwn) => (isOwn ? same : others).forEach((value, b) => (into[at + b] = value));
  return (at, isOwn) => into.set((isOwn ? same : others) as ArrayLike<number>, at);
}

/** Numbers, codes or text. */
function valuesOf(column: Column): Float64Array | Int32Array | (string | number | null)[] {
  return column.kind === 'category' ? column.codes : (column.values as Float64Array | (string | null)[]);
}
