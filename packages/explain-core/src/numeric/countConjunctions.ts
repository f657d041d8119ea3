import { countConjunctionsWasm } from './kernels/countConjunctions.wasm.js';
import { instantiate, type Kernel } from './kernels/instantiate.js';

/** The rows whose code in a column is a given one. */
export interface CodeSet {
  readonly column: number;
  readonly code: number;
}

/** Sets by number. What is asked about is the rows in `first`, in `second` where it is not null, and in one refinement after the other. */
export interface Conjunctions {
  readonly first: number;
  readonly second: number | null;
  readonly refinements: readonly number[];
}

/** Of every refinement of every group, in their order. */
export interface ConjunctionCounts {
  readonly rows: Uint32Array;
  readonly marked: Uint32Array;
}

/** Sets that can be told apart: 2^12 and their bits of one block fit the kernel's memory. */
export const MOST_SETS = 4096;

/**
 * How many rows are in several sets at once, and how many of those are marked. Sets are bits, 8192 rows at a time, so memory does not grow with the rows.
 *   columns: codes 0 … 254, [columns][n]; marks: 0 or 1, [n]
 *   sets: at most MOST_SETS, more is a RangeError
 */
export function countConjunctions(columns: readonly Uint8Array[], marks: Uint8Array, sets: readonly CodeSet[], groups: readonly Conjunctions[]): ConjunctionCounts {
  if (sets.length > MOST_SETS) throw new RangeError(`${sets.length} sets are more than can be intersected at once (${MOST_SETS})`);
  const total = groups.reduce((sum, { refinements }) => sum + refinements.length, 0);
  const counts = { rows: new Uint32Array(total), marked: new Uint32Array(total) };
  let at = 0;
  for (const some of portions(groups)) {
    countPortion(columns, marks, sets, some, counts, at);
    at += some.reduce((sum, { refinements }) => sum + refinements.length, 0);
  }
  return counts;
}

/** The same, row by row: what the kernel is tested against. */
export function countConjunctionsPlain(columns: readonly Uint8Array[], marks: Uint8Array, sets: readonly CodeSet[], groups: readonly Conjunctions[]): ConjunctionCounts {
  const rows: number[] = [];
  const marked: number[] = [];
  for (const { first, second, refinements } of groups) {
    for (const refinement of refinements) {
      const all = [first, refinement, ...(second === null ? [] : [second])].map((number) => sets[number]!);
      let members = 0;
      let hits = 0;
      for (let row = 0; row < marks.length; row++) {
        if (!all.every(({ column, code }) => columns[column]![row] === code)) continue;
        members++;
        hits += marks[row]!;
      }
      rows.push(members);
      marked.push(hits);
    }
  }
  return { rows: Uint32Array.from(rows), marked: Uint32Array.from(marked) };
}

/** Rows of a block and bytes of its bits; the kernel is written for them. */
const BLOCK = 8192;
const SET_BYTES = BLOCK / 8;
/** A code that no column has. */
const NO_CODE = 255;
/** Groups and refinements there is room for. */
const MOST_GROUPS = 65_536;
const MOST_REFINEMENTS = 65_536;

/** Groups cut so that each portion fits the kernel's memory. */
function portions(groups: readonly Conjunctions[]): Conjunctions[][] {
  const parts: Conjunctions[][] = [];
  let room = 0;
  for (const group of groups) {
    for (let from = 0; from < group.refinements.length; ) {
      if (room === 0 || parts.at(-1)!.length === MOST_GROUPS) {
        parts.push([]);
        room = MOST_REFINEMENTS;
      }
      const refinements = group.refinements.slice(from, from + room);
      parts.at(-1)!.push({ ...group, refinements });
      from += refinements.length;
      room -= refinements.length;
    }
  }
  return parts;
}

interface ConjunctionKernel extends Kernel {
  pack(codes: number, code: number, set: number): void;
  count(sets: number, marked: number, groups: number, groupCount: number, refinements: number, totals: number, scratch: number): void;
}

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;

function load() {
  const kernel = instantiate<ConjunctionKernel>(countConjunctionsWasm);
  const codes = Math.ceil(kernel.memoryStart() / 64) * 64;
  const scratch = codes + BLOCK;
  const marked = scratch + 2 * SET_BYTES;
  const groups = marked + SET_BYTES;
  const refinements = groups + 16 * MOST_GROUPS;
  const totals = refinements + 2 * MOST_REFINEMENTS;
  const sets = totals + 8 * MOST_REFINEMENTS;
  const { buffer } = kernel.memory;
  return {
    kernel,
    at: { codes, scratch, marked, groups, refinements, totals, sets },
    codes: new Uint8Array(buffer, codes, BLOCK),
    groups: new Uint32Array(buffer, groups, 4 * MOST_GROUPS),
    refinements: new Uint16Array(buffer, refinements, MOST_REFINEMENTS),
    totals: new Uint32Array(buffer, totals, 2 * MOST_REFINEMENTS),
    // One more: the set of all rows stands for a second that is not there.
    sets: new Uint8Array(buffer, sets, (MOST_SETS + 1) * SET_BYTES),
  };
}

function countPortion(columns: readonly Uint8Array[], marks: Uint8Array, sets: readonly CodeSet[], portion: readonly Conjunctions[], counts: ConjunctionCounts, offset: number): void {
  const { kernel, at, codes, groups, refinements, totals, ...room } = (loaded ??= load());
  let filled = 0;
  portion.forEach((group, i) => {
    groups.set([group.first, group.second ?? sets.length, filled, filled + group.refinements.length], 4 * i);
    refinements.set(group.refinements, filled);
    filled += group.refinements.length;
  });
  totals.fill(0, 0, 2 * filled);
  room.sets.fill(255, sets.length * SET_BYTES, (sets.length + 1) * SET_BYTES);
  const used = new Set(portion.flatMap(({ first, second, refinements }) => [first, ...(second === null ? [] : [second]), ...refinements]));
  const byColumn = columns.map((_, column) => sets.flatMap((set, number) => (set.column === column && used.has(number) ? [{ code: set.code, place: at.sets + number * SET_BYTES }] : [])));
  const take = (values: Uint8Array, from: number): void => {
    const block = values.subarray(from, from + BLOCK);
    codes.set(block);
    codes.fill(NO_CODE, block.length);
  };
  for (let from = 0; from < marks.length; from += BLOCK) {
    take(marks, from);
    kernel.pack(at.codes, 1, at.marked);
    byColumn.forEach((own, column) => {
      if (own.length === 0) return;
      take(columns[column]!, from);
      for (const { code, place } of own) kernel.pack(at.codes, code, place);
    });
    kernel.count(at.sets, at.marked, at.groups, portion.length, at.refinements, at.totals, at.scratch);
  }
  for (let i = 0; i < filled; i++) {
    counts.rows[offset + i] = totals[2 * i]!;
    counts.marked[offset + i] = totals[2 * i + 1]!;
  }
}
