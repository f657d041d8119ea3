import { countCellsWasm } from './kernels/countCells.wasm.js';
import { instantiate, type Kernel } from './kernels/instantiate.js';

/** One code a row. Bytes are the fast path: four columns of them cost less than one of Int32Array. */
export type Codes = Uint8Array | Uint16Array | Int32Array;

/** More cells than this are no table any more but a list of rows. */
export const MOST_CELLS = 2 ** 20;

/**
 * Counts rows by the combination of their codes: adds 1 to `counts` at the mixed-radix key ((c₀ · r₁ + c₁) · r₂ + c₂) … of every row.
 *   codes: columns [k][n], k ≥ 1; code cᵢ of column i is a whole number in [0, rᵢ)
 *   radices: [k], whole numbers ≥ 1 whose product, the number of cells, is at most 2^20
 *   counts: [cells], changed in place; what is in it stays and is added to, so that a table can be counted block by block
 * Throws RangeError for more cells, columns of unequal length, a `counts` of another length, and a code that is out of range; `counts` is then of no use.
 */
export function countCells(codes: readonly Codes[], radices: readonly number[], counts: Float64Array | Uint32Array): void {
  const rows = checked(codes, radices, counts);
  if (rows === 0) return;
  if (counts.length <= CACHED_CELLS && codes.length <= BYTE_COLUMNS && codes.every((column) => column instanceof Uint8Array)) countBytes(codes as readonly Uint8Array[], radices, counts, rows);
  else countAny(codes, radices, counts, rows);
}

/** The same, row by row: what the kernel is tested against. */
export function countCellsPlain(codes: readonly Codes[], radices: readonly number[], counts: Float64Array | Uint32Array): void {
  const rows = checked(codes, radices, counts);
  for (let row = 0; row < rows; row++) {
    let key = 0;
    for (let column = 0; column < codes.length; column++) {
      const code = codes[column]![row]!;
      if (code < 0 || code >= radices[column]!) throw outOfRange(code, column, row, radices[column]!);
      key = key * radices[column]! + code;
    }
    counts[key]! += 1;
  }
}

/** The number of rows. */
function checked(codes: readonly Codes[], radices: readonly number[], counts: Float64Array | Uint32Array): number {
  if (codes.length === 0 || codes.length !== radices.length) throw new RangeError(`counting cells needs a radix for each of one or more columns, got ${codes.length} columns and ${radices.length} radices`);
  const wrong = radices.find((radix) => !Number.isSafeInteger(radix) || radix < 1);
  if (wrong !== undefined) throw new RangeError(`a radix is a whole number of at least 1, got ${wrong}`);
  const cells = product(radices);
  if (cells > MOST_CELLS) throw new RangeError(`${radices.join(' × ')} = ${cells} cells are more than can be counted at once (${MOST_CELLS}); leave a column out or join some of its levels`);
  if (counts.length !== cells) throw new RangeError(`${cells} cells need as many counts, got ${counts.length}`);
  const rows = codes[0]!.length;
  const odd = codes.findIndex((column) => column.length !== rows);
  if (odd !== -1) throw new RangeError(`columns of codes must be equally long, got ${rows} and (column ${odd}) ${codes[odd]!.length} rows`);
  return rows;
}

function outOfRange(code: number, column: number, row: number, radix: number): RangeError {
  return new RangeError(`code ${code} of column ${column} in row ${row} is not in 0 to ${radix - 1}`);
}

interface CountingKernel extends Kernel {
  countBytes(codes: number, stride: number, plan: number, groups: number, rows: number): number;
  takeCounts(cells: number, to: number): void;
  appendBytes(codes: number, radix: number, rows: number, keys: number): number;
  appendShorts(codes: number, radix: number, rows: number, keys: number): number;
  appendWords(codes: number, radix: number, rows: number, keys: number): number;
}

/** Bytes of codes taken into the kernel's memory at once: they stay in the processor's second cache, and copies are few and long, each of which costs something however short it is. */
const ROOM = 2 ** 19;
/** Rows taken at once where columns come one after the other, each with its keys. */
const BLOCK = 8192;
/** Rows the kernel makes keys of at a time. */
const LANES = 32;
/** What the kernel has room for. Beyond, two histograms leave the processor's cache and are slower than one. */
const CACHED_CELLS = 8192;
/** Columns of bytes there is room for. */
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
    bytes: new Uint8Array(buffer, codes, ROOM),
    shorts: new Uint16Array(buffer, codes, BLOCK),
    words: new Int32Array(buffer, codes, BLOCK),
  };
}

/** All columns at once, and the histogram in the kernel too. */
function countBytes(codes: readonly Uint8Array[], radices: readonly number[], counts: Float64Array | Uint32Array, rows: number): void {
  const { kernel, at, plan, bytes, words } = (loaded ??= load());
  const groups = groupsOf(radices);
  plan.set(groups.flatMap((group) => [group.length, product(group), ...group.flatMap((radix) => [radix, Math.min(radix, 256) - 1])]));
  const block = Math.floor(ROOM / codes.length / LANES) * LANES;
  for (let from = 0; from < rows; from += block) {
    const size = Math.min(block, rows - from);
    const padded = Math.ceil(size / LANES) * LANES;
    for (let column = 0; column < codes.length; column++) {
      bytes.set(size === rows ? codes[column]! : codes[column]!.subarray(from, from + size), column * block);
      if (size < padded) bytes.fill(0, column * block + size, column * block + padded);
    }
    if (kernel.countBytes(at.codes, block, at.plan, groups.length, size)) {
      kernel.takeCounts(CACHED_CELLS, at.codes); // so that the next count begins at 0
      throw findOutOfRange(codes, radices, from);
    }
  }
  // Where the codes were.
  kernel.takeCounts(Math.ceil(counts.length / 4) * 4, at.codes);
  for (let cell = 0; cell < counts.length; cell++) counts[cell]! += words[cell]!;
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
function countAny(codes: readonly Codes[], radices: readonly number[], counts: Float64Array | Uint32Array, rows: number): void {
  const { kernel, at, bytes, shorts, words, keys } = (loaded ??= load());
  for (let from = 0; from < rows; from += BLOCK) {
    const size = Math.min(BLOCK, rows - from);
    const padded = Math.ceil(size / LANES) * LANES;
    keys.fill(0, 0, padded);
    for (let i = 0; i < codes.length; i++) {
      const column = codes[i]!;
      const room = column instanceof Uint8Array ? bytes : column instanceof Uint16Array ? shorts : words;
      const append = column instanceof Uint8Array ? kernel.appendBytes : column instanceof Uint16Array ? kernel.appendShorts : kernel.appendWords;
      room.set(column.subarray(from, from + size));
      room.fill(0, size, padded);
      if (append(at.codes, radices[i]!, padded, at.keys)) throw findOutOfRange(codes, radices, from);
    }
    for (let row = 0; row < size; row++) counts[keys[row]!]! += 1;
  }
}

/** The first code out of range from a row on; the kernel has found that there is one. */
function findOutOfRange(codes: readonly Codes[], radices: readonly number[], from: number): RangeError {
  for (let row = from; ; row++) {
    const column = codes.findIndex((values, i) => values[row]! < 0 || values[row]! >= radices[i]!);
    if (column !== -1) return outOfRange(codes[column]![row]!, column, row, radices[column]!);
  }
}
