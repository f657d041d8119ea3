import { discountSum } from '../numeric/discount.js';
import { rankTiers, type Tier } from '../numeric/ranking.js';
import type { GroupedOutcomes } from './groupedOutcomes.js';
import { scoresOf } from './scoreCdf.js';

/** The ranking of all rows together, labelled or not, highest score first; rows of equal score share their places. Null without scores. */
export function rankingOf({ overall }: GroupedOutcomes): readonly Tier[] | null {
  return overall.scores === null ? null : rankTiers([scoresOf(overall.scores)]);
}

/** Mean discount 1 ÷ log₂(1 + place) of the places that rows of a score share. */
export function exposures(tiers: readonly Tier[]): ReadonlyMap<number, number> {
  return new Map(tiers.map(({ score, before, size }) => [score, (discountSum(before + size) - discountSum(before)) / size]));
}

/** For each score, the part of its rows that stands among the first k. */
export function partsAmongFirst(tiers: readonly Tier[], k: number): ReadonlyMap<number, number> {
  return new Map(tiers.map(({ score, before, size }) => [score, Math.min(1, Math.max(0, (k - before) / size))]));
}
