import { exp } from '../elementary/exponential.js';
import { log } from '../elementary/logarithm.js';
import type { Interval } from './estimate.js';
import { sizeBounds } from './foldedNormal.js';
import { normalQuantile, twoSidedZ } from './normal.js';
import { difference, ratioBounds, transformed, uncertainProportion, type Uncertain } from './uncertain.js';
import type { Bounds, Proportion } from './wilson.js';

/**
 * Intervals of the widest gap among groups, R = max |p_i − p_j| or min p_i ÷ p_j. The observed extreme is the extreme of noisy numbers
 * and so too wide on average; an interval for the pair that happens to be widest would carry that bias. This one is about R itself:
 *
 *   upper end: the largest upper end of any pair's interval, each at 1 − α/2 one-sided. Whichever pair is truly the widest, its own
 *     interval reaches up to R with that probability, so nothing is corrected for the number of pairs (intersection–union:
 *     Berger 1982, Technometrics 24).
 *   lower end: the largest lower end of the pairs that may be the widest, Bonferroni over those pairs. Which may be is decided first,
 *     with a tenth of α: a pair whose upper end, simultaneous over all pairs, stays below another's lower end is out
 *     (two-step after Romano, Shaikh, Wolf 2014, "A practical two-step method for testing moment inequalities", Econometrica 82).
 *
 * With two groups there is one pair, whose interval is folded at "no gap" so that it keeps its level exactly (sizeBounds). With more it holds R at least so often:
 * where groups are equally extreme it is wider than it need be, never narrower. A group with few members has a wide interval and so lets R be large: that is what is known then.
 * Pairs are Newcombe's for a difference, Koopman's for a ratio.
 *
 * `families` holds rates that are compared only within themselves; R is the widest gap in any of them.
 */
export function widestDifference(families: readonly (readonly Proportion[])[], level: number): Interval {
  return widestDifferenceOf(families.map((family) => family.map(uncertainProportion)), level, [0, 1]);
}

/** The same for numbers of any kind; the interval is cut at `range`, the differences there can be. */
export function widestDifferenceOf(families: readonly (readonly Uncertain[])[], level: number, [least, most]: readonly [number, number]): Interval {
  const pairs = families.flatMap((family) => pairsOf(family, difference));
  const { lower, upper } = largestSize(pairs, level);
  return { lower: Math.max(least, lower), upper: Math.min(most, upper), level, method: nameOf(families, pairs.length, 'newcombe', 'mover') };
}

/** The same for the smallest ratio of two groups' rates, in [0, 1]. */
export function smallestRatio(family: readonly Proportion[], level: number): Interval {
  return smallestRatioOf([family.map(uncertainProportion)], level);
}

/** The same for numbers of any kind above 0, and of several families the smallest ratio in any of them. */
export function smallestRatioOf(families: readonly (readonly Uncertain[])[], level: number): Interval {
  const pairs = families.flatMap((family) => pairsOf(family, lessByGreater));
  const method = nameOf(families, pairs.length, 'koopman', 'mover');
  if (pairs.length === 1) {
    const { lower, upper } = sizeBounds(transformed(pairs[0]!, log), twoSidedZ(level));
    return { lower: exp(-upper), upper: exp(-lower), level, method };
  }
  const gap = widestGap(pairs.map(foldedRatio), level);
  // `0 −` and not a sign: −0 has no place in a result.
  return { lower: 0 - gap.upper, upper: 0 - gap.lower, level, method };
}

/** The largest |number| of several, which may be related: exact for one alone (sizeBounds), else at least so often as the level says. */
export function largestSizeOf(signed: readonly Uncertain[], level: number): Interval {
  return { ...largestSize(signed, level), level, method: nameOf([signed], signed.length, 'wilson', 'mover') };
}

