import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { wilson, type Proportion } from '../numeric/wilson.js';
import type { Group, GroupCounts, GroupedOutcomes } from './groupedOutcomes.js';
import type { FairnessMetric, Measurement, RateOptions } from './metric.js';

/** A share of a group's rows. */
export interface Rate {
  /** What is counted below the line, in words: "rows whose label is positive". */
  readonly denominator: string;
  readonly usesLabels: boolean;
  count(counts: GroupCounts): Proportion;
}

export type RateMetric = FairnessMetric<RateOptions> & Rate;

/** The rate over all rows, then of every group of every attribute. */
export function perGroup(outcomes: GroupedOutcomes, rate: Rate, { level }: RateOptions): Measurement[] {
  return [
    measure(outcomes.overall, rate, level),
    ...outcomes.attributes.flatMap(({ attribute, groups }) =>
      groups.map(({ name, counts }) => ({ attribute, group: name, ...measure(counts, rate, level) })),
    ),
  ];
}

function measure(counts: GroupCounts, rate: Rate, level: number): Measurement {
  const { successes, n } = rate.count(counts);
  const estimate: Estimate =
    n === 0 ? notEstimable(0, lacks(counts, rate)) : { value: successes / n, n, interval: wilson(successes, n, level) };
  const unlabelled = counts.rows - counts.labelled;
  return {
    estimate,
    counts: { numerator: successes, denominator: n, ...(rate.usesLabels && unlabelled > 0 ? { rowsWithoutLabel: unlabelled } : {}) },
  };
}

/** The reason why a rate has no value here. */
export function lacks({ rows }: GroupCounts, { denominator }: Rate): string {
  return `none of the ${rows} rows is among the ${denominator}, so there is nothing to divide by`;
}

export function isLargeEnough({ counts }: Group, minimumGroupSize: number): boolean {
  return counts.rows >= minimumGroupSize;
}
