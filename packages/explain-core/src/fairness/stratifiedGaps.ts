import { breslowDay } from '../numeric/breslowDay.js';
import { cochranMantelHaenszel, type CochranMantelHaenszel } from '../numeric/cochranMantelHaenszel.js';
import { notEstimable, type Estimate, type Interval } from '../numeric/estimate.js';
import { twoSidedZ } from '../numeric/normal.js';
import { sumBounds } from '../numeric/uncertain.js';
import type { Proportion } from '../numeric/wilson.js';
import { adjustTests } from './adjustTests.js';
import { minus, type Comparison } from './disparity.js';
import type { GapTest } from './gapTest.js';
import type { AttributeGroups, Group, GroupedOutcomes } from './groupedOutcomes.js';
import type { Measurement } from './metric.js';
import { rateCounts, rateOf } from './rate.js';
import { restOf } from './rest.js';
import { selectionRate } from './selectionRate.js';
import type { SimpsonReversalsOptions } from './simpsonReversalsOptions.js';
import { WITHHELD } from './statistic.js';
import type { StratifiedOutcomes } from './stratifiedOutcomes.js';

/** A group against all other rows. */
export interface Gap {
  readonly value: number;
  readonly interval: Interval;
  readonly n: number;
}

export interface StratumGap extends Gap {
  readonly stratum: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Its interval leaves out 0 on the other side than the marginal gap lies. */
  readonly isOpposite: boolean;
}

export interface StratifiedGap {
  readonly attribute: string;
  readonly group: string;
  readonly marginal: Gap | null;
  readonly within: Gap | null;
  readonly isReversed: boolean;
  readonly strata: readonly StratumGap[];
  readonly measurements: readonly Measurement[];
}

type Untested = Omit<StratifiedGap, 'measurements'> & {
  readonly gapWithin: Measurement;
  readonly gapMarginal: Measurement;
  readonly oddsRatio: Measurement;
  readonly mantelHaenszel: GapTest | null;
  readonly homogeneity: GapTest | null;
  readonly isMirror: boolean;
};

/** Every group of every attribute, with both tests adjusted over all of them. */
export function compareWithinStrata(stratified: StratifiedOutcomes, options: SimpsonReversalsOptions): StratifiedGap[] {
  const all = stratified.outcomes.attributes.flatMap((entry, attribute) => compareAll(stratified, entry, attribute, options));
  const gapTests = adjustTests(all.map(({ mantelHaenszel, isMirror }) => ({ test: mantelHaenszel, isMirror })));
  const homogeneityTests = adjustTests(all.map(({ homogeneity, isMirror }) => ({ test: homogeneity, isMirror })));
  return all.map(({ gapWithin, gapMarginal, oddsRatio, mantelHaenszel: _, homogeneity: __, isMirror: ___, ...gap }, i): StratifiedGap => {
    const [gapTest, homogeneityTest] = [gapTests[i]!, homogeneityTests[i]!];
    return {
      ...gap,
      measurements: [gapTest === null ? gapWithin : { ...gapWithin, test: gapTest }, gapMarginal, homogeneityTest === null ? oddsRatio : { ...oddsRatio, test: homogeneityTest }],
    };
  });
}

function compareAll(stratified: StratifiedOutcomes, { attribute, groups, withheld }: AttributeGroups, position: number, options: SimpsonReversalsOptions): Untested[] {
  const isPair = groups.length === 2 && withheld.length === 0;
  const compared = groups.map((group, i) => compare(stratified, attribute, position, group, isPair && i === 1, options));
  return [...compared, ...withheld.map((group) => without({ attribute, group, isMirror: false }, 0, WITHHELD))];
}

function compare(stratified: StratifiedOutcomes, attribute: string, position: number, group: Group, isMirror: boolean, options: SimpsonReversalsOptions): Untested {
  const { outcomes, strata } = stratified;
  const about = { attribute, group: group.name, isMirror };
  const marginal = gapOf(group, outcomes, options);
  if (marginal === null) return without(about, group.rows.rows, `${attribute} has only one group, and a gap needs two`);
  const sides: { readonly first: Proportion; readonly second: Proportion }[] = [];
  const compared: { readonly gap: SideGap; readonly stratum: string }[] = [];
  for (const stratum of strata) {
    const own = stratum.group(position, group.name);
    const gap = own === undefined ? null : gapOf(own, stratum, options);
    if (gap === null) continue;
    compared.push({ gap, stratum: stratum.name });
    sides.push(gap.sides);
  }
  const n = compared.reduce((sum, { gap }) => sum + gap.n, 0);
  const within = meanGap(compared.map(({ gap }) => gap), n, options);
  const found = compared.map(({ gap: { value, interval, n: rows, counts }, stratum }): StratumGap => ({ stratum, value, interval, n: rows, counts, isOpposite: isOpposite(interval, marginal.value) }));
  const isReversed = within !== null && leavesOutZero(marginal.interval) && isOpposite(within.interval, marginal.value);
  const left = { strata: compared.length, strataLeftOut: strata.length - compared.length, rowsLeftOut: outcomes.overall.rows.rows - n };
  const said = { ...left, strataOpposite: found.filter((stratum) => stratum.isOpposite).length, reversed: isReversed ? 1 : 0 };
  const nowhere = `no stratum has members of "${group.name}" and others`;
  const tests = cochranMantelHaenszel(sides, options.level);
  const homogeneity = breslowDay(sides);
  return {
    ...about,
    marginal,
    within,
    isReversed,
    strata: found,
    gapWithin: measured(about, 'gapWithinStrata', within === null ? notEstimable(n, nowhere) : { value: within.value, n, interval: within.interval }, said),
    gapMarginal: measured(about, 'marginalGap', { value: marginal.value, n: marginal.n, interval: marginal.interval }, marginal.counts),
    oddsRatio: measured(about, 'commonOddsRatio', oddsRatioOf(tests, n, compared.length === 0 ? nowhere : 'in every stratum everybody is decided alike'), { ...left, strataInformative: tests?.informative ?? 0 }),
    mantelHaenszel: tests === null ? null : { name: 'cochranMantelHaenszel', ...tests.uncorrected },
    homogeneity: homogeneity === null ? null : { name: 'breslowDay', statistic: homogeneity.statistic, pValue: homogeneity.pValue },
  };
}

