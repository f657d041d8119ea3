import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import type { Question } from './question.js';
import { rowGame } from './game.js';
import { isWithin, relativeError, roundSizes, type Stopped } from './precision.js';

/** An order of the given features, the i-th that is drawn. */
export type DrawOrder = (varying: readonly number[], random: RandomStream) => ArrayLike<number>;

/** What walks found, by feature. */
export interface Walked {
  readonly values: Float64Array;
  readonly standardErrors: Float64Array;
  /** What each walk there and back gave each feature, [walks, features]. */
  readonly each: Float64Array;
  readonly walks: number;
  readonly rounds: number;
  readonly evaluations: number;
  readonly relativeError: number | null;
  readonly stopped: Stopped;
}

/** Walks before the spread of walks is trusted. */
const FIRST_WALKS = 8;

/**
 * Shapley values as means over orders of what a feature adds to those before it. A walk takes an order and then the same backwards: what a feature adds early and what it adds late
 * lie on either side of the mean (antithetic, Mitchell et al. 2022). Every walk adds up to f(x) − v(∅). Walks are drawn apart, so their spread is the standard error; with two features or fewer
 * every walk is the mean itself.
 * Drawn in rounds until Σ standard errors ≤ target × Σ |values|, `most` walks at most.
 */
export async function walk({ row, output, background, answers, mixtures }: Question, most: number, target: number, drawOrder: DrawOrder, random: RandomStream): Promise<Walked> {
  const features = background.columns.length;
  const game = rowGame(row, mixtures);
  const { varying, size } = game;
  const m = varying.length;
  const none = pairwiseSum(answers) / size;
  const largest = Math.max(Math.abs(output), ...answers.map(Math.abs));
  const each: number[] = [];
  let walks = 0;
  let rounds = 0;
  let evaluations = 0;
  for (const until of roundSizes(Math.min(FIRST_WALKS, most), most)) {
    const part = until - walks;
    const orders = Array.from({ length: part }, (_, w) => drawOrder(varying, random.child(walks + w))).flatMap((order) => [order, Array.from(order).reverse()]);
    const worth = await game.value(...stepByStep(orders, m, features, game.perCall));
    for (let w = 0; w < part; w++) {
      const own = new Float64Array(features);
      for (const side of [2 * w, 2 * w + 1]) {
        let before = none;
        for (let step = 0; step < m; step++) {
          const after = step === m - 1 ? output : worth[step * orders.length + side];
          own[orders[side][step]] += (after - before) / 2;
          before = after;
        }
      }
      each.push(...own);
    }
    walks = until;
    rounds++;
    evaluations += worth.length * size;
    const found = means(each, walks, features);
    const error = relativeError(found.values, found.standardErrors, largest);
    if (isWithin(error, target) || until === most) {
      return { ...found, each: Float64Array.from(each), walks, rounds, evaluations, relativeError: error, stopped: m <= 2 ? 'exact' : isWithin(error, target) ? 'targetError' : 'budget' };
    }
  }
  throw new Error('there is always a last round');
}

/** The coalitions after each step but the last, all walks' first steps before their second: a call then has the same walks as the one before, each with one feature more. */
function stepByStep(orders: readonly ArrayLike<number>[], m: number, features: number, room: number): [Uint8Array, number, number] {
  const count = orders.length * Math.max(0, m - 1);
  const masks = new Uint8Array(count * features);
  orders.forEach((order, side) => {
    for (let step = 0; step < m - 1; step++) for (let taken = 0; taken <= step; taken++) masks[(step * orders.length + side) * features + order[taken]] = 1;
  });
  return [masks, count, orders.length <= room ? room - (room % orders.length) : room];
}

/** Means over walks and their standard errors. each: [walks, features] */
export function means(each: ArrayLike<number>, walks: number, features: number): { values: Float64Array; standardErrors: Float64Array } {
  const values = new Float64Array(features);
  const standardErrors = new Float64Array(features);
  const own = new Float64Array(walks);
  for (let j = 0; j < features; j++) {
    for (let w = 0; w < walks; w++) own[w] = each[w * features + j];
    values[j] = pairwiseSum(own) / walks;
    for (let w = 0; w < walks; w++) own[w] = (own[w] - values[j]) ** 2;
    standardErrors[j] = Math.sqrt(pairwiseSum(own) / (walks - 1) / walks);
  }
  return { values, standardErrors };
}
