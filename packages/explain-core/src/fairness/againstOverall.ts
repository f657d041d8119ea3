import { exp } from '../elementary/exponential.js';
import { log } from '../elementary/logarithm.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { twoSidedZ } from '../numeric/normal.js';
import { differenceBounds, ratioBounds, transformed, type Uncertain } from '../numeric/uncertain.js';
import { largestSizeOf } from '../numeric/widestGap.js';
import { bootstrapEstimates } from './bootstrapInterval.js';
import type { AttributeGroups, Group, GroupedOutcomes } from './groupedOutcomes.js';
import type { BootstrapOptions, DisparityOptions, Measurement } from './metric.js';
import { isLargeEnough } from './rate.js';
import { restOf } from './rest.js';
import { WITHHELD, type Statistic } from './statistic.js';

export type OverallOptions = DisparityOptions & BootstrapOptions;
export type Aggregation = 'difference' | 'ratio';

/**
 * Every group against all rows, itself among them, and for each attribute the farthest of its groups (no group named): max |v_g − v|, or
 * min over groups of min(v_g ÷ v, v ÷ v_g), as Fairlearn's to_overall has them.
 * The group is a part of the whole, so the two are not independent; group and rest r are. With w the group's share of the denominator,
 *   p_g − p = (1 − w)(p_g − p_r),   p_g ÷ p = φ ÷ (w φ + 1 − w) for φ = p_g ÷ p_r,
 * and the intervals of rates are those of p_g − p_r (Newcombe) and of φ (Koopman), w taken as it is. Other numbers have no such algebra and are drawn anew.
 * The farthest has the interval of the largest of several numbers (largestSizeOf).
 */
export function againstOverall(outcomes: GroupedOutcomes, statistic: Statistic, aggregation: Aggregation, options: OverallOptions): Measurement[] {
  return outcomes.attributes.flatMap((entry): Measurement[] => {
    const { attribute, groups, withheld } = entry;
    const judged = groups.filter((group) => isLargeEnough(group, options.minimumGroupSize));
    const compared = comparisons(outcomes, entry, judged, statistic, aggregation, options);
    const isMirror = aggregation === 'difference' && groups.length === 2 && judged.length === 2 && withheld.length === 0;
    const farthest = farthestOf(isMirror ? fartherOf(compared) : compared, statistic, aggregation, options.level);
    return [
      ...groups.map((group): Measurement => {
        const found = compared[judged.indexOf(group)];
        const tooFew = `group "${group.name}" has ${group.rows.rows} rows, fewer than the minimum of ${options.minimumGroupSize}`;
        return { attribute, group: group.name, estimate: found ? found.estimate : notEstimable(statistic.of(group).rows, tooFew), counts: countsOf(statistic, group, outcomes.overall) };
      }),
      ...withheld.map((group) => ({ attribute, group, estimate: notEstimable(0, WITHHELD) })),
      { attribute, estimate: farthest, counts: { groupsCompared: judged.length, groupsTooSmall: groups.length - judged.length, ...(withheld.length > 0 ? { groupsWithheld: withheld.length } : {}) } },
    ];
  });
}

/** What is told of a group, and the same as a number to compare with those of other groups. */
interface Compared {
  readonly estimate: Estimate;
  readonly number: Uncertain | null;
  /** The group's part of the denominator; null where the number is drawn. */
  readonly share: number | null;
}

function comparisons(outcomes: GroupedOutcomes, entry: AttributeGroups, judged: readonly Group[], statistic: Statistic, aggregation: Aggregation, options: OverallOptions): Compared[] {
  const whole = statistic.of(outcomes.overall);
  const own = judged.map((group) => statistic.of(group));
  if (whole.value === null) return own.map(({ rows }) => nothing(rows, `over all rows ${whole.because}`));
  if (aggregation === 'ratio' && whole.value === 0) return own.map(({ rows }) => nothing(rows, `the ${statistic.label.toLowerCase()} of all rows is 0, so there is nothing to divide by`));
  const isRate = own.every((found) => found.value === null || found.proportion !== null);
  if (!isRate) return drawn(outcomes, entry, judged, statistic, aggregation, options);
  return judged.map((group, i): Compared => {
    const found = own[i]!;
    if (found.value === null) return nothing(found.rows, `in group "${group.name}" ${found.because}`);
    const rest = statistic.of(restOf(outcomes, group));
    const value = aggregation === 'difference' ? found.value - whole.value : found.value / whole.value;
    if (rest.value === null) {
      const exact = `all ${statistic.countsOf(group)['denominator']} that it is about are in this group`;
      const same = aggregation === 'difference' ? 0 : 1;
      return { estimate: { value: same, n: whole.rows, exact }, number: { value: same, bounds: () => ({ lower: same, upper: same }), proportion: null }, share: 1 };
    }
    const share = statistic.countsOf(group)['denominator']! / statistic.countsOf(outcomes.overall)['denominator']!;
    const number = aggregation === 'difference' ? differenceToWhole(value, found, rest, share) : ratioToWhole(value, found, rest, share);
    return { number, share, estimate: { value, n: whole.rows, interval: { ...number.bounds(twoSidedZ(options.level)), level: options.level, method: aggregation === 'difference' ? 'newcombe' : 'koopman' } } };
  });
}

