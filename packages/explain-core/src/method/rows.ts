import type { RandomStream } from '../random/stream.js';
import type { Subject } from './subject.js';

/** Distinct rows of the data, ascending; all of them where there are no more. */
export function drawRows({ dataset }: Subject, size: number, random: RandomStream): number[] {
  return [...random.sample(dataset.rows, Math.min(size, dataset.rows))].sort((a, b) => a - b);
}

/** Cut into pieces of `size`; the last may be shorter. */
export function pieces<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** Rows of a task that only reads and counts: some milliseconds of counting, or seconds of a model. */
const RANGE_ROWS = 65_536;

/** All rows in ranges, none for no rows. At most `most` of them, so that what their tasks leave does not grow with the rows. */
export function ranges(rows: number, most: number): { readonly kind: 'range'; readonly from: number; readonly to: number }[] {
  const size = Math.max(RANGE_ROWS, Math.ceil(rows / most));
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) => ({ kind: 'range', from: i * size, to: Math.min(rows, (i + 1) * size) }));
}
