import { randomStream } from '../random/stream.js';

/**
 * Where rows are weighted, or a column says which of them belong together, the sample is cut into so many random parts, each row (or everything of
 * one person) in one of them. Parts are independent and alike, so how much they differ says how sure a number is, and they can be drawn again
 * as wholes; memory does not grow with the rows. Wolter 2007, "Introduction to variance estimation", chapter 2 (random groups).
 */
export const SAMPLE_PARTS = 400;

/** The part of everything that bears this name. A pure function of the name, so that no task, seed or order of rows can change it. */
export function partOfName(name: string): number {
  return parts.child(name).integer(0, SAMPLE_PARTS);
}

/** The part of a row that belongs to no other. */
export function partOfRow(row: number): number {
  return rows.integer(row, SAMPLE_PARTS);
}

const parts = randomStream(0).child('parts of a sample');
const rows = parts.child('rows');
