import { z } from 'zod';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import type { Attribution, RowJudge } from './explainer.js';
import { rowGame, type Game } from './game.js';
import { sceneMixtures } from './mixtures.js';
import { judgeOptions, judgeSummary } from './options.js';
import { largestAddedFirst, MOST_STEPS } from './removalOrder.js';
import { deyoung2020, petsiuk2018, student1908, yeh2019 } from './sources.js';

const options = z.strictObject({
  ...judgeOptions,
  sets: z.number().int().min(3).max(10_000).default(50).describe('Random sets of features replaced in each row, for infidelity.'),
});
export type RemovalOptions = z.output<typeof options>;

const NO_ORDER = 'in none of the explained rows do the contributions put the features in an order';
const OTHER_SCALE = 'in none of the explained rows are the contributions on the scale of the model’s answer';

/** What one row's explanation foretells of removals; null where it says nothing. The curves of a row whose contributions have no order are in the features' own. */
interface RowRemoval {
  readonly deletionArea: number | null;
  readonly insertionArea: number | null;
  readonly comprehensiveness: number | null;
  readonly sufficiency: number | null;
  readonly infidelity: number | null;
  /** The answer after each step of the two, from none to all. */
  readonly deletion: readonly number[];
  readonly insertion: readonly number[];
}

/** Shares of the features that are a rationale, as DeYoung et al. 2020 have them. */
const SHARES = [0.01, 0.05, 0.1, 0.2, 0.5];

/**
 * What the model answers while features are replaced by the background's, v(S) being its mean answer when those of S are the row's, in order of contribution, largest first:
 *   deletionArea, insertionArea: area under v(all but the first k) and under v(the first k alone), k from none to all on a scale of 1 (Petsiuk et al. 2018);
 *   comprehensiveness, sufficiency: mean over shares of f(x) − v(all but the first k) and of f(x) − v(the first k alone), k the share's number rounded up (DeYoung et al. 2020);
 *   infidelity: mean square, over random sets S, of Σ_{j ∈ S} φ_j − (f(x) − v(all but S)) (Yeh et al. 2019, with the change of the answer averaged over what stands in).
 * Contributions to a margin order features as well, but are not on the answer's scale and have no infidelity.
 */
export const removal: RowJudge<RemovalOptions> = {
  pillar: 'explainability',
  id: 'removal',
  version: 2,
  onRequest: true,
  label: 'Removal of what an explanation names',
  summary: 'How the model’s answer falls when the features named first are taken away, and what of it they give alone.',
  definition: `For each explained row, its features in order of contribution, largest first, those taken away being replaced by background values. deletionArea: area under the answer while they are taken away one after another; insertionArea: while they are put in one after another. comprehensiveness: mean fall of the answer without the first 1, 5, 10, 20 and 50 % of the features (rounded up); sufficiency: mean fall with these alone. infidelity: mean square of what the contributions of a random set of features add up to, less the fall of the answer without it. ${judgeSummary} A row whose contributions are all equal has no order, and one whose contributions are to a margin no infidelity; both are counted.`,
  caution: 'Rows with features replaced are often unlike any real row, and what the model makes of them says little of what it does for people. Small areas and falls may also be a row’s whose answer never was far from the average one: compare explainers on the same rows.',
  measureWords: {
    deletionArea: 'The answer that is left on average while features are taken away, those named first first; less is better.',
    insertionArea: 'The answer that is reached on average while features are put in, those named first first; more is better.',
    comprehensiveness: 'How far the answer falls without the features named first; more is better.',
    sufficiency: 'How far the answer stays behind with the features named first alone; less is better.',
    infidelity: 'How far off contributions are, squared, from what the model does when features are replaced; less is better.',
  },
  sources: [petsiuk2018, deyoung2020, yeh2019, student1908],
  needs: ['predict'],
  direction: 'none',
  options,
  judged: [
    { id: 'deletionArea', range: [0, 1], isOfAnswer: true, undefinedBecause: NO_ORDER },
    { id: 'insertionArea', range: [0, 1], isOfAnswer: true, undefinedBecause: NO_ORDER },
    { id: 'comprehensiveness', range: [-1, 1], isOfAnswer: true, undefinedBecause: NO_ORDER },
    { id: 'sufficiency', range: [-1, 1], isOfAnswer: true, undefinedBecause: NO_ORDER },
    { id: 'infidelity', range: [0, Infinity], undefinedBecause: OTHER_SCALE },
  ],
  questions: ({ sets, background }, features) => (2 * (Math.min(features, MOST_STEPS) + 1 + SHARES.length) + sets) * background,
  async prepare(scene, options) {
    const mixtures = sceneMixtures(scene, scene.background);
    const features = scene.background.columns.length;
    return {
      about: { shares: lengthsOf(features).map((length) => length / features) },
      async judge(attribution, row, random) {
        const { deletion, insertion, ...measures } = await removalOf(attribution, rowGame(row, mixtures), options, random);
        return { measures, curves: { deletion, insertion } };
      },
    };
  },
};

