import { chiSquareTail } from './chiSquare.js';

/** No finite sample makes chance impossible: a p-value too small to be written is given as this, and never as 0. */
export const SMALLEST_P_VALUE = 1e-300;

export function atLeastSmallest(p: number): number {
  return Math.min(1, Math.max(SMALLEST_P_VALUE, p));
}

/** P(|Z| ≥ |z|) of a standard normal Z. By chi-square and not 2 Φ(−|z|), whose far tail has fewer digits. */
export function twoSidedNormal(z: number): number {
  return atLeastSmallest(chiSquareTail(z * z, 1));
}
