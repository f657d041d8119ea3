import { log } from '../elementary/logarithm.js';
import type { Bounds } from './wilson.js';

/** p ln(p ÷ q) + (1 − p) ln((1 − p) ÷ (1 − q)): how unlike two coins are. Infinity where q rules out what p allows. */
export function bernoulliDivergence(p: number, q: number): number {
  const part = (a: number, b: number): number => (a === 0 ? 0 : b === 0 ? Infinity : a * log(a / b));
  return part(p, q) + part(1 - p, 1 - q);
}

/**
 * All q for which n · divergence(p, q) ≤ rate, p the observed share. By Chernoff's inequality the true share lies above the lower end with probability 1 − exp(−rate),
 * and below the upper end likewise.
 */
export function chernoffBounds(successes: number, n: number, rate: number): Bounds {
  if (n === 0) return { lower: 0, upper: 1 };
  const p = successes / n;
  const level = rate / n;
  return { lower: end(p, 0, level), upper: end(p, 1, level) };
}

/** The last q on the way from p to an end that is still within the level. */
function end(p: number, towards: number, level: number): number {
  if (bernoulliDivergence(p, towards) <= level) return towards;
  let inside = p;
  let outside = towards;
  for (let middle = (inside + outside) / 2; middle !== inside && middle !== outside; middle = (inside + outside) / 2) {
    if (bernoulliDivergence(p, middle) <= level) inside = middle;
    else outside = middle;
  }
  return inside;
}

/**
 * The rate at which the two bounds of each of `arms` shares hold together, at every one of the looks that anybody may take, with probability 1 − delta:
 * ln(2 · arms · look · (look + 1) ÷ delta), since the shares of delta that the looks get, 1 ÷ (look · (look + 1)), add up to 1. A union bound as in Kaufmann and
 * Kalyanakrishnan 2013, theorem 1, whose constants are larger.
 *   look: how often the share has been looked at, this time included; the number of draws at each look must not hang on what was drawn.
 */
export function everyLookRate(arms: number, look: number, delta: number): number {
  return log((2 * arms * look * (look + 1)) / delta);
}
