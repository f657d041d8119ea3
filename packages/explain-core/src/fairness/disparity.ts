import { notEstimable, type Estimate, type Interval } from '../numeric/estimate.js';
import { expectedRange } from '../numeric/expectedRange.js';
import { meanSmallestRatio, meanWidestDifference } from '../numeric/meanGap.js';
import { twoSidedZ } from '../numeric/normal.js';
import { differenceBounds, ratioBounds, type Uncertain } from '../numeric/uncertain.js';
import { largestOf, smallestOf, smallestRatioOf, widestDifferenceOf } from '../numeric/widestGap.js';
import type { Proportion } from '../numeric/wilson.js';
import type { AttributeGroups, Group, Grouped } from './groupedOutcomes.js';
import type { DisparityOptions, Measurement, ReferenceOptions } from './metric.js';
import { isLargeEnough } from './rate.js';
import { WITHHELD, type GroupValue, type Statistic } from './statistic.js';
import type { IntervalMethod } from '../numeric/intervalMethods.js';

/** Every pair of groups is looked at; beyond this many groups the answer would be noise and the wait long. */
export const MOST_COMPARED_GROUPS = 400;

/**
 * Largest minus smallest number among the groups, for each attribute; of several statistics, the largest of their differences.
 * The interval is about that largest difference: see widestDifferenceOf.
 */
export function difference(outcomes: Grouped, statistics: readonly Statistic[], options: DisparityOptions): Measurement[] {
  const most = Math.max(...statistics.map(({ range: [low, high] }) => high - low));
  return perAttribute(outcomes, statistics, options, (families) => {
    const widest = families.map(extremesOf).reduce((best, next) => (gap(next) > gap(best) ? next : best));
    const value = gap(widest);
    const found = widestDifferenceOf(families.map(numbersOf), options.level, [0, most]);
    // Where noise moves each number, their difference may lie outside; it is a difference there can be.
    const interval = { ...found, lower: Math.min(found.lower, value), upper: Math.max(found.upper, value) };
    return { extremes: [widest], value, interval, counts: byChance(families[families.findIndex(({ statistic }) => statistic === widest.statistic)]!) };
  });
}

/** The mean of the differences of several statistics about different rows. For the interval see meanWidestDifference. */
export function meanDifference(outcomes: Grouped, statistics: readonly Statistic[], options: DisparityOptions): Measurement[] {
  return perAttribute(outcomes, statistics, options, (families) => {
    const extremes = families.map(extremesOf);
    return { extremes, value: meanOf(extremes.map(gap)), interval: meanWidestDifference(families.map(numbersOf), options.level) };
  });
}

/** Smallest divided by largest number among the groups, for each attribute; of several statistics, the smallest of their ratios. */
export function ratio(outcomes: Grouped, statistics: readonly Statistic[], options: DisparityOptions): Measurement[] {
  return perAttribute(outcomes, statistics, options, (families) => {
    const extremes = families.map(extremesOf);
    const without = nothingToDivideBy(extremes);
    if (without) return without;
    const smallest = extremes.reduce((worst, next) => (quotient(next) < quotient(worst) ? next : worst));
    return { extremes: [smallest], value: quotient(smallest), interval: smallestRatioOf(families.map(numbersOf), options.level) };
  });
}

/** The mean of the ratios of several statistics about different rows. For the interval see meanSmallestRatio. */
export function meanRatio(outcomes: Grouped, statistics: readonly Statistic[], options: DisparityOptions): Measurement[] {
  return perAttribute(outcomes, statistics, options, (families) => {
    const extremes = families.map(extremesOf);
    return nothingToDivideBy(extremes) ?? { extremes, value: meanOf(extremes.map(quotient)), interval: meanSmallestRatio(families.map(numbersOf), options.level) };
  });
}

