import { z } from 'zod';
import { notEstimable, type Interval } from '../numeric/estimate.js';
import { wilson } from '../numeric/wilson.js';
import { wilson1927 } from '../method/sources.js';
import { effectivePlaces } from './effectivePlaces.js';
import { effectiveRows } from './effectiveRows.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import { level, type FairnessMetric, type Measurement } from './metric.js';
import { partsAmongFirst, rankingOf } from './scoreRanking.js';
import { scoresOf } from './scoreCdf.js';
import { geyik2019 } from './scoreSources.js';
import { WITHHELD } from './statistic.js';

export const topKShareOptions = z.strictObject({
  level,
  share: z.number().gt(0).max(1).default(0.1).describe('How many places are looked at, as a share of all rows.'),
});
export type TopKShareOptions = z.infer<typeof topKShareOptions>;

/**
 * Share of the first k places that a group has when all rows are ranked by score, k = share × rows; in [0, 1]; to compare with its share of all rows, in the
 * counts. Rows of a score that k cuts through share the places left, in proportion. Undefined only without rows. Geyik et al. 2019: their skew is log(share ÷ desired share).
 */
export const topKShare: FairnessMetric<TopKShareOptions> = {
  pillar: 'fairness',
  id: 'topKShare',
  version: 2,
  label: 'Share of the top k',
  summary: 'When all are ranked by score: which share of the first places a group has, to compare with its share of everybody.',
  definition:
    'All rows, labelled or not, are ranked by score, highest first; places among the first k that the group’s rows have ÷ k, k = share × rows. Rows of equal score that k cuts through share what is left in proportion. counts: amongFirst, places (k), rows of the group and of all (weights, where rows are weighted). Wilson interval over places; of weighted or related rows for as many independent places as would leave the variance that the parts of the sample show. Above 100,000 rows scores count to 1/4096 of their range.',
  caution: 'It is not a rate: a large group has a large share. Compare with rows ÷ rowsOfAll; the ratio of the two is the group’s chance of being among the first relative to everybody’s. Whether the share of the rows is what the top should look like is a question the number does not answer.',
  sources: [geyik2019, wilson1927],
  needs: ['scores', 'groups'],
  range: [0, 1],
  direction: 'none',
  onRequest: true,
  options: topKShareOptions,
  compute: (outcomes, { level: sure, share }) =>
    amongFirst(outcomes, share, ({ amongFirst: own, places, effective }) => {
      const value = Math.min(1, own / places);
      return { value, interval: wilson(value * (share * effective), share * effective, sure) };
    }),
};

/** A group's rows among the first places; by weight, where rows are weighted. */
export interface AmongFirst {
  readonly amongFirst: number;
  readonly places: number;
  readonly rows: number;
  readonly rowsOfAll: number;
  /** So many independent rows of weight 1 say as much as all rows, of the group's share of the first places. */
  readonly effective: number;
}

/** What is found of each group among the first places, share × all rows, or why nothing is. */
export function amongFirst(outcomes: GroupedOutcomes, share: number, find: (group: AmongFirst) => { readonly value: number; readonly interval?: Interval; readonly exact?: string } | { readonly because: string }): Measurement[] {
  const tiers = rankingOf(outcomes);
  const rowsOfAll = outcomes.overall.counts.rows;
  if (tiers === null || rowsOfAll === 0) return [{ estimate: notEstimable(0, 'there are no scores to rank by') }];
  const places = share * rowsOfAll;
  const parts = partsAmongFirst(tiers, places);
  const { scores, rows: all } = outcomes.overall;
  const least = effectiveRows(outcomes.overall, ({ rows }) => rows);
  const effectiveFor = (group: Group, p: number): number => {
    const found = group.scores === null || scores === null ? null : effectivePlaces(group.scores, scores, parts, p);
    return found === null ? least : Math.min(all.rows, found / share);
  };
  const n = outcomes.overall.rows.rows;
  return outcomes.attributes.flatMap(({ attribute, groups, withheld }): Measurement[] => [
    ...groups.map((group): Measurement => {
      const counts = { amongFirst: count(group, parts), places, rows: group.counts.rows, rowsOfAll };
      const found = share * least < 1 ? { because: `${share} of ${rowsOfAll} rows is less than one place` } : find({ ...counts, effective: effectiveFor(group, counts.amongFirst / places) });
      return { attribute, group: group.name, estimate: 'because' in found ? notEstimable(n, found.because) : { ...found, n }, counts };
    }),
    ...withheld.map((group) => ({ attribute, group, estimate: notEstimable(0, WITHHELD) })),
  ]);
}

function count({ scores }: Group, parts: ReadonlyMap<number, number>): number {
  if (scores === null) return 0;
  const { values, weights } = scoresOf(scores);
  return values.reduce((sum, score, i) => sum + (weights[i] === 0 ? 0 : weights[i]! * parts.get(score)!), 0);
}
