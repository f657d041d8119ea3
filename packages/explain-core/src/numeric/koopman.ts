import { exp } from '../elementary/exponential.js';
import { log } from '../elementary/logarithm.js';
import type { Interval } from './estimate.js';
import { twoSidedZ } from './normal.js';
import { assertProportion, type Bounds, type Proportion } from './wilson.js';

const { max, sqrt } = Math;

/**
 * Score interval of the ratio p1 ÷ p2 of two independent proportions: all φ that the score test of p1 = φ p2 does not reject,
 *   |x1/n1 − φ x2/n2| ≤ z √(p̃1 (1 − p̃1)/n1 + φ² p̃2 (1 − p̃2)/n2),   p̃ the maximum-likelihood estimates under p1 = φ p2.
 * Defined with zero cells: no successes in the first make the lower bound 0, none in the second make the upper bound infinite.
 * Koopman 1984, "Confidence intervals for the ratio of two binomial proportions", Biometrics 40; in the algebra of Miettinen
 * and Nurminen 1985, Statistics in Medicine 4, without their factor N/(N − 1).
 */
export function koopmanRatio(first: Proportion, second: Proportion, level: number): Interval {
  return { ...koopmanBounds(first, second, twoSidedZ(level)), level, method: 'koopman' };
}

/** The same for a given normal quantile z. The upper bound may be Infinity. */
export function koopmanBounds(first: Proportion, second: Proportion, z: number): Bounds {
  assertProportion(first.successes, first.n);
  assertProportion(second.successes, second.n);
  return {
    lower: first.successes === 0 ? 0 : scoreRoot(first, second, z),
    upper: second.successes === 0 ? Infinity : scoreRoot(first, second, -z),
  };
}

/** The φ whose score is `target`. The score falls in φ, so bisection on log φ cannot miss it. */
function scoreRoot(first: Proportion, second: Proportion, target: number): number {
  // Half a success more on each side: a finite place to start, whatever is zero.
  const start = log(((first.successes + 0.5) / (first.n + 1)) * ((second.n + 1) / (second.successes + 0.5)));
  const above = (t: number): boolean => score(first, second, exp(t)) > target;
  let low = start;
  let high = start;
  for (let step = 1; !above(low); step *= 2) low -= step;
  for (let step = 1; above(high); step *= 2) high += step;
  for (;;) {
    const middle = (low + high) / 2;
    // Down to neighbouring numbers: the answer does not hang on a tolerance.
    if (middle <= low || middle >= high) return exp(middle);
    if (above(middle)) low = middle;
    else high = middle;
  }
}

function score(first: Proportion, second: Proportion, ratio: number): number {
  const { successes: x1, n: n1 } = first;
  const { successes: x2, n: n2 } = second;
  const a = (n1 + n2) * ratio;
  const b = (n1 + x2) * ratio + x1 + n2;
  const c = x1 + x2;
  // The smaller root of a p² − b p + c = 0, in the form that does not cancel.
  const p2 = (2 * c) / (b + sqrt(max(0, b * b - 4 * a * c)));
  const p1 = ratio * p2;
  const variance = (p1 * max(0, 1 - p1)) / n1 + (ratio * ratio * p2 * max(0, 1 - p2)) / n2;
  const distance = x1 / n1 - (ratio * x2) / n2;
  if (variance > 0) return distance / sqrt(variance);
  return distance === 0 ? 0 : distance * Infinity;
}
