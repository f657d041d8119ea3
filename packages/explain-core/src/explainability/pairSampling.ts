import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import { additiveFit } from './additiveFit.js';
import { choosePairs, type PairOrder, type PairSampling } from './coalitions.js';
import type { Question } from './question.js';
import { rowGame } from './game.js';
import { interactionFit, MOST_INTERACTION_PAIRS } from './interactionFit.js';
import type { PairFit, PairSolution } from './pairFit.js';
import { roundSizes } from './precision.js';

export interface PairOptions {
  readonly regression: 'interactions' | 'additive';
  readonly sampling: PairSampling;
  readonly shareCoalitions: boolean;
  readonly targetError: number;
}

/** Pairs of coalitions of numbered players, and fits to the first so many of them, made when first needed. */
interface PairDesign {
  readonly pairs: PairOrder;
  /** How many pairs have been asked about after each round. */
  readonly rounds: readonly number[];
  fitTo(count: number): PairFit;
}

/** The designs of an explainer, one for each number of players and of pairs. */
export type PairDesigns = (players: number, budget: number) => PairDesign;

/**
 * Drawing pairs, and the projection that makes values of their answers, cost more than many a model; so rows share a design. Unless they are to share the coalitions themselves, each row numbers its
 * players in an order of its own, which makes its coalitions as good as drawn for it alone.
 */
export function pairDesigns({ regression, sampling, targetError }: PairOptions, random: RandomStream): PairDesigns {
  const known = new Map<string, PairDesign>();
  return (players, budget) => {
    const key = `${players}/${budget}`;
    // Whoever may stop early should not have to ask about all small coalitions first.
    const enumerateFor = targetError === 0 ? budget : Math.min(budget, 4 * players);
    const design = known.get(key) ?? designOf(choosePairs(players, budget, random.child('coalitions').child(key), sampling, enumerateFor), players, regression, targetError);
    known.set(key, design);
    return design;
  };
}

function designOf(pairs: PairOrder, players: number, regression: PairOptions['regression'], targetError: number): PairDesign {
  const { count, drawnFrom } = pairs;
  // As many drawn as make the errors of all players worth believing.
  const first = drawnFrom + 2 * players;
  const rounds = targetError === 0 ? [count] : roundSizes(first, count);
  const knowsInteractions = (size: number): boolean => regression === 'interactions' && size <= MOST_INTERACTION_PAIRS;
  if (knowsInteractions(first) && count > MOST_INTERACTION_PAIRS) rounds.push(MOST_INTERACTION_PAIRS);
  const fits = new Map<number, PairFit>();
  return {
    pairs,
    rounds: [...new Set(rounds)].sort((a, b) => a - b),
    fitTo(size) {
      const fit = fits.get(size) ?? (knowsInteractions(size) ? interactionFit : additiveFit)(pairs.first(size));
      fits.set(size, fit);
      return fit;
    },
  };
}

/** Values and standard errors by feature, and what they took. */
export interface Sampled extends PairSolution {
  readonly coalitions: number;
  readonly rounds: number;
  readonly evaluations: number;
  readonly isEnough: boolean;
}

/** Shapley values from drawn pairs, at most `budget` of them, until `isEnough` is content with values and standard errors, both by feature. */
export async function samplePairs(
  { row, output, background, answers, mixtures }: Question,
  budget: number,
  designs: PairDesigns,
  { shareCoalitions }: PairOptions,
  random: RandomStream,
  isEnough: (solution: PairSolution) => boolean,
): Promise<Sampled> {
  const features = background.columns.length;
  const game = rowGame(row, mixtures);
  const m = game.varying.length;
  const design = designs(m, budget);
  const { pairs } = design;
  const order = shareCoalitions ? null : random.child('players').permutation(m);
  const featureOf = Int32Array.from(game.varying, (_, player) => game.varying[order === null ? player : order[player]]);
  const spread = (values: Float64Array): Float64Array => {
    const all = new Float64Array(features);
    for (let player = 0; player < m; player++) all[featureOf[player]] = values[player];
    return all;
  };
  const delta = output - pairwiseSum(answers) / background.rows;
  const odd = new Float64Array(pairs.count);
  let best: PairSolution | null = null;
  let asked = 0;
  let rounds = 0;
  for (const size of design.rounds) {
    const part = size - asked;
    const masks = new Uint8Array(part * features);
    const complements = new Uint8Array(part * features);
    const players = pairs.masks;
    for (let start = 0, at = asked * m; at < size * m; start += features) {
      for (let player = 0; player < m; player++, at++) {
        const isIn = players[at];
        const place = start + featureOf[player];
        masks[place] = isIn;
        complements[place] = 1 - isIn;
      }
    }
    const ones = await game.value(masks, part);
    const others = await game.value(complements, part);
    for (let pair = 0; pair < part; pair++) odd[asked + pair] = (ones[pair] - others[pair]) / 2;
    asked = size;
    rounds++;
    const solved = design.fitTo(size).solve(odd.subarray(0, size), delta);
    const solution = { values: spread(solved.values), standardErrors: spread(solved.standardErrors) };
    // Another fit may serve the larger round worse than the one before was served.
    if (best === null || pairwiseSum(solution.standardErrors) <= pairwiseSum(best.standardErrors)) best = solution;
    if (isEnough(best)) break;
  }
  return { ...best!, coalitions: 2 * asked, rounds, evaluations: 2 * asked * background.rows, isEnough: isEnough(best!) };
}
