import { studentTQuantile } from '../numeric/studentT.js';
import { uncertainProportion } from '../numeric/uncertain.js';
import { varianceDegrees } from '../numeric/varianceDegrees.js';
import type { Proportion } from '../numeric/wilson.js';
import type { Group, GroupCounts, GroupedOutcomes } from './groupedOutcomes.js';
import type { FairnessMetric, Measurement, RateOptions } from './metric.js';
import { perGroup, type GroupValue, type Statistic } from './statistic.js';

/** A share of a group's rows. `count` must be a sum over rows, so that it can be taken of any part of them. */
export interface Rate {
  /** What is counted below the line, in words: "rows whose label is positive". */
  readonly denominator: string;
  readonly usesLabels: boolean;
  count(counts: GroupCounts): Proportion;
}

export type RateMetric = FairnessMetric<RateOptions> & Rate;

/** The rate over all rows, then of every group of every attribute. */
export function ratePerGroup(outcomes: GroupedOutcomes, rate: RateMetric, options: RateOptions): Measurement[] {
  return perGroup(outcomes, rateStatistic(rate), options);
}

/** A rate as the number of a group, for comparisons. */
export function rateStatistic(rate: RateMetric): Statistic {
  return {
    id: rate.id,
    label: rate.label,
    basis: 'counts',
    range: [0, 1],
    of: (group) => rateOf(rate, group),
    countsOf: (group) => rateCounts(rate, group),
  };
}

export function rateOf(rate: Rate, group: Group): GroupValue {
  const { rows, ...proportion } = proportionOf(rate, group);
  if (proportion.n === 0) return { rows: 0, value: null, because: lacks(group.rows, rate) };
  return { rows, ...uncertainProportion(proportion), method: 'wilson' };
}

export function rateCounts(rate: Rate, { counts, rows, parts }: Group): Record<string, number> {
  const { successes, n } = rate.count(counts);
  const unlabelled = rows.rows - rows.labelled;
  return {
    numerator: successes,
    denominator: n,
    ...(parts === null ? {} : { rows: rate.count(rows).n }),
    ...(rate.usesLabels && unlabelled > 0 ? { rowsWithoutLabel: unlabelled } : {}),
  };
}

/**
 * The rate as so many successes of so many independent trials of weight 1. Where rows are weighted or belong together, the trials are as many as
 * would leave the variance that the parts of the sample show, p (1 − p) ÷ var, at most the rows; and fewer where few parts tell little of the variance, or many parts of which few differ (see varianceDegrees).
 * Korn, Graubard 1998, "Confidence intervals for proportions with small expected number of positive counts estimated from survey data", Survey Methodology 24.
 */
export function proportionOf(rate: Rate, { counts, rows, parts }: Pick<Group, 'counts' | 'rows' | 'parts'>): Proportion & { readonly rows: number } {
  const { successes, n } = rate.count(counts);
  if (parts === null) return { successes, n, rows: n };
  const own = rate.count(rows).n;
  if (n === 0) return { successes: 0, n: 0, rows: own };
  const p = Math.min(1, successes / n);
  let used = 0;
  let sumOfSquares = 0;
  let sumOfFourths = 0;
  for (const part of parts) {
    const { successes: x, n: m } = rate.count(part);
    if (m === 0) continue;
    used++;
    const square = (x - p * m) ** 2;
    sumOfSquares += square;
    sumOfFourths += square ** 2;
  }
  const variance = used < 2 ? 0 : ((used / (used - 1)) * sumOfSquares) / (n * n);
  // Where nothing varies the variance is unknown, not 0: the parts are counted instead.
  const trials = variance > 0 && p > 0 && p < 1 ? Math.min(own, (p * (1 - p)) / variance) : Math.min(own, used);
  const effective = Math.max(1, trials * (used < 2 ? 0 : costOf(varianceDegrees(used, sumOfSquares, sumOfFourths))));
  return { successes: p * effective, n: effective, rows: own };
}

/**
 * (z ÷ t)² at 95 %: what it costs that the variance is itself estimated, from few parts or (a rare outcome) from few that differ. To whole degrees: the quantile
 * is found by search, and asked for by every rate of every group.
 */
function costOf(degrees: number): number {
  const whole = Math.max(1, Math.round(degrees));
  return (costs[whole] ??= (1.959963984540054 / studentTQuantile(0.975, whole)) ** 2);
}
const costs: number[] = [];

/** The reason why a rate has no value here. */
function lacks(rows: GroupCounts, { denominator, count }: Rate): string {
  const { n } = count(rows);
  return n > 0 ? `all ${n} ${denominator} have weight 0, so there is nothing to divide by` : `none of the ${rows.rows} rows is among the ${denominator}, so there is nothing to divide by`;
}

export function isLargeEnough({ rows }: Group, minimumGroupSize: number): boolean {
  return rows.rows >= minimumGroupSize;
}
