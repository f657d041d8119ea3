import { log } from '../elementary/logarithm.js';
import type { Interval } from '../numeric/estimate.js';
import { koopmanRatio } from '../numeric/koopman.js';
import type { Proportion } from '../numeric/wilson.js';
import type { FairnessMetric } from './metric.js';
import { geyik2019 } from './scoreSources.js';
import { koopman1984 } from './sources.js';
import { amongFirst, topKShareOptions, type AmongFirst, type TopKShareOptions } from './topKShare.js';

/**
 * Skew of a group among the first k places when all rows are ranked by score, k = share × rows:
 *   ln((its share of the first k) ÷ (its share of all rows)),   ideal 0
 * Undefined where the group has nobody there (it would be −∞), or no rows. Geyik et al. 2019, Skew@k, with the group's share of all rows as the desired one.
 */
export const rankingSkew: FairnessMetric<TopKShareOptions> = {
  pillar: 'fairness',
  id: 'rankingSkew',
  version: 2,
  label: 'Skew at k',
  summary: 'When all are ranked by score: how much more or less of the first places a group has than of everybody.',
  definition:
    'ln of (the group’s share of the first k places ÷ its share of all rows), k = share × rows; see topKShare for ties, weights and counts. Interval: with s = k ÷ rows, skew = −ln(s + (1 − s) φ), φ the group’s share of the other places ÷ its share of the first, which are independent, and φ has Koopman’s interval. Not estimable where the group has no row among the first k.',
  caution: 'Above 0 the group is more often at the top than its size says, below 0 less often; a group that is not there at all has no number, which is the strongest skew there is. Its size is not always what the top should look like.',
  sources: [geyik2019, koopman1984],
  needs: ['scores', 'groups'],
  ideal: 0,
  direction: 'ideal',
  onRequest: true,
  options: topKShareOptions,
  compute: (outcomes, { level, share }) => amongFirst(outcomes, share, (group) => skewOf(group, level)),
};

function skewOf({ amongFirst: own, places, rows, rowsOfAll, effective }: AmongFirst, level: number): { value: number; interval?: Interval; exact?: string } | { because: string } {
  if (!(rows > 0)) return { because: 'the group’s rows weigh nothing, so it has no share of all to compare with' };
  if (own === 0) return { because: 'no row of the group is among the first, so the skew is −∞' };
  const value = log(own / places / (rows / rowsOfAll));
  const others = rowsOfAll - places;
  if (!(others > 0)) return { value, exact: 'all rows are among the first' };
  const of = (count: number, total: number): Proportion => {
    const n = (effective * total) / rowsOfAll;
    return { successes: Math.min(1, Math.max(0, count / total)) * n, n };
  };
  // Places are among the first or not: with s their share, skew = −ln(s + (1 − s) φ), φ the group's share of the others ÷ that of the first.
  const ratio = koopmanRatio(of(rows - own, others), of(own, places), level);
  const skewAt = (phi: number): number => 0 - log(places / rowsOfAll + (others / rowsOfAll) * phi);
  return { value, interval: { ...ratio, lower: skewAt(ratio.upper), upper: skewAt(ratio.lower) } };
}