type SideGap = Gap & { readonly comparison: Comparison; readonly sides: { readonly first: Proportion; readonly second: Proportion }; readonly counts: Record<string, number> };

/** Null where one side is empty. */
function gapOf(group: Group, all: Pick<GroupedOutcomes, 'overall'>, { level }: SimpsonReversalsOptions): SideGap | null {
  const rest = restOf(all, group);
  const [own, theirs] = [rateOf(selectionRate, group), rateOf(selectionRate, rest)];
  if (own.value === null || theirs.value === null) return null;
  const comparison = minus(own, theirs);
  const { lower, upper } = comparison.bounds(twoSidedZ(level));
  const [{ numerator, denominator }, { numerator: restNumerator, denominator: restDenominator }] = [rateCounts(selectionRate, group), rateCounts(selectionRate, rest)];
  return {
    value: comparison.value,
    interval: { lower, upper, level, method: comparison.method },
    n: own.rows + theirs.rows,
    comparison,
    // Shares both, since selection is a rate.
    sides: { first: own.proportion!, second: theirs.proportion! },
    counts: { numerator: numerator!, denominator: denominator!, restNumerator: restNumerator!, restDenominator: restDenominator! },
  };
}

/**
 * Weights n1 n2 ÷ (n1 + n2) favour the strata that tell most, and are those under which no gap in any stratum is no gap at all.
 * Greenland, Robins 1985, "Estimation of a common effect parameter from sparse follow-up data", Biometrics 41.
 */
function meanGap(gaps: readonly SideGap[], n: number, { level }: SimpsonReversalsOptions): Gap | null {
  const weights = gaps.map(({ sides: { first, second } }) => (first.n * second.n) / (first.n + second.n));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return null;
  const terms = gaps.map(({ comparison }, i) => ({ factor: weights[i]! / total, of: { value: comparison.value, bounds: comparison.bounds, proportion: null } }));
  const value = terms.reduce((sum, { factor, of }) => sum + factor * of.value, 0);
  const { lower, upper } = sumBounds(terms, twoSidedZ(level));
  const interval = { lower: Math.max(-1, Math.min(value, lower)), upper: Math.min(1, Math.max(value, upper)), level, method: 'mover' } as const;
  return { value, interval, n };
}

function oddsRatioOf(tests: CochranMantelHaenszel | null, n: number, because: string): Estimate {
  if (tests === null) return notEstimable(n, because);
  const { oddsRatio, oddsRatioInterval } = tests;
  if (oddsRatio === null) return notEstimable(n, 'wherever members of the group are turned down, nobody else is selected: the ratio has nothing to divide by');
  if (oddsRatioInterval === null) return notEstimable(n, 'it is 0: wherever members of the group are selected, nobody else is turned down, so how uncertain it is cannot be told');
  return { value: oddsRatio, n, interval: oddsRatioInterval };
}

function without(about: Pick<Untested, 'attribute' | 'group' | 'isMirror'>, n: number, because: string): Untested {
  const none = (measure: string): Measurement => measured(about, measure, notEstimable(n, because));
  return {
    ...about, marginal: null, within: null, isReversed: false, strata: [], mantelHaenszel: null, homogeneity: null,
    gapWithin: none('gapWithinStrata'), gapMarginal: none('marginalGap'), oddsRatio: none('commonOddsRatio'),
  };
}

function measured({ attribute, group }: Pick<Untested, 'attribute' | 'group'>, measure: string, estimate: Estimate, counts?: Readonly<Record<string, number>>): Measurement {
  return { attribute, group, resolved: { measure }, estimate, ...(counts === undefined ? {} : { counts }) };
}

function leavesOutZero({ lower, upper }: Interval): boolean {
  return lower > 0 || upper < 0;
}

function isOpposite(interval: Interval, marginal: number): boolean {
  return marginal < 0 ? interval.lower > 0 : marginal > 0 ? interval.upper < 0 : false;
}
