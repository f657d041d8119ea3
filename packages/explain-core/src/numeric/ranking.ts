import type { Distribution } from './distribution.js';
import { log, log2 } from '../elementary/logarithm.js';

/**
 * One ranking of all groups' rows, highest score first. A tier is the rows of one score: they share its places, and so its attention, evenly,
 * since no order among them was decided.
 */
export interface Tier {
  readonly score: number;
  /** Places before it. */
  readonly before: number;
  readonly size: number;
  /** Rows of each group, in the order given. */
  readonly groups: readonly number[];
}

export function rankTiers(groups: readonly Distribution[]): Tier[] {
  const tiers = new Map<number, number[]>();
  groups.forEach(({ values, weights }, group) => {
    values.forEach((score, i) => {
      if (weights[i] === 0) return;
      const counts = tiers.get(score) ?? new Array<number>(groups.length).fill(0);
      tiers.set(score, counts);
      counts[group]! += weights[i]!;
    });
  });
  let before = 0;
  return [...tiers]
    .sort(([a], [b]) => b - a)
    .map(([score, counts]) => {
      const size = counts.reduce((sum, count) => sum + count, 0);
      const tier = { score, before, size, groups: counts };
      before += size;
      return tier;
    });
}

/**
 * Normalised discounted KL divergence of a ranking from desired shares: the mean over the first `places` places i of KL(shares among the first i ‖
 * desired), weighted 1 ÷ log₂(1 + i). 0 when every prefix has the desired shares. Null when a group that is desired nowhere appears,
 * and without rows.
 * Geyik, Ambler, Kenthapadi 2019, "Fairness-aware ranking in search and recommendation systems with application to LinkedIn talent search", KDD.
 */
export function normalizedDiscountedDivergence(tiers: readonly Tier[], desired: readonly number[], places: number): number | null {
  const rows = new Array<number>(desired.length).fill(0);
  let sum = 0;
  let weight = 0;
  for (const { before, size, groups } of tiers) {
    for (let place = Math.floor(before) + 1; place <= Math.min(before + size, places); place++) {
      const discount = 1 / log2(1 + place);
      let divergence = 0;
      for (let group = 0; group < desired.length; group++) {
        const share = (rows[group]! + (groups[group]! * (place - before)) / size) / place;
        if (share === 0) continue;
        if (!(desired[group]! > 0)) return null;
        divergence += share * log(share / desired[group]!);
      }
      sum += discount * divergence;
      weight += discount;
    }
    groups.forEach((count, group) => {
      rows[group]! += count;
    });
  }
  return weight > 0 ? Math.max(0, sum / weight) : null;
}
