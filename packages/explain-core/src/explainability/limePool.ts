import type { Column, Table } from '../data/table.js';
import type { RandomStream } from '../random/stream.js';
import { callRows, type Ask } from './ask.js';
import type { Coordinate, PoolColumn } from './limeSpace.js';

/** Rows drawn once, with the model's answers, for all rows that are explained; drawn and asked about when first needed. */
export interface LimePool {
  /** Whether what would be drawn for the row is what the pool holds: not where a value of its own stands for nothing in the background. */
  servesRow(own: readonly Column[]): boolean;
  /** Sees to it that the pool holds so many rows. */
  grow(to: number): Promise<void>;
  /** What the first rows look like beside the row, which takes the place of number 0; by feature, to be read before the pool is asked about another row. */
  looks(own: readonly Column[], rows: number): Float64Array[];
  /** What the model answers for them; number 0 is not the row's. */
  answers(rows: number): Float64Array;
}

/** Numbers that looks are kept in, 256 MB; beyond this those of a feature are made anew where its place changes. */
const MOST_LOOKS = 32_000_000;

/** Looks of a feature beside rows of one place, so far as they are made. */
interface Looks {
  readonly values: Float64Array;
  made: number;
}

/** Draws are addressed, so the pool is the same in every task that shares the stream, however far it grows. */
export function limePool(background: Table, space: readonly Coordinate[], samples: number, ask: Ask, random: RandomStream): LimePool {
  const answers = new Float64Array(samples);
  const columns: PoolColumn[] = [];
  const kept = space.map(() => new Map<number, Looks>());
  const most = Math.max(1, Math.floor(MOST_LOOKS / (samples * Math.max(1, space.length))));
  let drawn = 0;
  let growing: Promise<void> = Promise.resolve();
  const draw = async (to: number): Promise<void> => {
    if (to <= drawn) return;
    if (columns.length === 0) columns.push(...background.columns.map((column) => emptyLike(column, samples)));
    for (const [j, coordinate] of space.entries()) coordinate.draw(drawn, to, random.child(background.columns[j]!.name), columns[j]!);
    answers.set(await askInParts({ rows: to - drawn, columns: columns.map(({ column }) => slice(column, drawn, to)) }, ask), drawn);
    drawn = to;
  };
  const looksOf = (j: number, place: number): Looks => {
    const known = kept[j]!.get(place);
    if (known !== undefined) return known;
    if (kept[j]!.size >= most) kept[j]!.clear();
    const made = { values: new Float64Array(samples), made: 0 };
    kept[j]!.set(place, made);
    return made;
  };
  return {
    servesRow: (own) => space.every((coordinate, j) => coordinate.isShared(own[j]!)),
    // One after the other: rows that are explained at the same time share what is drawn.
    grow: (to) => (growing = growing.then(() => draw(to))),
    looks: (own, rows) =>
      space.map((coordinate, j) => {
        const place = coordinate.placeOf(own[j]!);
        const looks = looksOf(j, place);
        const asked = looks.values.subarray(0, rows);
        if (looks.made < rows) coordinate.look(place, columns[j]!, looks.made, asked);
        looks.made = Math.max(looks.made, rows);
        asked[0] = coordinate.ownLook(own[j]!);
        return asked;
      }),
    answers: (rows) => answers.subarray(0, rows),
  };
}

export async function askInParts(rows: Table, ask: Ask): Promise<Float64Array> {
  const most = callRows(rows.columns.length);
  if (rows.rows <= most) return ask(rows);
  const answers = new Float64Array(rows.rows);
  for (let from = 0; from < rows.rows; from += most) {
    const to = Math.min(rows.rows, from + most);
    answers.set(await ask({ rows: to - from, columns: rows.columns.map((column) => slice(column, from, to)) }), from);
  }
  return answers;
}

function emptyLike(column: Column, size: number): PoolColumn {
  const items = new Uint32Array(size);
  switch (column.kind) {
    case 'number':
      return { column: { ...column, values: new Float64Array(size) }, items };
    case 'category':
      return { column: { ...column, codes: new Int32Array(size) }, items };
    case 'text':
      return { column: { ...column, values: new Array<string | null>(size).fill(null) }, items };
  }
}

function slice(column: Column, from: number, to: number): Column {
  if (column.kind === 'number') return { ...column, values: column.values.subarray(from, to) };
  if (column.kind === 'category') return { ...column, codes: column.codes.subarray(from, to) };
  return { ...column, values: column.values.slice(from, to) };
}
