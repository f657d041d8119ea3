import { countCellsWasm } from './kernels/countCells.wasm.js';
import { instantiate, type Kernel } from './kernels/instantiate.js';

/** One code a row. Bytes are fastest. */
export type Codes = Uint8Array | Uint16Array | Int32Array;

/** More cells than this are no table any more but a list of rows. */
export const MOST_CELLS = 2 ** 20;

type Counts = Float64Array | Uint32Array;

/**
 * Counts rows by the combination of their codes: adds 1 to `counts` at the mixed-radix key ((d₀ · r₁ + d₁) · r₂ + d₂) … of every row, dᵢ = cᵢ − leastᵢ.
 *   codes: columns [k][n], k ≥ 1; code cᵢ of column i is a whole number in [leastᵢ, leastᵢ + rᵢ)
 *   radices: [k], whole numbers ≥ 1 whose product, the number of cells, is at most 2^20
 *   counts: [cells], changed in place; what is in it stays and is added to, so that a table can be counted block by block
 *   least: [k], whole numbers from −2^20 to 2^20; all 0 if left out, −1 where that stands for missing and missing values are counted too
 * Throws RangeError for more cells, columns of unequal length, a `counts` of another length, and a code that is out of range; `counts` is then of no use.
 */
export function countCells(codes: readonly Codes[], radices: readonly number[], counts: Counts, least: readonly number[] = codes.map(() => 0)): void {
  const columns = checked(codes, radices, counts, least);
  if (codes[0]!.length === 0) return;
  if (counts.length <= CACHED_CELLS && columns.length <= BYTE_COLUMNS && columns.every(fitsBytes)) countAsBytes(columns, counts);
  else countAny(columns, counts);
}

/** The same, row by row: what the kernel is tested against. */
export function countCellsPlain(codes: readonly Codes[], radices: readonly number[], counts: Counts, least: readonly number[] = codes.map(() => 0)): void {
  const columns = checked(codes, radices, counts, least);
  for (let row = 0; row < codes[0]!.length; row++) {
    let key = 0;
    for (const [i, column] of columns.entries()) {
      if (isOutOfRange(column, row)) throw outOfRange(column, i, row);
      key = key * column.radix + column.codes[row]! - column.least;
    }
    counts[key]! += 1;
  }
}

interface CodedColumn {
  readonly codes: Codes;
  readonly radix: number;
  readonly least: number;
}

function checked(codes: readonly Codes[], radices: readonly number[], counts: Counts, least: readonly number[]): CodedColumn[] {
  if (codes.length === 0 || codes.length !== radices.length) throw new RangeError(`counting cells needs a radix for each of one or more columns, got ${codes.length} columns and ${radices.length} radices`);
  if (least.length !== codes.length || !least.every((code) => Number.isSafeInteger(code) && Math.abs(code) <= MOST_CELLS)) throw new RangeError(`every column needs a least code, a whole number from −2^20 to 2^20, got ${least.join(', ')}`);
  const wrong = radices.find((radix) => !Number.isSafeInteger(radix) || radix < 1);
  if (wrong !== undefined) throw new RangeError(`a radix is a whole number of at least 1, got ${wrong}`);
  const cells = product(radices);
  if (cells > MOST_CELLS) throw new RangeError(`${radices.join(' × ')} = ${cells} cells are more than can be counted at once (${MOST_CELLS}); leave a column out or join some of its levels`);
  if (counts.length !== cells) throw new RangeError(`${cells} cells need as many counts, got ${counts.length}`);
  const rows = codes[0]!.length;
  const odd = codes.findIndex((column) => column.length !== rows);
  if (odd !== -1) throw new RangeError(`columns of codes must be equally long, got ${rows} and (column ${odd}) ${codes[odd]!.length} rows`);
  return codes.map((column, i) => ({ codes: column, radix: radices[i]!, least: least[i]! }));
}

function isOutOfRange({ codes, radix, least }: CodedColumn, row: number): boolean {
  return codes[row]! < least || codes[row]! >= least + radix;
}

function outOfRange({ codes, radix, least }: CodedColumn, column: number, row: number): RangeError {
  return new RangeError(`code ${codes[row]} of column ${column} in row ${row} is not in ${least} to ${least + radix - 1}`);
}

interface CountingKernel extends Kernel {
  countBytes(codes: number, stride: number, plan: number, groups: number, rows: number): number;
  takeCounts(cells: number, to: number): void;
  narrowWords(codes: number, least: number, largest: number, rows: number, to: number): number;
  appendBytes(codes: number, least: number, radix: number, rows: number, keys: number): number;
  appendShorts(codes: number, least: number, radix: number, rows: number, keys: number): number;
  appendWords(codes: number, least: number, radix: number, rows: number, keys: number): number;
}

/** Bytes of codes taken into the kernel's memory at once: they stay in the processor's second cache, and copies are few and long, each of which costs something however short it is. */
const ROOM = 2 ** 19;
/** Rows taken at once where codes are not bytes. */
const BLOCK = 16_384;
/** Rows the kernel makes keys of at a time. */
const LANES = 32;
/** What the kernel has room for, and reaches with 16 bits. */
const CACHED_CELLS = 16_384;
/** Columns the kernel joins at once. */
const BYTE_COLUMNS = 16;

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;

