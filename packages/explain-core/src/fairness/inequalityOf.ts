import { pow } from '../elementary/power.js';
import { leastShareAlike } from '../numeric/alike.js';
import { errorInterval } from '../numeric/errorInterval.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { betweenGroupEntropy, generalizedEntropy, type Inequality } from '../numeric/inequality.js';
import { meanBounds } from '../numeric/meanBounds.js';
import { twoSidedZ } from '../numeric/normal.js';
import { effectiveRows } from './effectiveRows.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import type { Measurement } from './metric.js';
import { benefitsOf } from './outcomeShares.js';

export interface InequalityOptions {
  readonly level: number;
  readonly replicates: number;
}

const VALUES = [0, 1, 2];

/** The index over all rows, then for every attribute the part of it that lies between its groups. */
export function inequality(outcomes: GroupedOutcomes, alpha: number, options: InequalityOptions): Measurement[] {
  const all = benefitsOf(outcomes.overall, outcomes);
  return [
    { resolved: { part: 'total' }, estimate: total(outcomes, all, alpha, options.level), counts: named(all) },
    ...outcomes.attributes.map(({ attribute, groups }): Measurement => ({
      attribute,
      resolved: { part: 'betweenGroups' },
      estimate: between(outcomes, attribute, groups, alpha, options),
      counts: { groups: groups.length, ...named(sumOf(groups.map((group) => benefitsOf(group, outcomes)))) },
    })),
  ];
}

function named([benefit0, benefit1, benefit2]: readonly number[]): Record<string, number> {
  return { benefit0: benefit0!, benefit1: benefit1!, benefit2: benefit2! };
}

function sumOf(benefits: readonly (readonly number[])[]): number[] {
  return VALUES.map((benefit) => benefits.reduce((sum, counts) => sum + counts[benefit]!, 0));
}

/** Why there is no index of these benefits. */
function lacking(counts: readonly number[]): string {
  if (counts.every((count) => count === 0)) return 'no row has a label';
  if (counts[1] === 0 && counts[2] === 0) return 'nobody has any benefit, so there is no mean to compare with';
  return 'somebody has no benefit at all, which makes the index infinite for alpha up to 0';
}

function total(outcomes: GroupedOutcomes, counts: readonly number[], alpha: number, level: number): Estimate {
  const { overall } = outcomes;
  const rows = overall.rows.labelled;
  const found = generalizedEntropy({ values: VALUES, counts }, alpha);
  if (found === null) return notEstimable(rows, lacking(counts));
  const n = independentRows(overall, outcomes, found);
  if (!(n > 1)) return notEstimable(rows, 'one row alone says nothing of how rows differ; two are needed');
  if (counts[0] === 0 && counts[2] === 0) return allAlike(rows, n, alpha, level);
  // The spread of one row's influence does not hang on how many rows there are; the mean of n of them does.
  const variance = (found.variance * found.n * n) / (n - 1);
  const bounds = meanBounds({ mean: found.value, n, variance, skewness: found.skewness }, [0, Infinity], twoSidedZ(level));
  return { value: found.value, n: rows, interval: { ...bounds, level, method: 'hallT' } };
}

/**
 * So many independent rows of weight 1 would leave the index the variance that the parts of the sample show, n with W Σ w ψ² ÷ (n − 1) = P/(P − 1) Σ over the P parts of (Σ w ψ)², ψ a row's influence; at most the rows there are.
 * Where parts are not kept or nothing varies, as in effectiveRows. Wolter 2007, "Introduction to variance estimation", chapters 2 and 6.
 */
function independentRows(overall: Group, outcomes: GroupedOutcomes, { influences, variance, n }: Inequality): number {
  const parts = overall.cellParts?.byPart();
  if (parts === undefined) return effectiveRows(overall, ({ labelled }) => labelled);
  const sums = parts.map((cells) => benefitsOf({ cells }, outcomes).reduce((sum, weight, benefit) => sum + weight * influences[benefit]!, 0));
  const squares = (sums.reduce((sum, one) => sum + one * one, 0) * sums.length) / (sums.length - 1);
  return squares > 0 ? Math.min(overall.rows.labelled, 1 + (variance * pow(n, 3)) / squares) : effectiveRows(overall, ({ labelled }) => labelled);
}

