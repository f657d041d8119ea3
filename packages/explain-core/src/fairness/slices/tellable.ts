import type { Condition } from './condition.js';

/** A slice that may have to be withheld: how many rows it has, in every count of it that would be told, and how many all others have. */
export interface Telling {
  readonly conditions: readonly Condition[];
  readonly rows: readonly number[];
  readonly rest: readonly number[];
}

/**
 * Which slices may be told where groups of fewer than `below` rows are withheld: neither they, nor all others, nor what one has beyond another within it are so
 * few. Slices with a condition on a protected column are groups or parts of them. Groups are withheld for reasons that a single one does not show, and a part
 * that is told beside its group tells of the rest of it; they are left to the methods about groups. Earlier slices go before later ones.
 */
export function tellable(slices: readonly Telling[], below: number, protectedColumns: readonly string[]): boolean[] {
  const kept: Telling[] = [];
  return slices.map((slice) => {
    if (below === 0) return true;
    const isOfGroup = slice.conditions.some(({ column }) => protectedColumns.includes(column));
    const isSmall = [...slice.rows, ...slice.rest].some((rows) => isFew(rows, below));
    const isTooClose = kept.some((other) => (isWithin(slice.conditions, other.conditions) || isWithin(other.conditions, slice.conditions)) && slice.rows.some((rows, i) => isFew(Math.abs(rows - other.rows[i]), below)));
    if (isOfGroup || isSmall || isTooClose) return false;
    kept.push(slice);
    return true;
  });
}

function isFew(rows: number, below: number): boolean {
  return rows > 0 && rows < below;
}

function isWithin(inner: readonly Condition[], outer: readonly Condition[]): boolean {
  return outer.every((one) => inner.some((other) => JSON.stringify(other) === JSON.stringify(one)));
}
