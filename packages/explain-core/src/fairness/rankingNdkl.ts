import { z } from 'zod';
import type { Distribution } from '../numeric/distribution.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { normalizedDiscountedDivergence, rankTiers } from '../numeric/ranking.js';
import type { AttributeGroups, GroupedOutcomes } from './groupedOutcomes.js';
import type { FairnessMetric } from './metric.js';
import { scoresOf } from './scoreCdf.js';
import { geyik2019 } from './scoreSources.js';
import { WITHHELD } from './statistic.js';

const options = z.strictObject({
  places: z.number().int().min(1).max(10_000).default(100).describe('How many places from the top are looked at; all of them if there are fewer.'),
});
type Options = z.infer<typeof options>;

/**
 * How far the groups' shares among the first places are from their shares of all rows, over every beginning of the list:
 *   Σ_i d_i KL(shares among the first i ‖ shares of all) ÷ Σ_i d_i,   d_i = 1 ÷ log₂(1 + i),   i = 1 … places;   ≥ 0, ideal 0, nats
 * Undefined without scores or rows. Geyik et al. 2019, with the groups' shares of all rows as the desired ones.
 */
export const rankingNdkl: FairnessMetric<Options> = {
  pillar: 'fairness',
  id: 'rankingNdkl',
  version: 1,
  label: 'Normalised discounted KL divergence',
  summary: 'When all are ranked by score: how far the mix of groups is from that of everybody, over all beginnings of the list, its top counting most.',
  definition:
    'All rows, labelled or not, are ranked by score, highest first; rows of equal score share their places in proportion. Mean over i = 1 … places of the Kullback–Leibler divergence (nats) of the groups’ shares among the first i from their shares of all rows, weighted 1/log₂(1 + i). A number for each attribute. It describes this ranking of these rows and has no interval. Weights count as if they were one on average. Above 100,000 rows scores count to 1/4096 of their range.',
  caution:
    'It is never 0 where the first place has one group only, and larger with smaller groups: compare it between rankings of the same rows, not between attributes. It does not say who is at the top; rankingSkew does.',
  sources: [geyik2019],
  needs: ['scores', 'groups'],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options,
  compute: (outcomes, { places }) => outcomes.attributes.map((entry) => ({ attribute: entry.attribute, estimate: divergenceOf(outcomes, entry, places), counts: { groups: entry.groups.length, places: Math.min(places, outcomes.overall.rows.rows) } })),
};

function divergenceOf({ overall }: GroupedOutcomes, { groups, withheld }: AttributeGroups, places: number): Estimate {
  const n = overall.rows.rows;
  const all = overall.counts.rows;
  if (overall.scores === null || !(all > 0)) return notEstimable(0, 'there are no scores to rank by');
  if (withheld.length > 0) return notEstimable(n, WITHHELD);
  // Only proportions of weights matter, so places are counted as if weights were one on average.
  const scaled = ({ values, weights }: Distribution): Distribution => ({ values, weights: weights.map((weight) => (weight * n) / all) });
  const tiers = rankTiers(groups.map(({ scores }) => scaled(scoresOf(scores!))));
  const value = normalizedDiscountedDivergence(tiers, groups.map(({ counts }) => counts.rows / all), places);
  if (value === null) throw new Error('rows that weigh something fill a place');
  return { value, n, exact: 'it describes the ranking of these rows' };
}
