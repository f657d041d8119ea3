import type { IntervalMethod } from './intervalMethods.js';

/**
 * A number with its doubt.
 *   level: coverage in (0, 1); method: how it is made, which also says whether it holds the truth as often as the level says or at least so often.
 */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly method: IntervalMethod;
}

/**
 * What a method found.
 *   n: how many rows (or units) the number rests on.
 *   interval: sampling error. Absent only when `exact` says why there is none.
 *   standardError: Monte Carlo error of the computation itself, where there is one.
 *   exact: the reason why no interval applies ("counted over all rows; describes these rows only").
 * Undefined is null with a reason, never 0 and never NaN.
 */
export type Estimate =
  | {
      readonly value: number;
      readonly n: number;
      readonly interval?: Interval;
      readonly standardError?: number;
      readonly exact?: string;
    }
  | { readonly value: null; readonly n: number; readonly undefinedBecause: string };

export function notEstimable(n: number, because: string): Estimate {
  return { value: null, n, undefinedBecause: because };
}