/** No mistake was seen among so many rows; as many as leastShareAlike leaves open may still be, in anybody's favour. */
function allAlike(rows: number, n: number, alpha: number, level: number): Estimate {
  const other = 1 - leastShareAlike(n, twoSidedZ(level));
  const worst = [0, 0.5, 1].map((part) => generalizedEntropy({ values: VALUES, counts: [part * other, 1 - other, (1 - part) * other] }, alpha));
  if (worst.includes(null)) return notEstimable(rows, 'no favourable label was missed, but a single one would make the index infinite for alpha up to 0');
  return { value: 0, n: rows, interval: { lower: 0, upper: Math.max(...worst.map((found) => found!.value)), level, method: 'clopperPearson' } };
}

/**
 * Near equality the part between groups is half the squared length of the vector of √share · (mean ÷ overall mean − 1), one for each group. Lengths
 * keep the triangle inequality, so an interval of the length follows from how far replicates move the vector.
 */
function between(outcomes: GroupedOutcomes, attribute: string, groups: readonly Group[], alpha: number, { level, replicates }: InequalityOptions): Estimate {
  const rows = groups.reduce((sum, group) => sum + group.rows.labelled, 0);
  if (groups.length < 2) return notEstimable(rows, `${attribute} has ${groups.length === 1 ? 'only one group' : 'no group'}, and inequality between groups needs two`);
  const benefits = groups.map((group) => benefitsOf(group, outcomes));
  const value = betweenGroupEntropy(benefits.map((counts) => ({ values: VALUES, counts })), alpha);
  if (value === null) return notEstimable(rows, lacking(sumOf(benefits)));
  const [none, , two] = sumOf(benefits);
  // What lies between groups is at most the whole.
  if (none === 0 && two === 0) return allAlike(rows, Math.max(1, effectiveRows(outcomes.overall, ({ labelled }) => labelled)), alpha, level);
  const then = relativeMeans(benefits)!;
  const errors: number[] = [];
  outcomes.resampler.replicates(attribute, 'counts', replicates, (drawn) => {
    const now = relativeMeans(drawn.map((group) => benefitsOf(group, outcomes)));
    // A group that was not drawn at all stays where it was: it has too few rows to move much of the whole.
    if (now !== null) errors.push(Math.sqrt(then.reduce((sum, group, g) => sum + group.share * ((now[g]!.mean ?? group.mean ?? 0) - (group.mean ?? 0)) ** 2, 0)));
    return null;
  });
  if (errors.length < replicates) return notEstimable(rows, `in ${replicates - errors.length} of ${replicates} samples drawn anew nobody had any benefit, so there is no interval`);
  if (errors.every((error) => error === 0)) return notEstimable(rows, `it is ${value} here and the same in every sample drawn anew, so how uncertain it is cannot be told`);
  const { lower, upper, method } = errorInterval(Math.sqrt(2 * value), errors, level, Infinity);
  return { value, n: rows, interval: { lower: lower ** 2 / 2, upper: upper ** 2 / 2, level, method } };
}

/** Each group's share of rows and its mean benefit over the mean of all; null when nobody benefits. */
function relativeMeans(benefits: readonly (readonly number[])[]): { readonly share: number; readonly mean: number | null }[] | null {
  const sums = benefits.map(([none, one, two]) => ({ n: none! + one! + two!, sum: one! + 2 * two! }));
  const n = sums.reduce((total, group) => total + group.n, 0);
  const mu = sums.reduce((total, group) => total + group.sum, 0) / n;
  if (!(mu > 0)) return null;
  return sums.map((group) => ({ share: group.n / n, mean: group.n > 0 ? group.sum / group.n / mu : null }));
}
