import { log, log2 } from '../elementary/logarithm.js';

/** Places whose discounts are added one by one, once. */
const DIRECT = 2048;
const EULER = 0.5772156649015329;

const firstSums = ((): Float64Array => {
  const sums = new Float64Array(DIRECT + 1);
  for (let place = 1; place <= DIRECT; place++) sums[place] = sums[place - 1]! + 1 / log2(1 + place);
  return sums;
})();

/**
 * Σ of the logarithmic discount 1 ÷ log₂(1 + place) over places 1 … `places`: the attention that so many places of a ranking get.
 * A fraction of a place gets that fraction of its discount, so that weights may stand for rows.
 * Beyond some thousand places by Euler and Maclaurin's formula: with f(x) = 1/ln x, Σ f = ∫ f + (f(a) + f(b))/2 + (f′(b) − f′(a))/12 − …; the
 * next term is below 10⁻¹³. Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20.
 */
export function discountSum(places: number): number {
  const whole = Math.floor(places);
  const rest = places - whole;
  const sum = whole <= DIRECT ? firstSums[whole]! : firstSums[DIRECT]! + Math.LN2 * logSum(DIRECT + 1, whole + 1);
  return rest === 0 ? sum : sum + rest / log2(2 + whole);
}

/** Σ 1/ln x over whole x in (from, to]. */
function logSum(from: number, to: number): number {
  const f = (x: number): number => 1 / log(x);
  const slope = (x: number): number => -1 / (x * log(x) ** 2);
  return logarithmicIntegral(to) - logarithmicIntegral(from) + (f(to) - f(from)) / 2 + (slope(to) - slope(from)) / 12;
}

/** li(x) = γ + ln ln x + Σ (ln x)^k / (k · k!) for x > 1. Abramowitz and Stegun 1964, 5.1.10. All terms are positive: nothing cancels. */
function logarithmicIntegral(x: number): number {
  const ln = log(x);
  let term = 1;
  let sum = EULER + log(ln);
  for (let k = 1; k < 200; k++) {
    term *= ln / k;
    sum += term / k;
    if (k > ln && term / k < sum * 1e-17) break;
  }
  return sum;
}
