import type { RandomStream } from '../random/stream.js';
import { logHypergeometricProbability } from './binomial.js';
import { exp } from '../elementary/exponential.js';
import { assertProportion, type Proportion } from './wilson.js';

export interface PermutationTest {
  /** The observed difference p1 − p2. */
  readonly statistic: number;
  readonly pValue: number;
  /** How many permutations had a difference at least as large. */
  readonly asExtreme: number;
  readonly permutations: number;
}

/**
 * Monte Carlo permutation test that two groups' proportions are equal: group labels are dealt anew `permutations` times, and
 *   p = (b + 1) ÷ (m + 1),   b of m dealings with |p1 − p2| at least the observed one.
 * A dealing only matters by how many successes fall to the first group, which is hypergeometric; so each is one addressed draw
 * (uniform(i) for the i-th, by inversion) and not a shuffle of all rows. p is never 0 and does not exceed its level.
 * Counts are whole; all together at most 9·10^7, up to which differences are compared exactly.
 * Phipson and Smyth 2010, "Permutation p-values should never be zero", Statistical Applications in Genetics and Molecular Biology 9.
 */
export function permutationTest(first: Proportion, second: Proportion, permutations: number, random: RandomStream): PermutationTest {
  for (const { successes, n } of [first, second]) {
    assertProportion(successes, n);
    if (!Number.isInteger(successes) || !Number.isInteger(n)) throw new RangeError(`a permutation test needs whole counts, got ${successes} of ${n}`);
  }
  if (!(Number.isInteger(permutations) && permutations >= 1)) throw new RangeError(`a permutation test needs at least 1 permutation, got ${permutations}`);
  const rows = first.n + second.n;
  if (rows > 9e7) throw new RangeError(`a permutation test compares at most 9·10^7 rows exactly, got ${rows}`);
  const drawn = first.successes + second.successes;
  // rows · (k − expected k), a whole number: |p1 − p2| of k successes in the first group grows with it.
  const distance = (k: number): number => Math.abs(k * rows - drawn * first.n);
  const observed = distance(first.successes);
  const { from, cumulative } = distribution(first.n, second.n, drawn);
  let asExtreme = 0;
  for (let i = 0; i < permutations; i++) {
    const k = from + positionOf(random.uniform(i) * cumulative.at(-1)!, cumulative);
    if (distance(k) >= observed) asExtreme++;
  }
  return { statistic: first.successes / first.n - second.successes / second.n, pValue: (asExtreme + 1) / (permutations + 1), asExtreme, permutations };
}

/** Terms this far below the largest are never drawn: uniforms have 53 bits. */
const NEVER_DRAWN = 1e-18;

/** Cumulative weights of from, from + 1, …; the weight of the mode is 1. */
function distribution(marked: number, unmarked: number, drawn: number): { from: number; cumulative: Float64Array } {
  const lowest = Math.max(0, drawn - unmarked);
  const highest = Math.min(drawn, marked);
  const mode = Math.min(highest, Math.max(lowest, Math.floor(((drawn + 1) * (marked + 1)) / (marked + unmarked + 2))));
  const top = logHypergeometricProbability(mode, marked, unmarked, drawn);
  const weight = (k: number): number => exp(logHypergeometricProbability(k, marked, unmarked, drawn) - top);
  let from = mode;
  while (from > lowest && weight(from - 1) > NEVER_DRAWN) from--;
  let to = mode;
  while (to < highest && weight(to + 1) > NEVER_DRAWN) to++;
  const cumulative = Float64Array.from({ length: to - from + 1 }, (_, i) => weight(from + i));
  for (let i = 1; i < cumulative.length; i++) cumulative[i]! += cumulative[i - 1]!;
  return { from, cumulative };
}

/** The first position whose cumulative weight exceeds u. */
function positionOf(u: number, cumulative: Float64Array): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > u) high = middle;
    else low = middle + 1;
  }
  return low;
}
