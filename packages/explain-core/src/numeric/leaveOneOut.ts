import { pow } from '../elementary/power.js';
import type { ScoreTable } from './scoreTable.js';
import { pairwiseSum } from './sum.js';
import { varianceDegrees } from './varianceDegrees.js';

/** A number without one positive and without one negative row of each score of a table; of a kind that a score does not have, anything. */
export interface LeftOut {
  readonly ofPositive: Float64Array;
  readonly ofNegative: Float64Array;
}

export interface JackknifeSpread {
  /** 0 where no row can move the number. */
  readonly variance: number;
  /** Degrees of freedom of that variance, from how the numbers without a row are spread. */
  readonly degrees: number;
}

/** Where fewer than two positive rows leave nothing to take one from. */
export const UNKNOWN_SPREAD = { variance: null, degrees: null } as const;

/**
 * Variance of a number of a table by the jackknife: Σ over rows of (number without the row − mean of those)²; and its degrees of freedom, few where a few rows make it.
 * Efron 1982, "The jackknife, the bootstrap and other resampling plans", SIAM, chapter 3, less his factor (n − 1)/n.
 */
export function jackknifeSpread({ ofPositive, ofNegative }: LeftOut, { positives, negatives }: ScoreTable): JackknifeSpread {
  const sum = (of: (value: number) => number): number =>
    pairwiseSum(positives.map((count, i) => (count > 0 ? count * of(ofPositive[i]!) : 0))) + pairwiseSum(negatives.map((count, i) => (count > 0 ? count * of(ofNegative[i]!) : 0)));
  const rows = sum(() => 1);
  const mean = sum((value) => value) / rows;
  const squares = sum((value) => (value - mean) ** 2);
  if (squares <= ROUNDING) return { variance: 0, degrees: varianceDegrees(rows, 0, 0) };
  return { variance: squares, degrees: varianceDegrees(rows, squares, sum((value) => pow(value - mean, 4))) };
}

/** Of numbers up to 1 that are all the same, added in another order; squared. */
const ROUNDING = 1e-24;