/** The largest of several groups' numbers, corrected in the same way: the largest of noisy numbers is too large on average. */
export function largestOf(family: readonly Uncertain[], level: number): Interval {
  const { lower, upper } = widestGap(family.map((one) => (z: number) => one.bounds(z)), level);
  return { lower, upper, level, method: nameOf([family], family.length, 'wilson', 'bounds') };
}

export function smallestOf(family: readonly Uncertain[], level: number): Interval {
  const turned = family.map((one) => (z: number): Bounds => {
    const { lower, upper } = one.bounds(z);
    return { lower: 0 - upper, upper: 0 - lower };
  });
  const { lower, upper } = widestGap(turned, level);
  return { lower: 0 - upper, upper: 0 - lower, level, method: nameOf([family], family.length, 'wilson', 'bounds') };
}

function nameOf<Name extends 'wilson' | 'newcombe' | 'koopman' | 'mover' | 'bounds'>(families: readonly (readonly Uncertain[])[], compared: number, ofShares: Name, ofOthers: Name): Name | `simultaneous${Capitalize<Name>}` {
  const name = families.flat().every(({ proportion }) => proportion !== null) ? ofShares : ofOthers;
  return compared === 1 ? name : (`simultaneous${name[0]!.toUpperCase()}${name.slice(1)}` as `simultaneous${Capitalize<Name>}`);
}

/** Ends of one pair's gap for a normal quantile z, each by itself one-sided, on a scale where larger is further apart. */
type Ends = (z: number) => Bounds;

function pairsOf(family: readonly Uncertain[], compare: (first: Uncertain, second: Uncertain) => Uncertain): Uncertain[] {
  return family.flatMap((first, i) => family.slice(0, i).map((second) => compare(first, second)));
}

function largestSize(signed: readonly Uncertain[], level: number): Bounds {
  if (signed.length === 1) return sizeBounds(signed[0]!, twoSidedZ(level));
  return widestGap(signed.map(foldedSize), level);
}

/** |d| of a signed d. */
function foldedSize({ bounds }: Uncertain): Ends {
  return (z) => {
    const { lower, upper } = bounds(z);
    return { lower: Math.max(lower, -upper, 0), upper: Math.max(upper, -lower) };
  };
}

/** The ratio of the smaller number to the larger. */
function lessByGreater(first: Uncertain, second: Uncertain): Uncertain {
  // The root is found by search: a fixed direction keeps its last bit from hanging on the order of the groups.
  const order = first.value - second.value || (first.proportion?.n ?? 0) - (second.proportion?.n ?? 0);
  const [one, other] = order <= 0 ? [first, second] : [second, first];
  return { value: one.value / other.value, bounds: (z) => ratioBounds(one, other, z), proportion: null };
}

/** −min(r, 1 ÷ r) */
function foldedRatio({ bounds }: Uncertain): Ends {
  return (z) => {
    const { lower, upper } = bounds(z);
    return { lower: -Math.min(1, upper, 1 / lower), upper: -Math.min(lower, 1 / upper) };
  };
}

const FIRST_STEP_SHARE = 0.1; // of α; the paper's recommendation

function widestGap(pairs: readonly Ends[], level: number): Bounds {
  if (pairs.length === 0) throw new RangeError('a gap needs at least two groups');
  const alpha = 1 - level;
  const z = (tail: number): number => -normalQuantile(tail);
  const first = pairs.length === 1 ? 0 : FIRST_STEP_SHARE * alpha;
  const upper = largest(pairs, (pair) => pair(z(alpha / 2)).upper);
  let candidates = pairs;
  if (pairs.length > 1) {
    const bounds = pairs.map((pair) => pair(z(first / (2 * pairs.length))));
    const floor = largest(bounds, (pair) => pair.lower);
    candidates = pairs.filter((_, i) => bounds[i]!.upper >= floor);
  }
  const lower = largest(candidates, (pair) => pair(z((alpha - first) / (2 * candidates.length))).lower);
  return { lower, upper };
}

function largest<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((most, item) => Math.max(most, of(item)), -Infinity);
}
