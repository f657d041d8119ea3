import { normalizedDiscountedGain, normalizedGainBounds } from '../numeric/discountedGain.js';
import { rateOptions, type FairnessMetric, type RateOptions } from './metric.js';
import { classCounts, inEffectiveRows, scoreStatistic } from './scoreStatistic.js';
import { jarvelinKekalainen2002, mcSherryNajork2008 } from './scoreSources.js';
import { perGroup } from './statistic.js';

/**
 * Discounted cumulative gain of a group's rows ranked by score, positives counting 1, divided by that of the best order; in (0, 1], ideal 1. Undefined without
 * positive rows. Tied rows share the discounts of their places.
 */
export const rankingNdcg: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'rankingNdcg',
  version: 3,
  label: 'Normalised discounted cumulative gain',
  summary: 'How near the ranking within a group comes to the best one, mistakes at the top counting most.',
  definition:
    'Labelled rows of the group are ranked by score, highest first; Σ over rows of the positive class of 1/log₂(1 + place), divided by its largest possible value; rows of equal score share the mean discount of their places. The whole list, without a cut. Interval on the logit scale with the jackknife’s variance over rows and Student’s quantile for the degrees of freedom of that variance: 1 ÷ (1/a + 1/b), a by how its rows are spread (few where a few rows make it), b one fewer than positive rows; of weighted or related rows by what the list as it is does to each, for as many effective rows as the parts of the sample show. Rows without a label are left out and counted in rowsWithoutLabel. Above 100,000 rows scores count to 1/4096 of their range.',
  caution: 'Its lowest value is far above 0 and rises with the base rate: a useless ranking of mostly positive rows is near 1. Compare groups only where base rates and sizes are alike; otherwise the area under the ROC curve. It is made by few rows at the top, and its interval is around the number that so many rows would show with exactly the population’s shares.',
  sources: [jarvelinKekalainen2002, mcSherryNajork2008],
  needs: ['scores', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, ndcgStatistic, options),
};

const ndcgStatistic = scoreStatistic({
  id: rankingNdcg.id,
  label: rankingNdcg.label,
  range: [0, 1],
  influence: ({ table }) => normalizedDiscountedGain(table)?.leftOut ?? null,
  of({ table }, effective) {
    const found = normalizedDiscountedGain(table);
    const fewer = effective === 1 ? found : normalizedDiscountedGain(inEffectiveRows(table, effective));
    if (found === null || fewer === null) return { value: null, because: 'no labelled row is positive, so there is nothing to rank high' };
    // The number, and what a row does to it, hang on how long the list is, so they come from the weights as they are; how much is known of them hangs on the effective rows.
    const { value } = found;
    const variance = found.variance === null || fewer.variance === null ? null : found.variance / effective;
    return { value, bounds: (z) => normalizedGainBounds({ ...fewer, value, variance }, z), method: variance !== 0 ? 'jackknifeLogit' : 'clopperPearson' };
  },
  countsOf: classCounts,
});
