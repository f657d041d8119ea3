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
