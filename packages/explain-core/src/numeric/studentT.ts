import { logGamma } from './logGamma.js';

/**
 * The t with P(T ≤ t) = p for Student's T with `degrees` degrees of freedom, to about 1 part in 10^11: the distribution function
 *   P(|T| > t) = I(degrees ÷ (degrees + t²); degrees/2, 1/2),
 * I the regularised incomplete beta function (Abramowitz and Stegun 1964, 26.7.1 and 26.5.8), inverted by halving.
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a quantile needs a probability between 0 and 1, got ${p}`);
  if (!(degrees > 0)) throw new RangeError(`Student's t needs more than 0 degrees of freedom, got ${degrees}`);
  if (p === 0.5) return 0;
  const outside = 2 * Math.min(p, 1 - p);
  let low = 0;
  let high = 1;
  while (twoTails(high, degrees) > outside) high *= 2;
  // A double has 53 bits; the bracket starts within a factor 2 of its upper end.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (twoTails(middle, degrees) > outside) low = middle;
    else high = middle;
  }
  return p < 0.5 ? -high : high;
}

function twoTails(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast on this side of its symmetry only.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

const TINY = 1e-300; // keeps the modified Lentz recursion from dividing by 0

/** The continued fraction of the incomplete beta function by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
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
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}