/** The smallest number among the groups. */
export function groupMinimum(outcomes: Grouped, statistic: Statistic, options: DisparityOptions): Measurement[] {
  return perAttribute(outcomes, [statistic], options, ([family]) => {
    const extremes = extremesOf(family!);
    return { extremes: [extremes], value: extremes.lowest.found.value, interval: smallestOf(numbersOf(family!), options.level) };
  });
}

/** The largest number among the groups. */
export function groupMaximum(outcomes: Grouped, statistic: Statistic, options: DisparityOptions): Measurement[] {
  return perAttribute(outcomes, [statistic], options, ([family]) => {
    const extremes = extremesOf(family!);
    return { extremes: [extremes], value: extremes.highest.found.value, interval: largestOf(numbersOf(family!), options.level) };
  });
}

/** The same with an interval that says of itself that it holds the truth at least as often as its level: of numbers that are not independent, or whose noise goes one way. */
export function onTheWideSide(measurement: Measurement): Measurement {
  const { estimate } = measurement;
  return estimate.value === null || estimate.interval?.method !== 'mover' ? measurement : { ...measurement, estimate: { ...estimate, interval: { ...estimate.interval, method: 'wideMover' } } };
}

/** How one group's number is set against another's. */
export interface Comparison {
  readonly value: number;
  bounds(z: number): { readonly lower: number; readonly upper: number };
  readonly method: IntervalMethod;
}

export const minus = (a: Uncertain, b: Uncertain): Comparison => ({
  value: a.value - b.value,
  bounds: (z) => differenceBounds(a, b, z),
  method: a.proportion !== null && b.proportion !== null ? 'newcombe' : 'mover',
});

/** Null where the second number is 0. */
export const dividedBy = (a: Uncertain, b: Uncertain): Comparison | null =>
  b.value === 0 ? null : { value: a.value / b.value, bounds: (z) => ratioBounds(a, b, z), method: a.proportion !== null && b.proportion !== null ? 'koopman' : 'mover' };

/**
 * Every group but the reference against the reference: the one named, else the group with the most rows (of equals the first); each result's
 * options say which. `compare` gives null where there is nothing to divide by.
 */
export function againstReference(
  { attributes }: Grouped,
  statistics: readonly Statistic[],
  options: ReferenceOptions,
  compare: (group: readonly Uncertain[], reference: readonly Uncertain[]) => Comparison | null,
): Measurement[] {
  return attributes.flatMap((entry): Measurement[] => {
    const { attribute, groups } = entry;
    const found = referenceOf(entry, options.referenceGroups[attribute]);
    if ('because' in found) return [{ attribute, estimate: notEstimable(0, found.because) }];
    const reference = found.group;
    const resolved = { referenceGroup: reference.name };
    const others = groups.filter((group) => group !== reference);
    if (others.length === 0) return [{ attribute, resolved, estimate: notEstimable(reference.rows.rows, `${attribute} has only one group, and a ratio needs two`) }];
    return others.map((group) => ({
      attribute,
      group: group.name,
      resolved,
      estimate: compareGroups(group, reference, statistics, options, compare),
      counts: countsOfPair(group, reference, statistics),
    }));
  });
}

