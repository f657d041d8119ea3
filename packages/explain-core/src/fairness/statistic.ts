import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { twoSidedZ } from '../numeric/normal.js';
import type { Uncertain } from '../numeric/uncertain.js';
import type { Group, Grouped } from './groupedOutcomes.js';
import type { FairnessMetric, Measurement, RateOptions } from './metric.js';
import type { IntervalMethod } from '../numeric/intervalMethods.js';

/** One group's number, or the reason why it has none. `rows` are those it rests on, whatever they weigh. */
export type GroupValue = { readonly rows: number } & ((Uncertain & { readonly because?: undefined; readonly method: IntervalMethod }) | { readonly value: null; readonly because: string });

/** A number that each group has: a rate, a mean, an area under a curve. Comparisons between groups are made of such numbers and nothing else. */
export interface Statistic {
  readonly id: string;
  readonly label: string;
  /** What it is drawn from, where its doubt has no closed form. */
  readonly basis: 'counts' | 'scores';
  readonly range: readonly [number, number];
  of(group: Group): GroupValue;
  /** What a reader can redo the number from. */
  countsOf(group: Group): Readonly<Record<string, number>>;
}

export type StatisticMetric = FairnessMetric<RateOptions> & Statistic;

/** The number of all rows, then of every group of every attribute; groups that are withheld are named without a number. */
export function perGroup({ overall, attributes }: Grouped, statistic: Statistic, { level }: RateOptions): Measurement[] {
  const measure = (group: Group): Pick<Measurement, 'estimate' | 'counts'> => ({ estimate: toEstimate(statistic.of(group), level), counts: statistic.countsOf(group) });
  return [
    measure(overall),
    ...attributes.flatMap(({ attribute, groups, withheld }): Measurement[] => [
      ...groups.map((group) => ({ attribute, group: group.name, ...measure(group) })),
      ...withheld.map((group) => ({ attribute, group, estimate: notEstimable(0, WITHHELD) })),
    ]),
  ];
}

export const WITHHELD = 'withheld, since the group is small or would let a small one be worked out';

export function toEstimate(found: GroupValue, level: number): Estimate {
  if (found.value === null) return notEstimable(found.rows, found.because);
  const { lower, upper } = found.bounds(twoSidedZ(level));
  return { value: found.value, n: found.rows, interval: { lower, upper, level, method: found.method } };
}
