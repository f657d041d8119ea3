import type { Column, NumberColumn, Table } from '../data/table.js';
import { compareItems, wordsFor } from '../numeric/differences.js';
import type { RandomStream } from '../random/stream.js';
import { callRows, type Ask } from './ask.js';
import type { Looks } from './limeLocal.js';
import type { Coordinate } from './limeSpace.js';

/** Rows drawn once, with the model's answers, for all rows that are explained; drawn and asked about when first needed. */
export interface LimePool {
  /** Whether what would be drawn for the row is what the pool holds: not where a value of its own stands for nothing in the background. */
  servesRow(own: readonly Column[]): boolean;
  /** Sees to it that the pool holds so many rows. */
  grow(to: number): Promise<void>;
  /** What the first rows look like beside the row, which takes the place of number 0 with the output given, and what the model answers for them; to be read before the pool is asked about another row. */
  neighbourhood(own: readonly Column[], output: number, rows: number): { readonly looks: Looks; readonly answers: Float64Array };
}

/** Draws are addressed, so the pool is the same in every task that shares the stream, however far it grows. */
export function limePool(background: Table, space: readonly Coordinate[], samples: number, ask: Ask, random: RandomStream): LimePool {
  const answers = new Float64Array(samples);
  const words = wordsFor(space.length);
  const stride = 32 * words;
  // Bins and levels side by side, a row after the other; a background of at most 20,000 rows has no more than 16 bits hold.
  let items = new Uint16Array(0);
  // Of the row asked about.
  let bits = new Uint32Array(0);
  // Of numbers as numbers, what they look like beside any row; of others room for what they look like beside the one asked about.
  const looks: Float64Array[] = [];
  const allSameOrNot = space.every(({ isSameOrNot }) => isSameOrNot);
  let drawn = 0;
  let growing: Promise<void> = Promise.resolve();
  const drawFeature = (coordinate: Coordinate, j: number, to: number, column: Column): void => {
    const chosen = coordinate.draw(drawn, to, random.child(column.name), column);
    if (chosen !== null) for (let i = drawn; i < to; i++) items[i * stride + j] = chosen[i - drawn]!;
    else coordinate.look((column as NumberColumn).values, looks[j]!.subarray(drawn, to));
  };
  const looksBeside = (coordinate: Coordinate, j: number, own: Column, home: number, rows: number): Float64Array => {
    const look = looks[j]!.subarray(0, rows);
    if (!coordinate.isSameOrNot) {
      coordinate.look((own as NumberColumn).values, look.subarray(0, 1));
      return look;
    }
    look[0] = 1;
    for (let i = 1; i < rows; i++) look[i] = Number(items[i * stride + j] === home);
    return look;
  };
  const draw = async (to: number): Promise<void> => {
    if (to <= drawn) return;
    if (items.length === 0) {
      items = new Uint16Array(samples * stride);
      bits = new Uint32Array(samples * words);
      if (!allSameOrNot) looks.push(...space.map(() => new Float64Array(samples)));
    }
    // Once the model has answered nobody needs the rows themselves.
    await borrowing(background.columns, to - drawn, async (columns) => {
      space.forEach((coordinate, j) => drawFeature(coordinate, j, to, columns[j]!));
      answers.set(await askInParts({ rows: to - drawn, columns }, ask), drawn);
    });
    drawn = to;
  };
  return {
    servesRow: (own) => space.every((coordinate, j) => coordinate.isShared(own[j]!)),
    // One after the other: rows that are explained at the same time share what is drawn.
    grow: (to) => (growing = growing.then(() => draw(to))),
    neighbourhood(own, output, rows) {
      const home = new Uint16Array(stride);
      space.forEach((coordinate, j) => (home[j] = coordinate.placeOf(own[j]!)));
      answers[0] = output;
      const some = answers.subarray(0, rows);
      if (allSameOrNot) return { looks: { features: space.length, words, bits: compareItems(items, home, rows, bits.subarray(0, rows * words)).fill(0, 0, words) }, answers: some };
      return { looks: space.map((coordinate, j) => looksBeside(coordinate, j, own[j]!, home[j]!, rows)), answers: some };
    },
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

/** Numbers of pools before, for the next to draw into: memory that the system has to find anew costs as much as drawing. */
const idle: Float64Array[] = [];
/** What is kept of it, 16 MiB. */
const MOST_IDLE = 2 ** 21;

/** Columns like these with room for so many rows, of whatever was in that room before. */
async function borrowing(like: readonly Column[], rows: number, use: (columns: readonly Column[]) => Promise<void>): Promise<void> {
  const columns = like.map((column) => emptyLike(column, rows));
  try {
    await use(columns);
  } finally {
    if (idle.length > 0 && idle[0]!.length !== rows) idle.length = 0;
    for (const column of columns) if (column.kind === 'number' && (idle.length + 1) * rows <= MOST_IDLE) idle.push(column.values);
  }
}

function emptyLike(column: Column, size: number): Column {
  switch (column.kind) {
    case 'number':
      return { ...column, values: (idle.at(-1)?.length === size ? idle.pop() : undefined) ?? new Float64Array(size) };
    case 'category':
      return { ...column, codes: new Int32Array(size) };
    case 'text':
      return { ...column, values: new Array<string | null>(size).fill(null) };
  }
}

function slice(column: Column, from: number, to: number): Column {
  if (column.kind === 'number') return { ...column, values: column.values.subarray(from, to) };
  if (column.kind === 'category') return { ...column, codes: column.codes.subarray(from, to) };
  return { ...column, values: column.values.slice(from, to) };
}
