import { exp, tanh } from '../elementary/exponential.js';
import { log1p } from '../elementary/logarithm.js';
import { normalCdf } from './normalCdf.js';
import type { Uncertain } from './uncertain.js';
import type { Bounds } from './wilson.js';

/**
 * Interval of |δ| from an uncertain δ, for a normal quantile z: a size has no sign, so an interval of δ that is folded at 0 misses at one end only and holds |δ| too often (97.5 for 95 %).
 * With S the standard error that the interval of δ shows on the side in question (its half width ÷ z, so that what it knows of a lopsided distribution stays),
 *   lower end: S l(|d| ÷ S), S of the side towards 0; 0 exactly where the interval of δ holds 0
 *   upper end: S u(|d| ÷ S), S of the side away from 0; of the other side too while the sign is open, as long as |δ| there is within 2z standard errors of d
 * where l, u are those of unifiedSize. A number without end (the logarithm of a ratio of 0) is folded as it is: its sign is not in doubt.
 */
export function sizeBounds({ value, bounds }: Uncertain, z: number): Bounds {
  const { lower, upper } = bounds(z);
  const size = Math.abs(value);
  if (!Number.isFinite(size)) return { lower: Math.max(lower, 0 - upper, 0), upper: Math.max(upper, 0 - lower) };
  const [inwards, outwards] = value >= 0 ? [value - lower, upper - value] : [upper - value, value - lower];
  const end = (half: number, which: 'lower' | 'upper'): number => {
    if (!(half > 0)) return size;
    const unit = half / z;
    return unit * unifiedSize(size / unit, z)[which];
  };
  return {
    lower: inwards >= size ? 0 : Math.min(size, end(inwards, 'lower')),
    upper: outwards === Infinity || inwards === Infinity ? Infinity : Math.max(size, end(outwards, 'upper'), Math.min(2 * inwards - size, end(inwards, 'upper'))),
  };
}

/**
 * All θ = |μ| that an observed x = |X| ≥ 0 of X ~ N(μ, 1) goes with, by the unified method: for each θ those x are accepted whose likelihood ratio
 *   L(x; θ) = f(x; θ) ÷ max over t of f(x; t),   f(x; θ) ∝ exp(−θ²/2) cosh(θx) the folded normal density as a function of θ,
 * is largest, until they have probability P(|Z| ≤ z); so the interval holds every θ just so often. L rises in x up to where θ is the likeliest and falls then, so what is accepted is an interval [a, b].
 * Feldman and Cousins 1998, "Unified approach to the classical statistical analysis of small signals", Physical Review D 57.
 */
export function unifiedSize(x: number, z: number): Bounds {
  const outside = 2 * normalCdf(-z);
  const likeliest = likeliestSize(x);
  const own = logLikelihood(x, likeliest);
  // x is accepted for θ where it is within [a, b]: what has the right probability and begins (ends) at x must end (begin) at a no likelier place.
  const isHighEnough = (theta: number): boolean => {
    const upTo = foldedCdf(x, theta) + 1 - outside;
    return upTo >= 1 || logLikelihood(x, theta) - own >= logRatio(foldedQuantile(upTo, theta), theta);
  };
  const isLowEnough = (theta: number): boolean => {
    const from = foldedCdf(x, theta) - (1 - outside);
    return from <= 0 || logLikelihood(x, theta) - own >= logRatio(foldedQuantile(from, theta), theta);
  };
  const lower = x <= z ? 0 : x > 2 * z && (x - z) * (x - 2 * z) > FOLD_IS_GONE ? x - z : lastTrue(isLowEnough, likeliest, 0);
  const upper = x * x > FOLD_IS_GONE ? x + z : lastTrue(isHighEnough, likeliest, x + z + 1);
  return { lower, upper };
}

/** θ x, where the other sign adds exp(−2 · 18) and so nothing to what lies at x or beyond. */
const FOLD_IS_GONE = 18;

/** The θ that makes x most likely: the root of θ = x tanh(θx), 0 for x ≤ 1. */
function likeliestSize(x: number): number {
  return x <= 1 ? 0 : lastTrue((theta) => x * tanh(theta * x) <= theta, x, 0);
}

/** log f(x; θ) less what does not hang on θ. */
function logLikelihood(x: number, theta: number): number {
  const product = theta * x;
  return product + log1p(exp(-2 * product)) - Math.LN2 - (theta * theta) / 2;
}

function logRatio(x: number, theta: number): number {
  return logLikelihood(x, theta) - logLikelihood(x, likeliestSize(x));
}

function foldedCdf(x: number, theta: number): number {
  return normalCdf(x - theta) - normalCdf(-x - theta);
}

function foldedQuantile(probability: number, theta: number): number {
  // Beyond eight standard errors the probability rounds to 1.
  return lastTrue((x) => foldedCdf(x, theta) <= probability, 0, theta + 9);
}

/** Where, going from `from` to `to`, what is true at first stops being so. */
function lastTrue(holds: (value: number) => boolean, from: number, to: number): number {
  let [inside, beyond] = [from, to];
  for (let step = 0; step < 52; step++) {
    const middle = (inside + beyond) / 2;
    if (holds(middle)) inside = middle;
    else beyond = middle;
  }
  return inside;
}
