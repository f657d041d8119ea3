import { discountSum } from './discount.js';
import { leastShareAlike } from './alike.js';
import { log2 } from '../elementary/logarithm.js';
import { jackknifeSpread, UNKNOWN_SPREAD, type LeftOut } from './leaveOneOut.js';
import { logitBounds } from './logitBounds.js';
import type { ScoreTable } from './scoreTable.js';
import { classTotals } from './tabulateScores.js';
import { jointDegrees } from './varianceDegrees.js';
import type { Bounds } from './wilson.js';

/**
 * Discounted cumulative gain of gains in the order of places: Σ gain ÷ log₂(1 + place).
 * Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20, in the form of Burges et al. 2005 with plain gains.
 */
export function discountedGain(gains: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 1; place <= gains.length; place++) sum += gains[place - 1]! / log2(1 + place);
  return sum;
}

export interface NormalizedGain {
  readonly value: number;
  /** By the jackknife over rows; null with one positive row. */
  readonly variance: number | null;
  /** Degrees of freedom of that variance (see varianceDegrees); null where it is. */
  readonly degrees: number | null;
  /** The value without one row; null with one positive row. */
  readonly leftOut: LeftOut | null;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Discounted gain of rows ranked by their score, positives counting 1 and others 0, divided by that of the best order. Tied rows share the discounts of
 * their places, since no order among them was decided. In (0, 1]; null without positives.
 * McSherry and Najork 2008, "Computing information retrieval performance measures efficiently in the presence of tied scores", ECIR.
 * The variance is the jackknife's; without a row all below it move up one place.
 */
export function normalizedDiscountedGain(table: ScoreTable): NormalizedGain | null {
  const { positives: m, negatives } = classTotals(table);
  if (m === 0) return null;
  const size = table.scores.length;
  const before = new Float64Array(size); // places above
  const gained = new Float64Array(size + 1); // from the top down to here
  let places = 0;
  for (let i = size - 1; i >= 0; i--) {
    before[i] = places;
    gained[i] = gained[i + 1]! + gainOf(table.positives[i]!, table.negatives[i]!, places);
    places += table.positives[i]! + table.negatives[i]!;
  }
  const value = Math.min(1, gained[0]! / discountSum(m));
  if (!(m > 1)) return { value, ...UNKNOWN_SPREAD, leftOut: null, positives: m, negatives };
  const ofPositive = new Float64Array(size);
  const ofNegative = new Float64Array(size);
  let movedUp = 0; // gain of all below, one place higher
  for (let i = 0; i < size; i++) {
    const [p, q] = [table.positives[i]!, table.negatives[i]!];
    if (p > 0) ofPositive[i] = (gained[i + 1]! + gainOf(Math.max(0, p - 1), q, before[i]!) + movedUp) / discountSum(m - 1);
    if (q > 0) ofNegative[i] = (gained[i + 1]! + gainOf(p, Math.max(0, q - 1), before[i]!) + movedUp) / discountSum(m);
    movedUp += gainOf(p, q, Math.max(0, before[i]! - 1));
  }
  const leftOut = { ofPositive, ofNegative };
  return { value, ...jackknifeSpread(leftOut, table), leftOut, positives: m, negatives };
}

function gainOf(positives: number, negatives: number, before: number): number {
  if (positives === 0) return 0;
  const rows = positives + negatives;
  return (positives / rows) * (discountSum(before + rows) - discountSum(before));
}

/** Interval for a normal quantile z, on the logit scale, with Student's quantile for the degrees of freedom that the average precision has too; ends as there. */
export function normalizedGainBounds({ value, variance, degrees, positives, negatives }: NormalizedGain, z: number): Bounds {
  if (variance === null || degrees === null) return { lower: 0, upper: 1 };
  if (variance === 0 || value === 1) {
    const alike = leastShareAlike(negatives === 0 ? positives : Math.min(positives, negatives), z);
    return { lower: alike * value, upper: alike * value + (1 - alike) };
  }
  return logitBounds(value, Math.sqrt(variance), jointDegrees(positives - 1, degrees), z);
}
