import { notEstimable, type Estimate, type Interval } from '../numeric/estimate.js';
import { smallestRatio, widestDifference } from '../numeric/widestGap.js';
import type { Proportion } from '../numeric/wilson.js';
import type { AttributeGroups, Group, GroupedOutcomes } from './groupedOutcomes.js';
import type { DisparityOptions, Measurement } from './metric.js';
import { isLargeEnough, lacks, type Rate } from './rate.js';

/** Every pair of groups is looked at; beyond this many groups the answer would be noise and the wait long. */
export const MOST_COMPARED_GROUPS = 400;

/**
 * Largest minus smallest rate among the groups, for each attribute; of several rates, the largest of their differences.
 * The interval is about that largest difference: see widestDifference.
 */
export function difference(outcomes: GroupedOutcomes, rates: readonly Rate[], options: DisparityOptions): Measurement[] {
  return perAttribute(outcomes, rates, options, (families) => {
    const widest = families
      .map((family) => ({ highest: highest(family), lowest: lowest(family) }))
      .reduce((most, next) => (gap(next) > gap(most) ? next : most));
    return { ...widest, value: gap(widest), interval: widestDifference(families, options.level) };
  });
}

/** Smallest divided by largest rate among the groups, for each attribute. */
export function ratio(outcomes: GroupedOutcomes, rate: Rate, options: DisparityOptions): Measurement[] {
  return perAttribute(outcomes, [rate], options, ([family]) => {
    const extremes = { highest: highest(family!), lowest: lowest(family!) };
    const top = valueOf(extremes.highest);
    if (top === 0) return { ...extremes, undefinedBecause: 'the highest rate is 0, so there is nothing to divide by' };
    return { ...extremes, value: valueOf(extremes.lowest) / top, interval: smallestRatio(family!, options.level) };
  });
}

interface Extremes {
  readonly highest: Proportion;
  readonly lowest: Proportion;
}
type Aggregate = Extremes & ({ readonly value: number; readonly interval: Interval } | { readonly undefinedBecause: string });

function perAttribute(
  { attributes }: GroupedOutcomes,
  rates: readonly Rate[],
  options: DisparityOptions,
  aggregate: (families: readonly (readonly Proportion[])[]) => Aggregate,
): Measurement[] {
  return attributes.map(({ attribute, groups }) => {
    const judged = groups.filter((group) => isLargeEnough(group, options.minimumGroupSize));
    const families = rates.map((rate) => judged.map(({ counts }) => rate.count(counts)));
    const n = families.flat().reduce((sum, proportion) => sum + proportion.n, 0);
    const compared = { groupsCompared: judged.length, groupsTooSmall: groups.length - judged.length };
    const because = incomparable({ attribute, groups: judged }, rates, options.minimumGroupSize);
    if (because !== null) return { attribute, estimate: notEstimable(n, because), counts: compared };
    const answer = aggregate(families);
    const estimate: Estimate =
      'value' in answer ? { value: answer.value, n, interval: answer.interval } : notEstimable(n, answer.undefinedBecause);
    return {
      attribute,
      estimate,
      counts: {
        highestNumerator: answer.highest.successes,
        highestDenominator: answer.highest.n,
        lowestNumerator: answer.lowest.successes,
        lowestDenominator: answer.lowest.n,
        ...compared,
      },
    };
  });
}

/** Why these groups cannot be compared; null when they can. A group whose rate is undefined is not passed over in silence. */
function incomparable({ attribute, groups }: AttributeGroups, rates: readonly Rate[], minimumGroupSize: number): string | null {
  if (groups.length < 2) {
    const size = minimumGroupSize > 1 ? ` with at least ${minimumGroupSize} rows` : '';
    return `${attribute} has ${groups.length === 1 ? 'only one group' : 'no group'}${size}, and a gap needs two`;
  }
  if (groups.length > MOST_COMPARED_GROUPS) return `${attribute} has ${groups.length} groups; at most ${MOST_COMPARED_GROUPS} are compared`;
  for (const rate of rates) {
    const empty = groups.filter(({ counts }) => rate.count(counts).n === 0);
    if (empty.length > 0) return emptyGroups(empty, rate);
  }
  return null;
}

function emptyGroups(empty: readonly Group[], rate: Rate): string {
  const [first] = empty;
  const others = empty.length > 1 ? ` (and ${empty.length - 1} more ${empty.length === 2 ? 'group' : 'groups'})` : '';
  return `in group "${first!.name}"${others} ${lacks(first!.counts, rate)}; a larger minimumGroupSize would leave small groups out`;
}

const valueOf = ({ successes, n }: Proportion): number => successes / n;
const gap = (extremes: Extremes): number => valueOf(extremes.highest) - valueOf(extremes.lowest);

// Of equal rates the one that rests on more rows: the choice does not hang on the groups' names.
function highest(family: readonly Proportion[]): Proportion {
  return family.reduce((best, next) => (valueOf(next) > valueOf(best) || (valueOf(next) === valueOf(best) && next.n > best.n) ? next : best));
}
function lowest(family: readonly Proportion[]): Proportion {
  return family.reduce((best, next) => (valueOf(next) < valueOf(best) || (valueOf(next) === valueOf(best) && next.n > best.n) ? next : best));
}
