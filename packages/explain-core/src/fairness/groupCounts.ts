import { wilson1927 } from '../method/sources.js';
import { notEstimable } from '../numeric/estimate.js';
import type { Group, Grouped, GroupedOutcomes } from './groupedOutcomes.js';
import { rateOptions, type FairnessMetric, type Measurement, type RateOptions } from './metric.js';
import { rateCounts, rateOf, type Rate } from './rate.js';
import { berk2021 } from './sources.js';
import { toEstimate, WITHHELD } from './statistic.js';

/** Set up by `withWhole`: all rows of the data set, of which `selected` are the group's. */
const share: Rate = { denominator: 'rows of the data set', usesLabels: false, count: ({ selected, rows }) => ({ successes: selected, n: rows }) };

/**
 * How many rows each group has, before any metric: the share of all rows, and the number of rows, of labelled ones and of those without a label.
 *   share: rows of the group ÷ all rows, weighted where rows are, with Wilson interval as if rows were drawn from a population; the others are counts
 * Undefined only without rows. It is about the data alone. Berk et al. 2021 on why base rates and sizes come first.
 */
export const groupCounts: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'groupCounts',
  version: 1,
  label: 'Group counts',
  summary: 'How many rows each group has, how many of them have a label, and what share of all rows it is.',
  definition:
    'measure share: rows of the group ÷ rows of the data set (weighted where rows are), with Wilson interval; measures rows, labelledRows and rowsWithoutLabel: counted, whatever rows weigh. Groups that are withheld are named without numbers.',
  caution:
    'Read it before any other number: a rate of a small group says little, and its interval shows how little. The interval of a share is about a population that the rows were drawn from at random; where groups were sampled by design or the rows are everybody, only the counts mean something. A share is no evidence of who ought to be in the data.',
  sources: [berk2021, wilson1927],
  needs: [],
  range: [0, 1],
  direction: 'none',
  options: rateOptions,
  compute: groupCountsOf,
};

export function groupCountsOf({ overall, attributes }: Grouped, options: RateOptions): Measurement[] {
  return [
    ...countsOf(overall, overall, options),
    ...attributes.flatMap(({ attribute, groups, withheld }): Measurement[] => [
      ...groups.flatMap((group) => countsOf(group, overall, options).map((one) => ({ attribute, group: group.name, ...one }))),
      ...withheld.map((group) => ({ attribute, group, resolved: { measure: 'share' }, estimate: notEstimable(0, WITHHELD) })),
    ]),
  ];
}

function countsOf(group: Group, overall: GroupedOutcomes['overall'], { level }: RateOptions): Measurement[] {
  const { rows, labelled } = group.rows;
  const whole = withWhole(group, overall);
  const counted = (measure: string, value: number): Measurement => ({ resolved: { measure }, estimate: { value, n: rows, exact: 'counted; it describes these rows only' } });
  return [
    group === overall
      ? { resolved: { measure: 'share' }, estimate: { value: 1, n: rows, exact: 'all rows are all rows' }, counts: rateCounts(share, whole) }
      : { resolved: { measure: 'share' }, estimate: toEstimate(rateOf(share, whole), level), counts: rateCounts(share, whole) },
    counted('rows', rows),
    counted('labelledRows', labelled),
    counted('rowsWithoutLabel', rows - labelled),
  ];
}

/** The data set with the group's rows as the selected ones. */
function withWhole({ counts, rows, parts }: Group, overall: Group): Group {
  return {
    ...overall,
    counts: { ...overall.counts, selected: counts.rows },
    rows: { ...overall.rows, selected: rows.rows },
    parts: overall.parts?.map((part, i) => ({ ...part, selected: parts?.[i]?.rows ?? 0 })) ?? null,
  };
}
