import { wilson1927 } from '../method/sources.js';
import { log } from '../elementary/logarithm.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import type { FairnessMetric, Measurement } from './metric.js';
import { geyik2019 } from './scoreSources.js';
import { topKShare, topKShareOptions, type TopKShareOptions } from './topKShare.js';

/**
 * Skew of a group among the first k places when all rows are ranked by score, k = share × rows:
 *   ln((its share of the first k) ÷ (its share of all rows)),   ideal 0
 * Undefined where the group has nobody there (it would be −∞), or no rows. Geyik et al. 2019, Skew@k, with the group's share of all rows as the desired one.
 */
export const rankingSkew: FairnessMetric<TopKShareOptions> = {
  pillar: 'fairness',
  id: 'rankingSkew',
  version: 1,
  label: 'Skew at k',
  summary: 'When all are ranked by score: how much more or less of the first places a group has than of everybody.',
  definition:
    'ln of (the group’s share of the first k places ÷ its share of all rows), k = share × rows; see topKShare for ties, weights and counts. Interval: Wilson’s of the share of the first places, divided by the share of all rows and its logarithm taken; the share of all rows is taken as it is. Not estimable where the group has no row among the first k.',
  caution: 'Above 0 the group is more often at the top than its size says, below 0 less often; a group that is not there at all has no number, which is the strongest skew there is. Its size is not always what the top should look like.',
  sources: [geyik2019, wilson1927],
  needs: ['scores', 'groups'],
  ideal: 0,
  direction: 'ideal',
  onRequest: true,
  options: topKShareOptions,
  compute: (outcomes, options) =>
    topKShare.compute(outcomes, options).map(({ estimate, counts, ...about }): Measurement => ({ ...about, ...(counts === undefined ? {} : { counts }), estimate: logOf(estimate, counts) })),
};

function logOf(share: Estimate, counts: Measurement['counts']): Estimate {
  if (share.value === null || counts === undefined) return share;
  const { rows, rowsOfAll } = counts as { rows: number; rowsOfAll: number };
  if (!(rows > 0)) return notEstimable(share.n, 'the group’s rows weigh nothing, so it has no share of all to compare with');
  if (share.value === 0) return notEstimable(share.n, 'no row of the group is among the first, so the skew is −∞');
  const desired = rows / rowsOfAll;
  const { lower, upper, level } = share.interval!;
  return { value: log(share.value / desired), n: share.n, interval: { lower: log(lower / desired), upper: log(upper / desired), level, method: 'wilson' } };
}