function compareGroups(
  group: Group,
  reference: Group,
  statistics: readonly Statistic[],
  { level, minimumGroupSize }: ReferenceOptions,
  compare: (group: readonly Uncertain[], reference: readonly Uncertain[]) => Comparison | null,
): Estimate {
  const own = statistics.map((statistic) => statistic.of(group));
  const theirs = statistics.map((statistic) => statistic.of(reference));
  const n = [...own, ...theirs].reduce((sum, { rows }) => sum + rows, 0);
  for (const one of [group, reference]) {
    if (!isLargeEnough(one, minimumGroupSize)) return notEstimable(n, `group "${one.name}" has ${one.rows.rows} rows, fewer than the minimum of ${minimumGroupSize}`);
  }
  for (const [found, name] of [[own, group.name], [theirs, reference.name]] as const) {
    const without = found.find(({ value }) => value === null);
    if (without?.because !== undefined) return notEstimable(n, `in group "${name}" ${without.because}`);
  }
  const comparison = compare(own as readonly Uncertain[], theirs as readonly Uncertain[]);
  if (comparison === null) return notEstimable(n, `the ${statistics[0]!.label.toLowerCase()} of the reference group "${reference.name}" is 0 (of ${theirs[0]!.rows} rows)`);
  const { lower, upper } = comparison.bounds(twoSidedZ(level));
  if (!Number.isFinite(upper)) return notEstimable(n, `the ${statistics[0]!.label.toLowerCase()} of the reference group "${reference.name}" may be 0, so the ratio has no upper bound`);
  return { value: comparison.value, n, interval: { lower, upper, level, method: comparison.method } };
}

/** Counts of both, the reference's under names of their own; of several statistics, each under its own. */
function countsOfPair(group: Group, reference: Group, statistics: readonly Statistic[]): Record<string, number> {
  return Object.fromEntries(
    statistics.flatMap((statistic) => {
      const prefix = statistics.length === 1 ? '' : statistic.id;
      const name = (base: string): string => (prefix === '' ? base : `${prefix}${capital(base)}`);
      const reference_ = Object.entries(statistic.countsOf(reference)).map(([key, value]) => [name(`reference${capital(key)}`), value] as const);
      return [...Object.entries(statistic.countsOf(group)).map(([key, value]) => [name(key), value] as const), ...reference_];
    }),
  );
}

/** The group that others are compared with, or why there is none. */
export function referenceOf({ groups, withheld }: AttributeGroups, named: string | undefined): { readonly group: Group } | { readonly because: string } {
  const group = named === undefined ? largestGroup(groups) : groups.find(({ name }) => name === named);
  if (group) return { group };
  return { because: named === undefined ? 'there are no rows' : withheld.includes(named) ? `the reference group "${named}" is ${WITHHELD}` : `no row is in the reference group "${named}"` };
}

function largestGroup(groups: readonly Group[]): Group | undefined {
  return groups.reduce<Group | undefined>((most, next) => (most && most.rows.rows >= next.rows.rows ? most : next), undefined);
}

interface Member {
  readonly group: Group;
  readonly found: Uncertain & { readonly rows: number };
}
interface Extremes {
  readonly highest: Member;
  readonly lowest: Member;
  readonly statistic: Statistic;
}
/** `extremes` are those whose counts are told; `counts` what else is. */
type Aggregate = { readonly extremes: readonly Extremes[]; readonly counts?: Readonly<Record<string, number>> } & (
  | { readonly value: number; readonly interval: Interval }
  | { readonly undefinedBecause: string }
);
interface Family {
  readonly statistic: Statistic;
  readonly members: readonly Member[];
}

function perAttribute(
  { attributes }: Grouped,
  statistics: readonly Statistic[],
  options: DisparityOptions,
  aggregate: (families: readonly Family[]) => Aggregate,
): Measurement[] {
  return attributes.map((entry) => {
    const { attribute, groups, withheld } = entry;
    const judged = groups.filter((group) => isLargeEnough(group, options.minimumGroupSize));
    const found = statistics.map((statistic) => judged.map((group) => statistic.of(group)));
    const n = found.flat().reduce((sum, { rows }) => sum + rows, 0);
    const compared = { groupsCompared: judged.length, groupsTooSmall: groups.length - judged.length, ...(withheld.length > 0 ? { groupsWithheld: withheld.length } : {}) };
    const because = incomparable({ ...entry, groups: judged }, found, options.minimumGroupSize);
    if (because !== null) return { attribute, estimate: notEstimable(n, because), counts: compared };
    const families = found.map((values, s): Family => ({ statistic: statistics[s]!, members: judged.map((group, g) => ({ group, found: values[g] as Member['found'] })) }));
    const answer = aggregate(families);
    const estimate: Estimate = 'value' in answer ? { value: answer.value, n, interval: answer.interval } : notEstimable(n, answer.undefinedBecause);
    const counts = answer.extremes.flatMap(({ statistic, highest, lowest }) => {
      const prefix = answer.extremes.length === 1 ? (word: string): string => word : (word: string): string => `${statistic.id}${capital(word)}`;
      const named = (word: string, group: Group): [string, number][] => Object.entries(statistic.countsOf(group)).map(([key, value]) => [`${prefix(word)}${capital(key)}`, value]);
      return [...named('highest', highest.group), ...named('lowest', lowest.group)];
    });
    return { attribute, estimate, counts: { ...Object.fromEntries(counts), ...answer.counts, ...compared } };
  });
}

