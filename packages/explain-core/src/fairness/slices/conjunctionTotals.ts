import { countConjunctions, type CodeSet, type Conjunctions } from '../../numeric/countConjunctions.js';

/** Losses of rows: bytes where each is 0 or 1, which are counted, else finite numbers of at least 0, which are summed in the order of the rows. */
export type Losses = Uint8Array | Float64Array;

/** Of every refinement of every group, in their order. */
export interface Totals {
  readonly rows: ArrayLike<number>;
  readonly loss: ArrayLike<number>;
}

/** Rows of conjunctions of bins, and what they lose together. */
export function conjunctionTotals(columns: readonly Uint8Array[], losses: Losses, bins: readonly CodeSet[], groups: readonly Conjunctions[]): Totals {
  if (losses instanceof Float64Array) return sums(columns, losses, bins, groups);
  const { rows, marked } = countConjunctions(columns, losses, bins, groups);
  return { rows, loss: marked };
}

/** The rows of a group are picked out once, and every other column is gone through once for all its bins. */
function sums(columns: readonly Uint8Array[], losses: Float64Array, bins: readonly CodeSet[], groups: readonly Conjunctions[]): Totals {
  const found: { rows: number[]; loss: number[] } = { rows: [], loss: [] };
  let within: { first: number; members: Int32Array } = { first: -1, members: new Int32Array(0) };
  for (const { first, second, refinements } of groups) {
    if (within.first !== first) within = { first, members: membersOf(columns, bins[first], null) };
    const members = second === null ? within.members : membersOf(columns, bins[second], within.members);
    const tables = new Map<number, { rows: Float64Array; loss: Float64Array }>();
    for (const refinement of refinements) {
      const { column, code } = bins[refinement];
      let table = tables.get(column);
      if (!table) tables.set(column, (table = tableOf(columns[column], losses, members)));
      found.rows.push(table.rows[code]);
      found.loss.push(table.loss[code]);
    }
  }
  return found;
}

function membersOf(columns: readonly Uint8Array[], { column, code }: CodeSet, among: Int32Array | null): Int32Array {
  const codes = columns[column];
  if (among !== null) return among.filter((row) => codes[row] === code);
  const members = new Int32Array(codes.length);
  let size = 0;
  for (let row = 0; row < codes.length; row++) if (codes[row] === code) members[size++] = row;
  return members.slice(0, size);
}

function tableOf(codes: Uint8Array, losses: Float64Array, members: Int32Array): { rows: Float64Array; loss: Float64Array } {
  const table = { rows: new Float64Array(256), loss: new Float64Array(256) };
  for (const row of members) {
    table.rows[codes[row]]++;
    table.loss[codes[row]] += losses[row];
  }
  return table;
}