function differenceToWhole(value: number, own: Uncertain, rest: Uncertain, share: number): Uncertain {
  const bounds = (z: number) => {
    const { lower, upper } = differenceBounds(own, rest, z);
    return { lower: (1 - share) * lower, upper: (1 - share) * upper };
  };
  return { value, bounds, proportion: null };
}

function ratioToWhole(value: number, own: Uncertain, rest: Uncertain, share: number): Uncertain {
  // φ ÷ (w φ + 1 − w), written so that it is 1 ÷ w for an infinite φ.
  const ofWhole = (ratio: number): number => (ratio === 0 ? 0 : 1 / (share + (1 - share) / ratio));
  const bounds = (z: number) => {
    const { lower, upper } = ratioBounds(own, rest, z);
    return { lower: ofWhole(lower), upper: ofWhole(upper) };
  };
  return { value, bounds, proportion: null };
}

function drawn(outcomes: GroupedOutcomes, { attribute, groups }: AttributeGroups, judged: readonly Group[], statistic: Statistic, aggregation: Aggregation, options: OverallOptions): Compared[] {
  const positions = judged.map((group) => groups.indexOf(group));
  const compare = (group: Group, whole: number | null): number | null => {
    const { value } = statistic.of(group);
    if (value === null || whole === null || (aggregation === 'ratio' && whole === 0)) return null;
    return aggregation === 'difference' ? value - whole : value / whole;
  };
  const values = (all: readonly Group[], overall: Group): (number | null)[] => {
    const whole = statistic.of(overall).value;
    return positions.map((position) => compare(all[position]!, whole));
  };
  const because = judged.map((group) => {
    const found = statistic.of(group);
    return found.value === null ? `in group "${group.name}" ${found.because}` : '';
  });
  const n = statistic.of(outcomes.overall).rows;
  const estimates = bootstrapEstimates(outcomes, attribute, statistic.basis, values, judged.map(() => n), options, { because, ...(aggregation === 'ratio' ? { range: [0, Infinity] as const } : {}) });
  return estimates.map((estimate) => ({ estimate, share: null, number: estimate.value === null || !estimate.interval ? null : scaled(estimate.value, estimate.interval, twoSidedZ(options.level), aggregation) }));
}

/** Draws give one interval; at other levels it is taken to widen as a normal one does. */
function scaled(value: number, { lower, upper }: { readonly lower: number; readonly upper: number }, known: number, aggregation: Aggregation): Uncertain {
  const least = aggregation === 'ratio' ? 0 : -Infinity;
  return { value, bounds: (z) => ({ lower: Math.max(least, value - ((value - lower) * z) / known), upper: value + ((upper - value) * z) / known }), proportion: null };
}

/** Of two groups that are all there is: rates of both differ from the whole by the same p_1 − p_2, times the share of the other, so the smaller group is the farther one whatever the rates. Numbers that are drawn have no such algebra. */
function fartherOf(both: readonly Compared[]): readonly Compared[] {
  const [first, second] = both.map(({ share }) => share);
  return first == null || second == null ? both : [both[first <= second ? 0 : 1]!];
}

function farthestOf(found: readonly Compared[], statistic: Statistic, aggregation: Aggregation, level: number): Estimate {
  const n = Math.max(0, ...found.map(({ estimate }) => estimate.n));
  if (found.length === 0) return notEstimable(0, 'there is no group to compare');
  const without = found.find(({ number }) => number === null);
  if (without) return notEstimable(n, without.estimate.value === null ? without.estimate.undefinedBecause : `the ${statistic.label.toLowerCase()} of a group has no interval`);
  const sizes = found.map(({ number }) => (aggregation === 'difference' ? number! : transformed(number!, log)));
  const interval = largestSizeOf(sizes, level);
  const most = Math.max(...sizes.map(({ value }) => Math.abs(value)));
  const method = found.some(({ estimate }) => estimate.value !== null && estimate.interval?.method.startsWith('bootstrap')) ? 'simultaneousBootstrap' : aggregation !== 'difference' ? 'simultaneousKoopman' : found.length === 1 ? 'newcombe' : 'simultaneousNewcombe';
  if (aggregation === 'difference') return { value: most, n, interval: { lower: interval.lower, upper: interval.upper, level, method } };
  return { value: exp(-most), n, interval: { lower: exp(-interval.upper), upper: exp(-interval.lower), level, method } };
}

function nothing(rows: number, because: string): Compared {
  return { estimate: notEstimable(rows, because), number: null, share: null };
}

function countsOf(statistic: Statistic, group: Group, overall: Group): Record<string, number> {
  const whole = Object.entries(statistic.countsOf(overall)).map(([key, value]) => [`overall${key[0]!.toUpperCase()}${key.slice(1)}`, value] as const);
  return { ...statistic.countsOf(group), ...Object.fromEntries(whole) };
}
