import { pow } from '../elementary/power.js';
import { normalCdf } from './normalCdf.js';

/**
 * n independent units all gave the same answer: at least this share of the population gives it, with the doubt of a normal quantile z. The p with
 * pⁿ = P(Z ≤ −z), one end of the exact interval of Clopper and Pearson 1934, "The use of confidence or fiducial limits", Biometrika 26. For
 * numbers whose spread is seen to be 0, where intervals made from the spread would claim to know them exactly.
 */
export function leastShareAlike(n: number, z: number): number {
  return pow(normalCdf(-z), 1 / n);
}
