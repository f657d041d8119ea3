import { exp } from '../elementary/exponential.js';
import { log } from '../elementary/logarithm.js';
import { logGamma } from './logGamma.js';

/**
 * P(X > x) of a chi-square X with `degrees` degrees of freedom: Q(degrees/2, x/2), Q the regularised upper incomplete gamma function, by
 * its series below the mean and by its continued fraction above (Abramowitz and Stegun 1964, 26.4.19, 6.5.29 and 6.5.31), to about 1 part
 * in 10^12 of the tail. May be 0 where the tail is below the smallest double; see atLeastSmallest for what is reported then.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError(`chi-square needs more than 0 degrees of freedom, got ${degrees}`);
  if (!(x >= 0)) throw new RangeError(`a chi-square statistic is at least 0, got ${x}`);
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const a = degrees / 2;
  const half = x / 2;
  const front = exp(a * log(half) - half - logGamma(a));
  return half < a + 1 ? Math.max(0, 1 - front * lowerSeries(a, half)) : front * upperFraction(a, half);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  // Terms fall once k > x − a, and x < a + 1 here.
  for (let k = 1; k < 100_000 && term > sum * 1e-17; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

const TINY = 1e-300; // keeps the modified Lentz recursion from dividing by 0

function upperFraction(a: number, x: number): number {
  const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / away(b);
  let fraction = d;
  for (let k = 1; k <= 100_000; k++) {
    const numerator = k * (a - k);
    b += 2;
    d = 1 / away(b + numerator * d);
    c = away(b + numerator / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}
