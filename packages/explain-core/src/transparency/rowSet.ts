/** Rows as bits, 32 to a word. */
export type RowSet = Uint32Array;

export function setOf(rows: number, has: (row: number) => boolean): RowSet {
  const set = new Uint32Array(Math.ceil(rows / 32));
  for (let row = 0; row < rows; row++) if (has(row)) set[row >>> 5]! |= 1 << (row & 31);
  return set;
}

export function both(one: RowSet, other: RowSet): RowSet {
  return one.map((word, at) => word & other[at]!);
}

export function without(one: RowSet, other: RowSet): RowSet {
  return one.map((word, at) => word & ~other[at]!);
}

/** How many rows are in both. */
export function sizeOfBoth(one: RowSet, other: RowSet): number {
  let size = 0;
  for (let at = 0; at < one.length; at++) {
    // The bits of a word added up by pairs, fours and eights.
    let word = one[at]! & other[at]!;
    if (word === 0) continue;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    word = (word + (word >>> 4)) & 0x0f0f0f0f;
    word += word >>> 8;
    size += (word + (word >>> 16)) & 0x3f;
  }
  return size;
}

/** How many of the rows have each answer 0 … classes − 1. */
export function countAnswers(rows: RowSet, answers: Int32Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (let at = 0; at < rows.length; at++) {
    const word = rows[at]!;
    for (let bit = 0; word >>> bit !== 0 && bit < 32; bit++) if (((word >>> bit) & 1) === 1) counts[answers[32 * at + bit]!]! += 1;
  }
  return counts;
}
