import { exp } from '../elementary/exponential.js';
import { log, log1p } from '../elementary/logarithm.js';

/**
 * P(X = x) of a binomial X of n trials with success probability p = 1 − q, to about 1 part in 10^14 whatever n: differences of log
 * factorials, which lose all their digits where n is large, are replaced by the saddle-point expansion
 *   ln P = δ(n) − δ(x) − δ(n − x) − D(x; np) − D(n − x; nq) + ½ ln(n ÷ (2π x (n − x))),
 * δ the error of Stirling's formula and D(x; m) = x ln(x/m) + m − x the deviance.
 * Loader 2000, "Fast and accurate computation of binomial probabilities"; R's dbinom is computed so.
 * x and n are whole, 0 ≤ x ≤ n. `q` is given where 1 − p would round.
 */
export function logBinomialProbability(x: number, n: number, p: number, q = 1 - p): number {
  if (!(Number.isInteger(x) && Number.isInteger(n) && x >= 0 && x <= n)) throw new RangeError(`a binomial count is a whole number of 0 to n, got ${x} of ${n}`);
  if (p <= 0) return x === 0 ? 0 : -Infinity;
  if (q <= 0) return x === n ? 0 : -Infinity;
  if (x === 0) return n === 0 ? 0 : p < 0.1 ? -deviance(n, n * q) - n * p : n * log(q);
  if (x === n) return q < 0.1 ? -deviance(n, n * p) - n * q : n * log(p);
  const exponent = stirlingError(n) - stirlingError(x) - stirlingError(n - x) - deviance(x, n * p) - deviance(n - x, n * q);
  return exponent - 0.5 * (LOG_TWO_PI + log(x) + log1p(-x / n));
}

export function binomialProbability(x: number, n: number, p: number, q = 1 - p): number {
  return exp(logBinomialProbability(x, n, p, q));
}

/**
 * ln P(X = x), X the number of marked things among `drawn` of `marked` + `unmarked` without replacement, from three binomials with
 * the same p, which cancels. Outside the support −∞.
 */
export function logHypergeometricProbability(x: number, marked: number, unmarked: number, drawn: number): number {
  if (x < Math.max(0, drawn - unmarked) || x > Math.min(drawn, marked)) return -Infinity;
  const total = marked + unmarked;
  if (drawn === 0 || drawn === total) return 0;
  const p = drawn / total;
  const q = (total - drawn) / total;
  return logBinomialProbability(x, marked, p, q) + logBinomialProbability(drawn - x, unmarked, p, q) - logBinomialProbability(drawn, total, p, q);
}

const LOG_TWO_PI = log(2 * Math.PI);

/** ln n! − (½ ln(2πn) + n ln n − n) for n ≥ 1. */
function stirlingError(n: number): number {
  if (n < stirlingErrors.length) return stirlingErrors[n]!;
  const nn = n * n;
  // The asymptotic series; from 16 on its sixth term is below 1e-16.
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / nn) / nn) / nn) / nn) / nn) / n;
}

/** δ(1) … δ(15), where the series is not good enough; position 0 is never read. */
const stirlingErrors = [
  NaN, 0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093, 0.016644691189821193, 0.013876128823070748,
  0.01189670994589177, 0.010411265261972096, 0.009255462182712733, 0.00833056343336287, 0.007573675487951841, 0.00694284010720953,
  0.006408994188004207, 0.0059513701127588475, 0.005554733551962801,
];

/** x ln(x/m) + m − x without the cancellation near x = m. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let term = 2 * x * v;
  // |v| < 0.1, so each term is a hundredth of the one before: done long before the bound.
  for (let j = 3; j < 100; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
