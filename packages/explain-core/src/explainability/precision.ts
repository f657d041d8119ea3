import { z } from 'zod';
import { pairwiseSum } from '../numeric/sum.js';

/** Of explainers that draw in rounds until they are sure enough. */
export const targetError = z
  .number()
  .min(0)
  .max(1)
  .default(0.05)
  .describe('Drawing stops when the standard errors of a row’s values add up to no more than this share of the values’ sizes; 0: when nothing is left to draw.');

/** Why drawing ended: nothing had to be drawn, the errors were small enough, or as much was asked as allowed. */
export type Stopped = 'exact' | 'targetError' | 'budget';

/** What rounding leaves of an error that is 0, for each value, as a share of the largest number that went into it. */
const ROUNDING = 1e-12;

/** Σ standard errors ÷ Σ |values|: 0 where the errors are nothing but rounding of numbers of this `size`, null where values are 0 that might have been drawn otherwise. */
export function relativeError(values: ArrayLike<number>, standardErrors: ArrayLike<number>, size: number): number | null {
  const errors = pairwiseSum(standardErrors);
  if (errors <= ROUNDING * size * values.length) return 0;
  const sizes = pairwiseSum(Float64Array.from(values, Math.abs));
  return sizes === 0 ? null : errors / sizes;
}

export function isWithin(error: number | null, target: number): boolean {
  return error !== null && error <= target;
}

/** Sizes of what is drawn after each round, from the first to the most, each half as large again: the round that was not needed costs at most a third. */
export function roundSizes(first: number, most: number): number[] {
  const sizes: number[] = [];
  for (let size = Math.min(first, most); size < most; size = Math.max(size + 1, Math.floor(size * 1.5))) sizes.push(size);
  return [...sizes, most];
}