/** Judges one row's attribution by asking the game of that row. */
export async function removalOf({ contributions, output }: Attribution, game: Game, { sets: count }: Pick<RemovalOptions, 'sets'>, random: RandomStream): Promise<RowRemoval> {
  const m = contributions.length;
  const ranking = largestAddedFirst(contributions);
  const lengths = lengthsOf(m);
  const rationales = SHARES.map((share) => Math.ceil(share * m));
  const firsts = [...lengths, ...rationales].map((length) => ranking.slice(0, length));
  const sets = Array.from({ length: count }, (_, s) => {
    const draws = random.child('set').child(s);
    return [...draws.child('members').sample(m, 1 + draws.integer(0, m))];
  });
  const kept = firsts.length;
  const masks = new Uint8Array((2 * kept + count) * m);
  const mark = (at: number, features: readonly number[], value: 0 | 1): void => {
    masks.fill(1 - value, at * m, (at + 1) * m);
    for (const feature of features) masks[at * m + feature] = value;
  };
  firsts.forEach((features, i) => mark(i, features, 0));
  firsts.forEach((features, i) => mark(kept + i, features, 1));
  sets.forEach((features, i) => mark(2 * kept + i, features, 0));
  const answers = await game.value(masks, 2 * kept + count);
  const whole = answers[0]!;
  const [deletion, insertion] = [answers.subarray(0, lengths.length), answers.subarray(kept, kept + lengths.length)];
  const fallsOf = (from: number): number => pairwiseSum(rationales.map((_, i) => whole - answers[from + lengths.length + i]!)) / SHARES.length;
  const isOrdered = contributions.some((value) => value !== contributions[0]);
  const misses = sets.map((set, i) => (pairwiseSum(set.map((feature) => contributions[feature]!)) - (whole - answers[2 * kept + i]!)) ** 2);
  return {
    deletion: [...deletion],
    insertion: [...insertion],
    deletionArea: isOrdered ? areaUnder(lengths, deletion) : null,
    insertionArea: isOrdered ? areaUnder(lengths, insertion) : null,
    comprehensiveness: isOrdered ? fallsOf(0) : null,
    sufficiency: isOrdered ? fallsOf(kept) : null,
    infidelity: Math.abs(output - whole) <= SAME_SCALE ? pairwiseSum(misses) / count : null,
  };
}

/** How many features are replaced at each step, from none to all. */
function lengthsOf(m: number): number[] {
  const steps = Math.min(m, MOST_STEPS);
  return Array.from({ length: steps + 1 }, (_, t) => Math.round((t * m) / steps));
}

/** What an explainer says that the model answered and what it answers here are one number but for a network's single precision; a margin is another. */
const SAME_SCALE = 1e-5;

/** Trapezoids over k ÷ m. */
function areaUnder(at: readonly number[], values: Float64Array): number {
  const m = at.at(-1)!;
  return pairwiseSum(at.slice(1).map((length, t) => ((length - at[t]!) * (values[t]! + values[t + 1]!)) / 2)) / m;
}
