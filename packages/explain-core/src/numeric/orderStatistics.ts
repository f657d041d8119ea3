import { binomialProbability } from './binomial.js';
import type { Distribution } from './distribution.js';
import { normalCdf } from './normalCdf.js';
import type { Bounds } from './wilson.js';

/**
 * The p-quantile of values and how often each occurs, p in (0, 1). Where all weights are whole: by linear interpolation between order statistics,
 * as quantile() of the values written one by one (Hyndman and Fan 1996, definition 7). Otherwise the smallest value at or below which a
 * share p of the weight lies (definition 1). Throws RangeError where there is no weight.
 */
export function distributionQuantile({ values, weights }: Distribution, p: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('there is no quantile of no values');
  if (!weights.every(Number.isInteger)) return valueAtWeight({ values, weights }, p * total);
  const at = (total - 1) * p;
  const below = Math.floor(at);
  const low = valueAtWeight({ values, weights }, below + 1);
  const high = valueAtWeight({ values, weights }, Math.min(total, below + 2));
  return low + (high - low) * (at - below);
}

/**
 * Interval of the p-quantile of a population from n values drawn of it, for a normal quantile z and without any assumption on its shape: from the l-th to
 * the u-th smallest, with each side's binomial tail at most that of z, so coverage is at least that of z. Conover 1999, "Practical nonparametric statistics",
 * section 3.2; scipy's quantile_test gives the same. Where n values stand for others than they are (weights), ranks are taken as shares of the weight:
 * Woodruff 1952, "Confidence intervals for medians and other position measures", JASA 47. −Infinity or Infinity where n is too small for such a rank.
 *   n: values, or so many independent ones as they say as much as; rounded down.
 */
export function quantileBounds(distribution: Distribution, p: number, n: number, z: number): Bounds {
  const whole = Math.floor(n);
  const tail = normalCdf(-z);
  const lower = lowerRank(whole, p, tail);
  const upper = whole + 1 - lowerRank(whole, 1 - p, tail);
  const total = distribution.weights.reduce((sum, weight) => sum + weight, 0);
  return {
    lower: lower < 1 ? -Infinity : valueAtWeight(distribution, (lower / whole) * total),
    upper: upper > whole ? Infinity : valueAtWeight(distribution, (upper / whole) * total),
  };
}

/** The largest rank l with P(X ≤ l − 1) ≤ tail, X binomial of n trials; 0 where there is none. */
function lowerRank(n: number, p: number, tail: number): number {
  if (n < 1) return 0;
  // Ten standard deviations below the mean all terms together are less than 1e-22, and so than any tail asked for.
  const from = Math.max(0, Math.floor(n * p - 10 * Math.sqrt(n * p * (1 - p)) - 10));
  let term = binomialProbability(from, n, p);
  let sum = 0;
  for (let x = from; x < n; x++) {
    sum += term;
    if (sum > tail) return x;
    term *= ((n - x) / (x + 1)) * (p / (1 - p));
  }
  return n;
}

/** The smallest value at or below which so much weight lies; rounding of the weight is borne with. */
function valueAtWeight({ values, weights }: Distribution, weight: number): number {
  const wanted = weight * (1 - 1e-12);
  let sum = 0;
  let last = values[0]!;
  for (let i = 0; i < values.length; i++) {
    if (weights[i] === 0) continue;
    sum += weights[i]!;
    last = values[i]!;
    if (sum >= wanted) return last;
  }
  return last;
}
