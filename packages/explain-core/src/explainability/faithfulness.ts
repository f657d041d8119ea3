import { z } from 'zod';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import type { Attribution, RowJudge } from './explainer.js';
import { rowGame, type Game } from './game.js';
import { sceneMixtures } from './mixtures.js';
import { judgeOptions, judgeSummary } from './options.js';
import { largestAddedFirst, MOST_STEPS } from './removalOrder.js';
import { bhatt2020, samek2017, student1908 } from './sources.js';

const options = z.strictObject({
  ...judgeOptions,
  subsets: z.number().int().min(3).max(10_000).default(50).describe('Random sets of features replaced in each row, for the correlation.'),
  subsetShare: z.number().gt(0).lt(1).default(0.3).describe('Share of the features in such a set; at least one, not all.'),
  randomOrders: z.number().int().min(1).max(1000).default(10).describe('Random orders that the deletion in order of contribution is compared with.'),
});
export type FaithfulnessOptions = z.output<typeof options>;

const NOTHING_VARIES = 'in none of the explained rows do the contributions and the answers vary';

/** How well contributions foretell what happens when features are replaced; null where it says nothing. */
interface RowFaithfulness {
  readonly correlation: number | null;
  readonly deletionGain: number | null;
}

/**
 * Do contributions foretell what the model does when features are replaced by the background's? Judged where they are made, row by row:
 *   correlation: Pearson's r over random sets S of Σ_{j ∈ S} φ_j with f(x) − v(all but S). Bhatt, Weller, Moura 2020, faithfulness correlation.
 *   deletionGain: mean fall of the answer while features are replaced largest contribution first, less the same in random orders (after
 *     Samek et al. 2017, area over the perturbation curve; here features in place of image regions). Above 0: better than chance.
 * The background is drawn apart from the explainers', so that none is judged by the very rows it was fitted to; the way of replacing is Kernel SHAP's own,
 * which LIME does not share.
 */
export const faithfulness: RowJudge<FaithfulnessOptions> = {
  pillar: 'explainability',
  id: 'faithfulness',
  version: 3,
  label: 'Faithfulness of explanations',
  summary: 'Whether the features an explanation names are those whose replacement changes the model’s answer.',
  definition:
    `For each explained row. correlation: Pearson’s r, over random sets of features, of the sum of contributions with the fall of the answer when the set is replaced by background values. deletionGain: mean fall while features are replaced in order of contribution, less that in random orders. ${judgeSummary} A row where contributions or falls are all equal has neither and is counted.`,
  measureWords: {
    correlation: 'Do the contributions foretell how far the answer falls when features are replaced? 1: exactly; 0: no better than chance.',
    deletionGain: 'How much further the answer falls when features are replaced in the explanation’s order than in a random one; above 0 the order tells something.',
  },
  sources: [bhatt2020, samek2017, student1908],
  needs: ['predict'],
  range: [-1, 1],
  ideal: 1,
  direction: 'higher',
  options,
  judged: [
    { id: 'correlation', range: [-1, 1], undefinedBecause: NOTHING_VARIES },
    { id: 'deletionGain', range: [-1, 1], isOfAnswer: true, undefinedBecause: NOTHING_VARIES },
  ],
  questions: ({ subsets, randomOrders, background }, features) => (subsets + (1 + randomOrders) * Math.min(features, MOST_STEPS)) * background,
  async prepare(scene, options) {
    const mixtures = sceneMixtures(scene, scene.background);
    return { judge: async (attribution, row, random) => ({ measures: { ...(await faithfulnessOf(attribution, rowGame(row, mixtures), options, random)) } }) };
  },
};

/** Judges one row's attribution by asking the game of that row. */
export async function faithfulnessOf({ contributions, output }: Attribution, game: Game, { subsets, subsetShare, randomOrders }: FaithfulnessOptions, random: RandomStream): Promise<RowFaithfulness> {
  const m = contributions.length;
  // With one feature there is one set and one order: nothing to compare.
  if (m < 2) return { correlation: null, deletionGain: null };
  const size = Math.min(m - 1, Math.max(1, Math.round(subsetShare * m)));
  const sets = Array.from({ length: subsets }, (_, s) => random.child('subset').child(s).sample(m, size));
  const ranking = largestAddedFirst(contributions);
  const orders = [ranking, ...Array.from({ length: randomOrders }, (_, r) => [...random.child('order').child(r).permutation(m)])];
  const steps = Math.min(m - 1, MOST_STEPS);
  const lengths = Array.from({ length: steps }, (_, t) => Math.round(((t + 1) * m) / (steps + 1)));
  const replaced = [...sets, ...orders.flatMap((order) => lengths.map((length) => order.slice(0, length)))];
  const masks = new Uint8Array(replaced.length * m).fill(1);
  replaced.forEach((features, i) => features.forEach((feature: number) => (masks[i * m + feature] = 0)));
  const falls = (await game.value(masks, replaced.length)).map((value) => output - value);
  const scale = Math.max(1, Math.abs(output));
  const sums = sets.map((set) => pairwiseSum(Float64Array.from(set, (feature) => contributions[feature])));
  const areas = orders.map((_, o) => pairwiseSum(falls, subsets + o * steps, subsets + (o + 1) * steps) / steps);
  // Equal contributions rank nothing, and where the answer never moves there is nothing to rank.
  const telling = contributions.some((value) => value !== contributions[0]) && falls.some((fall) => Math.abs(fall - falls[0]) > NO_SPREAD * scale);
  return {
    correlation: correlation(sums, falls.subarray(0, subsets), scale),
    deletionGain: telling ? areas[0] - pairwiseSum(areas, 1) / randomOrders : null,
  };
}

/** A spread this small is what rounding leaves of equal numbers, as a share of the answer's size or of 1. */
const NO_SPREAD = 1e-12;

/** Pearson's r; null when either side does not vary, but for rounding of numbers of this scale. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>, scale = 1): number | null {
  const n = x.length;
  const away = (values: ArrayLike<number>): Float64Array => {
    const mean = pairwiseSum(values) / n;
    return Float64Array.from(values, (value) => value - mean);
  };
  const dx = away(x);
  const dy = away(y);
  const product = (a: Float64Array, b: Float64Array): number => pairwiseSum(a.map((value, i) => value * b[i])) / n;
  const spread = [product(dx, dx), product(dy, dy)].map(Math.sqrt);
  if (spread.some((value) => value < NO_SPREAD * scale)) return null;
  return Math.max(-1, Math.min(1, product(dx, dy) / (spread[0] * spread[1])));
}
