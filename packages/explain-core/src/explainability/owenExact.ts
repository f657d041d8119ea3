import { pairwiseSum } from '../numeric/sum.js';
import { rowGame } from './game.js';
import type { Question } from './question.js';
import { bits, orderShares, shapleyValues } from './shapleyValues.js';

/** Features that can matter, by group; groups of none are left out. */
export type Unions = readonly (readonly number[])[];

/** Coalitions that the formula needs: every set of whole unions, and with each set of the others every part of one. */
export function owenCoalitions(unions: Unions): number {
  const others = 2 ** (unions.length - 1);
  return 2 ** unions.length + unions.reduce((sum, union) => sum + others * (2 ** union.length - 2), 0);
}

/**
 * Owen values by their definition (Owen 1977): with unions B_1 … B_g and feature i in B_k,
 *   φ_i = Σ_{R ∌ k} |R|! (g − |R| − 1)! ÷ g! · Σ_{T ⊆ B_k, T ∌ i} |T|! (b − |T| − 1)! ÷ b! · (v(Q ∪ T ∪ i) − v(Q ∪ T)),   Q = the members of the unions in R,
 * that is, for each set R of other unions the Shapley values of the game that B_k's members play beside them. Those of a union add up to its Shapley value in the game of unions. By feature.
 */
export async function owenExact({ row, output, background, answers, mixtures }: Question, unions: Unions): Promise<{ readonly values: Float64Array; readonly evaluations: number }> {
  const features = background.columns.length;
  const game = rowGame(row, mixtures);
  const g = unions.length;
  const all = 2 ** g - 1;
  // Sets of whole unions first, each at its own number; then, union by union, every part of it with each set of the others.
  const sets: { readonly whole: number; readonly union: readonly number[]; readonly part: number }[] = [];
  for (let whole = 0; whole <= all; whole++) sets.push({ whole, union: [], part: 0 });
  const firstOf = unions.map((union, k) => {
    const first = sets.length;
    for (let whole = 0; whole <= all; whole++) if (!has(whole, k)) for (let part = 1; part < 2 ** union.length - 1; part++) sets.push({ whole, union, part });
    return first;
  });
  const masks = new Uint8Array(sets.length * features);
  sets.forEach(({ whole, union, part }, at) => {
    unions.forEach((other, k) => other.forEach((feature) => has(whole, k) && (masks[at * features + feature] = 1)));
    union.forEach((feature, bit) => has(part, bit) && (masks[at * features + feature] = 1));
  });
  const worth = await game.value(masks, sets.length);
  worth[0] = pairwiseSum(answers) / background.rows;
  worth[all] = output;
  const values = new Float64Array(features);
  const shares = orderShares(g);
  unions.forEach((union, k) => {
    let next = firstOf[k];
    for (let whole = 0; whole <= all; whole++) {
      if (has(whole, k)) continue;
      const own = new Float64Array(2 ** union.length);
      own[0] = worth[whole];
      for (let part = 1; part < own.length - 1; part++) own[part] = worth[next++];
      own[own.length - 1] = worth[whole + 2 ** k];
      shapleyValues(own, union.length).forEach((value, bit) => (values[union[bit]] += shares[bits(whole)] * value));
    }
  });
  return { values, evaluations: sets.length * background.rows };
}

function has(set: number, member: number): boolean {
  return ((set >> member) & 1) === 1;
}
