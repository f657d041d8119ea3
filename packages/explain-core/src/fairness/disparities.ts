import { z } from 'zod';
import { notEstimable } from '../numeric/estimate.js';
import { againstOverall } from './againstOverall.js';
import { comparedStatistics, type ComparedStatistic } from './comparedStatistics.js';
import { againstReference, difference, dividedBy, groupMaximum, groupMinimum, minus, ratio } from './disparity.js';
import type { GroupedOutcomes } from './groupedOutcomes.js';
import { bootstrapOptions, referenceOptions, type FairnessMetric, type Measurement } from './metric.js';
import { efron1987, feldmanCousins1998, koopman1984, newcombe1998, romano2014, weerts2023, zou2008 } from './sources.js';
import type { Statistic } from './statistic.js';

const ids = comparedStatistics.map(({ metric }) => metric.id);
const aggregations = ['difference', 'ratio', 'groupMinimum', 'groupMaximum'] as const;
const comparisons = ['betweenGroups', 'toReference', 'toOverall'] as const;
const errorAndSelectionRates = [
  'selectionRate', 'truePositiveRate', 'falsePositiveRate', 'trueNegativeRate', 'falseNegativeRate', 'precision', 'negativePredictiveValue', 'falseDiscoveryRate', 'falseOmissionRate', 'accuracy', 'errorRate',
];

export const disparitiesOptions = referenceOptions.extend({
  replicates: bootstrapOptions.shape.replicates,
  interval: bootstrapOptions.shape.interval,
  statistics: z.array(z.enum(ids)).min(1).default(errorAndSelectionRates).describe('The numbers of groups that are compared, by their methods.'),
  aggregations: z.array(z.enum(aggregations)).min(1).default([...aggregations]).describe('How groups become one number; smallest and largest are given between groups only.'),
  comparisons: z.array(z.enum(comparisons)).min(1).default([...comparisons]).describe('With what a group is compared: the other groups, a reference group, or all rows.'),
});
export type DisparitiesOptions = z.infer<typeof disparitiesOptions>;

/**
 * Any number of groups, compared in any way: statistic × aggregation × comparison, one result for each, which its options name.
 *   betweenGroups: max − min, min ÷ max, min, max over groups; toReference: v_g − v_reference, v_g ÷ v_reference; toOverall: v_g − v, v_g ÷ v for all rows,
 *   and for the attribute the farthest group (see againstOverall)
 * Undefined where the number is undefined for a group that is compared, or divided by 0. Ratios are of numbers that cannot be negative.
 * After Fairlearn's MetricFrame (Weerts et al. 2023).
 */
export const disparities: FairnessMetric<DisparitiesOptions> = {
  pillar: 'fairness',
  id: 'disparities',
  version: 3,
  label: 'Disparities of every kind',
  summary: 'Any number that groups have, compared between groups, with a reference group, or with all rows.',
  definition:
    'For each statistic: betweenGroups, max − min, min ÷ max, min and max over groups; toReference, group − reference and group ÷ reference (the group named for the attribute, else the largest); toOverall, group − all rows and group ÷ all rows, and over groups the largest |group − all rows| and the smallest of group ÷ all rows and its inverse. Intervals between groups are about the extreme itself, from all pairs at once; of single comparisons Newcombe for differences and Koopman for ratios of rates, variance estimates recovered otherwise. To all rows, rates by exact algebra from group and rest, with the group’s share of the denominator taken as given; other numbers by bootstrap. Between two groups differences and ratios have the unified interval of a size (Feldman and Cousins), which holds the truth as often as the level says, and so has the farthest of two from all rows by a rate’s difference; of more groups, extremes and the farthest from all rows have one that holds it at least as often. Groups with fewer rows than minimumGroupSize (1: none) are left out.',
  caution:
    'It answers questions asked beforehand, and makes hundreds of numbers: some are far from the ideal by chance alone, so do not pick the worst ones afterwards; disparityTests adjusts for that. Differences to all rows are smaller than differences to the rest, the more so the larger the group. A ratio of small rates swings with single rows.',
  sources: [weerts2023, newcombe1998, koopman1984, zou2008, romano2014, efron1987, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  direction: 'ideal',
  onRequest: true,
  options: disparitiesOptions,
  compute: (outcomes, options) =>
    comparedStatistics
      .filter(({ metric }) => options.statistics.includes(metric.id))
      .flatMap(({ metric, statistic }) =>
        comparisons
          .filter((comparison) => options.comparisons.includes(comparison))
          .flatMap((comparison) =>
            aggregations
              .filter((aggregation) => options.aggregations.includes(aggregation) && (comparison === 'betweenGroups' || aggregation === 'difference' || aggregation === 'ratio'))
              .flatMap((aggregation): Measurement[] => {
                const because = lacking(metric, outcomes, aggregation);
                const found: Measurement[] =
                  because === null ? compared(outcomes, statistic(outcomes), aggregation, comparison, options) : outcomes.attributes.map(({ attribute }) => ({ attribute, estimate: notEstimable(0, because) }));
                return found.map((one) => ({ ...one, resolved: { ...one.resolved, statistic: metric.id, aggregation, comparison } }));
              }),
          ),
      ),
};

function compared(outcomes: GroupedOutcomes, statistic: Statistic, aggregation: (typeof aggregations)[number], comparison: (typeof comparisons)[number], options: DisparitiesOptions): Measurement[] {
  if (comparison === 'betweenGroups') {
    if (aggregation === 'difference') return difference(outcomes, [statistic], options);
    if (aggregation === 'ratio') return ratio(outcomes, [statistic], options);
    return (aggregation === 'groupMinimum' ? groupMinimum : groupMaximum)(outcomes, statistic, options);
  }
  const pairwise = aggregation === 'ratio' ? 'ratio' : 'difference';
  if (comparison === 'toOverall') return againstOverall(outcomes, statistic, pairwise, options);
  return againstReference(outcomes, [statistic], options, ([group], [reference]) => (pairwise === 'ratio' ? dividedBy : minus)(group!, reference!));
}

/** What the audit must have for this number, and the number for this comparison. */
function lacking({ needs, range }: ComparedStatistic['metric'], { scale }: GroupedOutcomes, aggregation: (typeof aggregations)[number]): string | null {
  if (needs.includes('scores') && scale === null) return 'there are no scores, only decisions; name the column that holds the scores';
  if (needs.includes('probabilities') && scale?.probability !== true) return 'the scores are no probabilities, which this number is about';
  if (aggregation === 'ratio' && ((range?.[0] ?? 0) < 0 || (needs.includes('scores') && (scale?.from ?? 0) < 0))) return 'it can be negative, and then ratios mean nothing';
  return null;
}
