import { pow } from '../elementary/power.js';
import type { Interval } from './estimate.js';
import { signedSums } from './sumOfSizes.js';
import { difference, type Uncertain } from './uncertain.js';
import { largestSizeOf, smallestRatioOf, widestDifferenceOf } from './widestGap.js';

/** Beyond so many pairs of pairs, the interval of each family is taken by itself. */
const MOST_CONTRASTS = 5000;

/**
 * Interval of the mean of the widest gaps of two families of independent numbers, ½ (max |a_i − a_j| + max |b_k − b_l|). Like the widest gap it is a largest of
 * many numbers, ½ |(a_i − a_j) ± (b_k − b_l)|, and has the interval of such (largestSizeOf). With more than 5,000 pairs of pairs (9 groups have 1,296, 12 have 4,356) the families' own
 * intervals are averaged instead, each at level^(1/F), which holds for any number F of independent families and is wider than it need be.
 */
export function meanWidestDifference(families: readonly (readonly Uncertain[])[], level: number): Interval {
  const [first, second] = families.map(gapsOf);
  if (families.length !== 2 || first!.length * second!.length > MOST_CONTRASTS) return meanOfIntervals(families.map((family) => widestDifferenceOf([family], eachLevel(families.length, level), [0, Infinity])), level);
  const sums = first!.flatMap((a) => second!.flatMap((b) => signedSums(a, b)));
  const { lower, upper } = largestSizeOf(sums, level);
  return { lower: lower / 2, upper: upper / 2, level, method: 'simultaneousMover' };
}

/**
 * The same for the smallest ratios of two numbers within each family: the families' own intervals, each at level^(1/F), averaged. Wider than it
 * need be, since not all families err to the same side at once.
 */
export function meanSmallestRatio(families: readonly (readonly Uncertain[])[], level: number): Interval {
  return meanOfIntervals(families.map((family) => smallestRatioOf([family], eachLevel(families.length, level))), level);
}

function gapsOf(family: readonly Uncertain[]): Uncertain[] {
  return family.flatMap((one, i) => family.slice(0, i).map((other) => difference(one, other)));
}

/** Šidák: independent intervals that all hold with the level together. */
function eachLevel(families: number, level: number): number {
  return pow(level, 1 / families);
}

function meanOfIntervals(intervals: readonly Interval[], level: number): Interval {
  const mean = (end: 'lower' | 'upper'): number => intervals.reduce((sum, interval) => sum + interval[end], 0) / intervals.length;
  return { lower: mean('lower'), upper: mean('upper'), level, method: 'sidak' };
}
