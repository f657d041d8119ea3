import { log } from '../elementary/logarithm.js';
import { SMALLEST_PROBABILITY } from '../numeric/logLoss.js';

/** Sums of one quantity v over rows with weights w, enough for its mean and variance: Σw, Σwv, Σwv². */
export interface Moments {
  readonly weight: number;
  readonly sum: number;
  readonly squares: number;
}

/** Quantities summed up for each group: the score of all rows, and the Brier loss and log loss of labelled ones. */
export const quantities = ['score', 'brier', 'logLoss'] as const;
export type Quantity = (typeof quantities)[number];
const SUMS = 3;
const CLIPPED = quantities.length * SUMS;
/** How many sums there are: three a quantity, and the weight of rows whose log loss was cut off. */
export const MOMENTS = CLIPPED + 1;

/** `kind` 0: rows with the positive label, 1: with another, 2: without. `weight` may be that of many rows with the same score. */
export function addMoments(moments: Float64Array, score: number, kind: number, weight: number): void {
  addTo(moments, 0, score, weight);
  if (kind === 2) return;
  const y = kind === 0 ? 1 : 0;
  addTo(moments, SUMS, (score - y) ** 2, weight);
  const p = y === 1 ? score : 1 - score;
  if (p < SMALLEST_PROBABILITY) moments[CLIPPED]! += weight;
  addTo(moments, 2 * SUMS, -log(Math.max(p, SMALLEST_PROBABILITY)), weight);
}

function addTo(moments: Float64Array, at: number, value: number, weight: number): void {
  moments[at]! += weight;
  moments[at + 1]! += weight * value;
  moments[at + 2]! += weight * value * value;
}

export function momentsOf(moments: Float64Array, quantity: Quantity): Moments {
  const at = quantities.indexOf(quantity) * SUMS;
  return { weight: moments[at]!, sum: moments[at + 1]!, squares: moments[at + 2]! };
}

/** Weight of the rows whose log loss was cut off. */
export function clippedWeight(moments: Float64Array): number {
  return moments[CLIPPED]!;
}