/** Of more groups, the range by chance takes a second and more to compute; it is near the largest there can be then. */
const MOST_RANGED = 100;

/** How far apart the highest and lowest rate are on average where all groups have the pooled one; only for rates of rows that count once each. */
function byChance({ members }: Family): Record<string, number> {
  if (members.length > MOST_RANGED) return {};
  const shares = members.map(({ found }) => found.proportion);
  const whole = shares.filter((share) => share !== null && Number.isInteger(share.n) && Number.isInteger(share.successes)) as Proportion[];
  // In an order of its own, so that the last bit does not hang on that of the groups.
  whole.sort((a, b) => a.n - b.n || a.successes - b.successes);
  return whole.length === shares.length ? { expectedByChance: expectedRange(whole) } : {};
}

function nothingToDivideBy(extremes: readonly Extremes[]): Aggregate | null {
  const without = extremes.find(({ highest }) => highest.found.value === 0);
  return without ? { extremes: [without], undefinedBecause: 'the highest rate is 0, so there is nothing to divide by' } : null;
}

/** Why these groups cannot be compared; null when they can. A group whose number is undefined is not passed over in silence. */
function incomparable({ attribute, groups }: AttributeGroups, found: readonly (readonly GroupValue[])[], minimumGroupSize: number): string | null {
  if (groups.length < 2) {
    const size = minimumGroupSize > 1 ? ` with at least ${minimumGroupSize} rows` : '';
    return `${attribute} has ${groups.length === 1 ? 'only one group' : 'no group'}${size}, and a gap needs two`;
  }
  if (groups.length > MOST_COMPARED_GROUPS) return `${attribute} has ${groups.length} groups; at most ${MOST_COMPARED_GROUPS} are compared`;
  for (const values of found) {
    const empty = groups.filter((_, g) => values[g]!.value === null);
    if (empty.length === 0) continue;
    const others = empty.length > 1 ? ` (and ${empty.length - 1} more ${empty.length === 2 ? 'group' : 'groups'})` : '';
    return `in group "${empty[0]!.name}"${others} ${values[groups.indexOf(empty[0]!)]!.because}; a larger minimumGroupSize would leave small groups out`;
  }
  return null;
}

const capital = (word: string): string => `${word[0]!.toUpperCase()}${word.slice(1)}`;
const numbersOf = ({ members }: Family): Uncertain[] => members.map(({ found }) => found);
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const gap = ({ highest, lowest }: Extremes): number => highest.found.value - lowest.found.value;
const quotient = ({ highest, lowest }: Extremes): number => lowest.found.value / highest.found.value;

// Of equal numbers the one that rests on more rows: the choice does not hang on the groups' names.
function extremesOf({ statistic, members }: Family): Extremes {
  const best = (isBetter: (a: number, b: number) => boolean): Member =>
    members.reduce((most, next) => (isBetter(next.found.value, most.found.value) || (next.found.value === most.found.value && next.found.rows > most.found.rows) ? next : most));
  return { highest: best((a, b) => a > b), lowest: best((a, b) => a < b), statistic };
}
