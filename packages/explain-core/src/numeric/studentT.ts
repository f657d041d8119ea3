import { exp } from '../elementary/exponential.js';
import { log, log1p } from '../elementary/logarithm.js';
import { pow } from '../elementary/power.js';
import { logGamma } from './logGamma.js';
import { normalQuantile } from './normal.js';

/**
 * The t with P(T ≤ t) = p for Student's T with `degrees` degrees of freedom, to about 1 part in 10^11 (10^9 beyond a million): the distribution function
 *   P(|T| > t) = I(degrees ÷ (degrees + t²); degrees/2, 1/2),
 * I the regularised incomplete beta function (Abramowitz and Stegun 1964, 26.7.1 and 26.5.8), inverted by Newton's method.
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile needs a probability between 0 and 1, got ${p}`);
  if (!(degrees > 0)) throw new RangeError(`Student's t needs more than 0 degrees of freedom, got ${degrees}`);
  if (p === 0.5) return 0;
  const outside = 2 * Math.min(p, 1 - p);
  const logBeta = logBetaHalf(degrees / 2);
  // The tails fall ever more slowly, and the normal distribution's are the lighter ones: from its quantile every step stays this side of t.
  let t = -normalQuantile(outside / 2);
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = t + (twoTails(t, degrees, logBeta) - outside) / (2 * density(t, degrees, logBeta));
    if (!(next > t)) return p < 0.5 ? -t : t;
    t = next;
  }
  throw new RangeError(`Student's t with ${degrees} degrees of freedom has no quantile of ${p} among numbers`);
}

/** Each step about doubles a t that is far too small, and a double has 1024 powers of two. */
const MOST_STEPS = 1100;

function twoTails(t: number, degrees: number, logBeta: number): number {
  return incompleteBeta(degrees / (degrees + t * t), (t * t) / (degrees + t * t), degrees / 2, 0.5, logBeta);
}

function density(t: number, degrees: number, logBeta: number): number {
  return exp(-logBeta - ((degrees + 1) / 2) * log1p((t * t) / degrees)) / Math.sqrt(degrees);
}

/** At x, with y = 1 − x given beside it: of many degrees of freedom x is nearly 1, and the difference would have lost y's digits. */
function incompleteBeta(x: number, y: number, a: number, b: number, logBeta: number): number {
  const logX = y < 0.5 ? log1p(-y) : log(x);
  const front = exp(a * logX + b * log(y) - logBeta);
  // The fraction converges fast on this side of its symmetry only.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(y, b, a)) / b;
}

/** log B(a, ½) = log Γ(½) − log(Γ(a + ½) ÷ Γ(a)); for large a by the series of the quotient (Tricomi and Erdélyi 1951), since the two would cancel. */
function logBetaHalf(a: number): number {
  const quotient = a < 100 ? logGamma(a + 0.5) - logGamma(a) : log(a) / 2 - 1 / (8 * a) + 1 / (192 * pow(a, 3)) - 1 / (640 * pow(a, 5));
  return log(Math.PI) / 2 - quotient;
}

const TINY = 1e-300; // keeps the modified Lentz recursion from dividing by 0
const CONVERGED = 1e-15;

/** The continued fraction of the incomplete beta function by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    const change = d * c - 1;
    if (change < CONVERGED && change > -CONVERGED) break;
  }
  return fraction;
}

function away(value: number): number {
  return value < TINY && value > -TINY ? TINY : value;
}
