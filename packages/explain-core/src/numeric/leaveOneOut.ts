import type { ScoreTable } from './scoreTable.js';
import { pairwiseSum } from './sum.js';

/** A number without one positive and without one negative row of each score of a table; of a kind that a score does not have, anything. */
export interface LeftOut {
  readonly ofPositive: Float64Array;
  readonly ofNegative: Float64Array;
}

/**
 * Variance of a number of a table by the jackknife: Σ over rows of (number without the row − mean of those)².
 * Efron 1982, "The jackknife, the bootstrap and other resampling plans", SIAM, chapter 3, less his factor (n − 1)/n.
 */
export function jackknifeVariance({ ofPositive, ofNegative }: LeftOut, { positives, negatives }: ScoreTable): number {
  const sum = (of: (value: number) => number): number =>
    pairwiseSum(positives.map((count, i) => (count > 0 ? count * of(ofPositive[i]!) : 0))) + pairwiseSum(negatives.map((count, i) => (count > 0 ? count * of(ofNegative[i]!) : 0)));
  const mean = sum((value) => value) / sum(() => 1);
  const spread = sum((value) => (value - mean) ** 2);
  return spread > ROUNDING ? spread : 0;
}

/** Of numbers up to 1 that are all the same, added in another order; squared. */
const ROUNDING = 1e-24;
