import { logHypergeometricProbability } from './binomial.js';
import { exp } from '../elementary/exponential.js';
import { log } from '../elementary/logarithm.js';
import { atLeastSmallest } from './pValue.js';
import { assertProportion, type Proportion } from './wilson.js';

/** Two probabilities count as equal within this part of themselves, as in R's fisher.test: rounding must not split tables that are equally likely. */
const EQUALLY_LIKELY = 1e-7;

export interface FisherExact {
  /** Probability of all tables with these margins that are no more likely than the observed one. */
  readonly pValue: number;
  /** The same, with tables exactly as likely as the observed one counted by half: its mean under no difference is ½, where that of `pValue` is more. */
  readonly midP: number;
}

/**
 * Two-sided exact test that two independent proportions are equal, given how many there are in each and how many successes in all:
 *   p = Σ f(k) over all k with f(k) ≤ f(x1),   f hypergeometric: x1 of the successes fall to the first.
 * Two-sided by the minimum-likelihood rule, as in R and scipy. Conditioning on few possible tables makes it conservative: its p-value is
 * below α in less than a share α of the cases where nothing differs. The mid-p variant mends most of that and is not exact.
 * Counts must be whole. With no success or nothing but successes in both there is one table, and p = 1.
 * Fisher 1935, "The logic of inductive inference", JRSS 98; mid-p: Lancaster 1961, "Significance tests in discrete distributions", JASA 56.
 */
export function fisherExact(first: Proportion, second: Proportion): FisherExact {
  assertCounts(first);
  assertCounts(second);
  const [marked, unmarked, drawn] = [first.n, second.n, first.successes + second.successes];
  const lowest = Math.max(0, drawn - unmarked);
  const highest = Math.min(drawn, marked);
  const mode = Math.min(highest, Math.max(lowest, Math.floor(((drawn + 1) * (marked + 1)) / (marked + unmarked + 2))));
  const own = logHypergeometricProbability(first.successes, marked, unmarked, drawn);
  /** f(k) ÷ f(x1) */
  const relative = (k: number): number => exp(logHypergeometricProbability(k, marked, unmarked, drawn) - own);
  /** f(k + 1) ÷ f(k) */
  const step = (k: number): number => ((marked - k) / (k + 1)) * ((drawn - k) / (unmarked - drawn + k + 1));
  const counts = (k: number): boolean => k < lowest || k > highest || relative(k) <= 1 + EQUALLY_LIKELY;

  // f rises to its mode and falls after it, so what counts is all up to one place and all from another on: near the observed table, and near its mirror image.
  const observed = first.successes;
  const mirror = 2 * Math.round((drawn * marked) / (marked + unmarked)) - observed;
  const upTo = edge(counts, Math.max(lowest - 1, Math.min(mode, observed <= mode ? observed : mirror)), mode + 1, lowest - 1);
  const from = edge(counts, Math.min(highest + 1, Math.max(mode + 1, observed <= mode ? mirror : observed)), mode, highest + 1);
  let [less, equal] = [0, 0];
  const add = (weight: number): boolean => {
    if (weight < 1 - EQUALLY_LIKELY) less += weight;
    else equal += weight;
    return weight > NEGLIGIBLE * (less + equal);
  };
  for (let k = upTo, weight = relative(k); k >= lowest && add(weight); k--) weight /= step(k - 1);
  for (let k = from, weight = relative(k); k <= highest && add(weight); k++) weight *= step(k);
  const probability = (sum: number): number => atLeastSmallest(exp(own + log(sum)));
  // Where everything counts the sum is 1 but for rounding.
  return { pValue: upTo === mode ? 1 : probability(less + equal), midP: probability(less + equal / 2) };
}

/** Beyond such a term the rest of a tail is less than 1e-15 of it: terms fall at least as fast as a normal density does. */
const NEGLIGIBLE = 1e-20;

/**
 * The last whole number on the way from `outside` to `inside` that passes, where those that pass come first; `outside` passes, `inside` is not asked.
 * Sought from `guess` in steps that double, then by halves.
 */
function edge(passes: (k: number) => boolean, guess: number, inside: number, outside: number): number {
  const inward = Math.sign(inside - outside);
  const startsPassing = guess === outside || passes(guess);
  let [yes, no] = startsPassing ? [guess, inside] : [outside, guess];
  for (let step = 1; ; step *= 2) {
    const next = startsPassing ? yes + inward * step : no - inward * step;
    if ((no - next) * inward <= 0 || (next - yes) * inward <= 0) break;
    const passed = passes(next);
    if (passed) yes = next;
    else no = next;
    if (passed !== startsPassing) break;
  }
  while (Math.abs(no - yes) > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (passes(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

function assertCounts({ successes, n }: Proportion): void {
  assertProportion(successes, n);
  if (!Number.isInteger(successes) || !Number.isInteger(n)) throw new RangeError(`an exact test needs whole counts, got ${successes} of ${n}`);
}