function load() {
  const kernel = instantiate<CountingKernel>(countCellsWasm);
  const plan = Math.ceil(kernel.memoryStart() / 64) * 64;
  const keys = plan + 8 * BYTE_COLUMNS;
  const codes = keys + 4 * BLOCK;
  const { buffer } = kernel.memory;
  return {
    kernel,
    at: { plan, keys, codes },
    plan: new Uint16Array(buffer, plan, 4 * BYTE_COLUMNS),
    keys: new Uint32Array(buffer, keys, BLOCK),
    /** Where the keys lie too, which are not made of bytes. */
    wide: new Int32Array(buffer, keys, BLOCK),
    bytes: new Uint8Array(buffer, codes, ROOM),
    shorts: new Uint16Array(buffer, codes, BLOCK),
    words: new Int32Array(buffer, codes, BLOCK),
  };
}

/** Whether the codes are bytes that count as they are, or can be made bytes by the kernel. */
function fitsBytes({ codes, radix, least }: CodedColumn): boolean {
  return codes instanceof Uint8Array ? least === 0 : codes instanceof Int32Array && radix <= 256;
}

/** All columns at once, and the histogram in the kernel too. */
function countAsBytes(columns: readonly CodedColumn[], counts: Counts): void {
  const { kernel, at, plan, words } = (loaded ??= load());
  const groups = groupsOf(columns.map(({ radix }) => radix));
  plan.set(groups.flatMap((group) => [group.length, product(group), ...group.flatMap((radix) => [radix, Math.min(radix, 256) - 1])]));
  const rows = columns[0]!.codes.length;
  const block = Math.floor(ROOM / columns.length / LANES) * LANES;
  for (let from = 0; from < rows; from += block) {
    const to = Math.min(rows, from + block);
    if (columns.some((column, i) => takeBytes(column, from, to, i * block)) || kernel.countBytes(at.codes, block, at.plan, groups.length, to - from)) {
      kernel.takeCounts(CACHED_CELLS, at.codes); // so that the next count begins at 0
      throw findOutOfRange(columns, from);
    }
  }
  // Where the codes were.
  kernel.takeCounts(Math.ceil(counts.length / 4) * 4, at.codes);
  for (let cell = 0; cell < counts.length; cell++) counts[cell]! += words[cell]!;
}

/** Some rows of a column into the room for bytes, filled up with code 0. Answers whether one of them is found to be out of range; those of bytes are looked at when they are counted. */
function takeBytes({ codes, radix, least }: CodedColumn, from: number, to: number, place: number): boolean {
  const { kernel, at, bytes, wide } = (loaded ??= load());
  if (codes instanceof Int32Array) {
    for (let start = from; start < to; start += BLOCK) {
      const end = Math.min(to, start + BLOCK);
      wide.set(codes.subarray(start, end));
      const padded = paddedRows(end - start);
      wide.fill(least, end - start, padded);
      if (kernel.narrowWords(at.keys, least, radix - 1, padded, at.codes + place + start - from)) return true;
    }
  } else {
    bytes.set(to - from === codes.length ? codes : codes.subarray(from, to), place);
    bytes.fill(0, place + to - from, place + paddedRows(to - from));
  }
  return false;
}

function paddedRows(rows: number): number {
  return Math.ceil(rows / LANES) * LANES;
}

/** Radices in groups whose product is at most 256, a larger one by itself. */
function groupsOf(radices: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (const radix of radices) {
    const last = groups.at(-1);
    if (last && product(last) * radix <= 256) last.push(radix);
    else groups.push([radix]);
  }
  return groups;
}

function product(radices: readonly number[]): number {
  return radices.reduce((cells, radix) => cells * radix, 1);
}

/** Columns of any width, one after the other; the kernel makes the keys, and they are counted where the counts are. */
function countAny(columns: readonly CodedColumn[], counts: Counts): void {
  const { kernel, at, bytes, shorts, words, keys } = (loaded ??= load());
  const rows = columns[0]!.codes.length;
  for (let from = 0; from < rows; from += BLOCK) {
    const size = Math.min(BLOCK, rows - from);
    const padded = paddedRows(size);
    keys.fill(0, 0, padded);
    for (const { codes, radix, least } of columns) {
      const room = codes instanceof Uint8Array ? bytes : codes instanceof Uint16Array ? shorts : words;
      const append = codes instanceof Uint8Array ? kernel.appendBytes : codes instanceof Uint16Array ? kernel.appendShorts : kernel.appendWords;
      room.set(codes.subarray(from, from + size));
      // What fills the last rows up is not counted: any code of the column does.
      room.fill(codes[from]!, size, padded);
      if (append(at.codes, least, radix, padded, at.keys)) throw findOutOfRange(columns, from);
    }
    for (let row = 0; row < size; row++) counts[keys[row]!]! += 1;
  }
}

/** The first code out of range from a row on; the kernel has found that there is one. */
function findOutOfRange(columns: readonly CodedColumn[], from: number): Error {
  for (let row = from; row < columns[0]!.codes.length; row++) {
    const i = columns.findIndex((column) => isOutOfRange(column, row));
    if (i !== -1) return outOfRange(columns[i]!, i, row);
  }
  return new Error('the counting kernel refuses codes that are all in range');
}
