import { notEstimable } from '../numeric/estimate.js';
import { twoSidedZ } from '../numeric/normal.js';
import { minimumDetectableGap, rowsNeeded } from '../numeric/power.js';
import type { Proportion } from '../numeric/wilson.js';
import { adjustTests } from './adjustTests.js';
import { minus } from './disparity.js';
import type { DisparityTestsOptions } from './disparityTestsOptions.js';
import { testGap, type GapTest } from './gapTest.js';
import type { AttributeGroups, Group, GroupedOutcomes } from './groupedOutcomes.js';
import type { Measurement } from './metric.js';
import { isLargeEnough, rateCounts, rateOf, type RateMetric } from './rate.js';
import { restOf } from './rest.js';
import { WITHHELD } from './statistic.js';
import { testedRates } from './testedRates.js';

/** One group against all other rows, in one rate. */
export interface TestedGap {
  readonly rate: RateMetric;
  readonly attribute: string;
  readonly group: string;
  readonly measurement: Measurement;
  /** The same comparison from the other side stands elsewhere in the list. */
  readonly isMirror: boolean;
  /** Why it has a gap and no test; null where it is tested or has no gap either. */
  readonly untestedBecause: string | null;
}

interface Comparison extends TestedGap {
  readonly test: GapTest | null;
}

/** Results and findings are two views of the same tests, which are made once. */
const made = new WeakMap<GroupedOutcomes, { readonly options: DisparityTestsOptions; readonly gaps: readonly TestedGap[] }>();

/** Every comparison, in the order rate, attribute, group, with p-values adjusted for all of them together. */
export function testGaps(outcomes: GroupedOutcomes, options: DisparityTestsOptions): readonly TestedGap[] {
  const known = made.get(outcomes);
  if (known?.options === options) return known.gaps;
  const gaps = testAll(outcomes, options);
  made.set(outcomes, { options, gaps });
  return gaps;
}

function testAll(outcomes: GroupedOutcomes, options: DisparityTestsOptions): TestedGap[] {
  const rates = testedRates.filter(({ id }) => options.statistics.includes(id));
  const all = rates.flatMap((rate) => outcomes.attributes.flatMap((entry) => compareAll(rate, entry, outcomes, options)));
  const outcome = adjustTests(all);
  return all.map(({ test: _, ...gap }, i): TestedGap => (outcome[i] === null ? gap : { ...gap, measurement: { ...gap.measurement, test: outcome[i]! } }));
}

function compareAll(rate: RateMetric, { attribute, groups, withheld }: AttributeGroups, outcomes: GroupedOutcomes, options: DisparityTestsOptions): Comparison[] {
  const isPair = groups.length === 2 && withheld.length === 0;
  const found: Comparison[] = [];
  for (const group of groups) {
    const mirrored = isPair ? (found[0] ?? null) : null;
    found.push(compare(rate, attribute, group, mirrored, outcomes, options));
  }
  const hidden = withheld.map((group): Comparison => {
    const measurement = { attribute, group, resolved: { statistic: rate.id }, estimate: notEstimable(0, WITHHELD) };
    return { rate, attribute, group, measurement, isMirror: false, untestedBecause: null, test: null };
  });
  return [...found, ...hidden];
}

function compare(rate: RateMetric, attribute: string, group: Group, mirrored: Comparison | null, outcomes: GroupedOutcomes, options: DisparityTestsOptions): Comparison {
  const rest = restOf(outcomes, group);
  const [own, theirs] = [rateOf(rate, group), rateOf(rate, rest)];
  const n = own.rows + theirs.rows;
  const about = { rate, attribute, group: group.name, isMirror: mirrored !== null };
  const counts = { ...rateCounts(rate, group), ...named('rest', rateCounts(rate, rest)) };
  const shared = { attribute, group: group.name, counts };
  if (own.value === null || theirs.value === null) {
    const because = own.value === null ? `in group "${group.name}" ${own.because}` : `among all other rows ${theirs.because!}`;
    const alone = rest.rows.rows === 0 ? `${attribute} has only one group, and a gap needs two` : because;
    return { ...about, measurement: { ...shared, resolved: { statistic: rate.id }, estimate: notEstimable(n, alone) }, untestedBecause: null, test: null };
  }
  const gap = minus(own, theirs);
  const { lower, upper } = gap.bounds(twoSidedZ(options.level));
  const estimate = { value: gap.value, n, interval: { lower, upper, level: options.level, method: gap.method } };
  const untestedBecause = tooSmall(group, rest, options);
  const resolved = { statistic: rate.id, ...(untestedBecause === null ? {} : { untestedBecause }) };
  const measurement = { ...shared, resolved, estimate };
  if (untestedBecause !== null) return { ...about, measurement, untestedBecause, test: null };
  // Shares both, since rates are.
  const [first, second] = [own.proportion!, theirs.proportion!];
  const random = outcomes.random.child('disparityTests').child(rate.id).child(attribute).child(group.name);
  const effective = group.parts !== null || rest.parts !== null;
  const test = mirrored?.test ? turned(mirrored.test) : testGap(first, second, { test: options.test, permutations: options.permutations, effective, random });
  return { ...about, measurement: { ...measurement, counts: { ...counts, ...powerOf(first, second, own.rows, options) } }, untestedBecause, test };
}

function turned(test: GapTest): GapTest {
  // `0 −` and not a sign: −0 has no place in a result.
  return { ...test, statistic: test.statistic === null ? null : 0 - test.statistic };
}

function tooSmall(group: Group, rest: Group, { minimumGroupSize }: DisparityTestsOptions): string | null {
  for (const [one, who] of [[group, 'the group has'], [rest, 'all other rows are']] as const) {
    if (!isLargeEnough(one, minimumGroupSize)) return `not tested: ${who} ${one.rows.rows} rows, fewer than the minimum of ${minimumGroupSize}`;
  }
  return null;
}

/** What could have been seen, and what it would take to see what was found; left out where there is no such number. `rows` are those behind the first. */
function powerOf(first: Proportion, second: Proportion, rows: number, options: DisparityTestsOptions): Record<string, number> {
  const [p1, p2] = [Math.min(1, first.successes / first.n), Math.min(1, second.successes / second.n)];
  const pooled = Math.min(1, (first.successes + second.successes) / (first.n + second.n));
  const gap = minimumDetectableGap(first.n, second.n, pooled, p1 < p2 ? -1 : 1, options);
  const needed = rowsNeeded(p1, p2, options, second.n / first.n);
  return {
    ...(gap === null ? {} : { minimumDetectableGap: gap }),
    // Of rows as these are: weighted ones count for less than one.
    ...(needed === null || !Number.isFinite(needed) ? {} : { rowsNeeded: Math.ceil((needed * rows) / first.n) }),
  };
}

function named(prefix: string, counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${prefix}${name[0]!.toUpperCase()}${name.slice(1)}`, count]));
}
