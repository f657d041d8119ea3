import { z } from 'zod';
import { columnOf } from '../data/select.js';
import type { Table } from '../data/table.js';
import { influences, leastSquares } from '../numeric/leastSquares.js';
import { matrix } from '../numeric/matrix.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import { choosePairs, pairsOfAll, type Pairs } from './coalitions.js';
import { rowByRow, type Attribution, type LocalExplainer } from './explainer.js';
import { rowGame, type Game } from './game.js';
import { localOptions } from './options.js';
import { shapleyValues } from './shapleyValues.js';
import { covert2021, lundberg2017, mackinnon1985 } from './sources.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(50).describe('Rows drawn from the data that stand in for a feature left out; all of them if there are fewer.'),
  coalitions: z.number().int().min(1).max(1_000_000).default(512).describe('Sets of features asked about for each row, each with every background row; at least four for each feature. With enough for all sets the values are exact.'),
});
type Options = z.output<typeof options>;

/**
 * Shapley values of the game v(S) = mean over the background of f(row in S, background elsewhere), as the weighted least squares fit
 *   min_φ Σ_S π(S) (v(S) − v(∅) − Σ_{j ∈ S} φ_j)²   with   Σ φ_j = f(x) − v(∅)
 * Lundberg and Lee 2017. The constraint is met by eliminating one φ, not by a huge weight; there is no l1 penalty, so no value is left out to
 * look tidy. Coalitions come in pairs of complements, small ones enumerated (Covert and Lee 2021). When there are few enough, all are asked about and
 * the values come from Shapley's formula.
 * The standard error is of the drawing of coalitions only, linearised, each pair one draw (HC3). It does not know of the choice of
 * background, nor of the columns' dependence, which v ignores by design.
 */
export const kernelShap: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'kernelShap',
  version: 1,
  label: 'Kernel SHAP',
  summary: 'How much each feature moves the model’s answer for a person away from its average answer.',
  definition:
    'Shapley values φ of v(S) = mean over background rows of f(x in S, background elsewhere), by least squares with the Shapley kernel over paired coalitions, Σφ = f(x) − v(∅); exact by enumeration when all coalitions fit the budget. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval), relativeStandardError (Σ standard errors ÷ Σ |φ|), additivityGap (largest |Σφ + v(∅) − f(x)|).',
  sources: [lundberg2017, covert2021, mackinnon1985],
  needs: ['predict'],
  direction: 'none',
  options,
  explainsNumbers: true,
  chosenBecause: () => 'it asks nothing of a model but answers',
  measures: ['additivityGap'],
  async prepare({ background, ask }, { coalitions }) {
    const base = pairwiseSum(await ask(background)) / background.rows;
    return rowByRow(async (row, random) => {
      const names = background.columns.map(({ name }) => name);
      const own: Table = { rows: 1, columns: names.map((name) => columnOf(row, name)) };
      const [output] = await ask(own);
      const solved = await solve(rowGame(own, background, ask), names.length, base, output, coalitions, random);
      const additivityGap = Math.abs(pairwiseSum(solved.values) + base - output);
      return { ...solved, contributions: solved.values, base, output, detail: { ...solved.detail, additivityGap } };
    });
  },
  diagnostics(rows) {
    const gaps = rows.map(({ detail }) => detail['additivityGap'] as number);
    return [
      {
        measure: 'additivityGap',
        estimate: { value: Math.max(...gaps), n: gaps.length, exact: 'the largest of the explained rows; no drawing error, since every solution meets the sum by construction up to rounding' },
        counts: { rows: rows.length, exactRows: rows.filter(({ detail }) => detail['exact'] === true).length },
      },
    ];
  },
};

type Solved = Pick<Attribution, 'values' | 'standardErrors' | 'detail'>;

async function solve(game: Game, features: number, base: number, output: number, budget: number, random: RandomStream): Promise<Solved> {
  const { varying } = game;
  const m = varying.length;
  // Two pairs a player: the singles, which make the equations solvable, and as many again to tell how sure they are.
  const pairBudget = Math.max(Math.floor(budget / 2), 2 * m);
  const widen = (masks: Uint8Array, count: number): Uint8Array => {
    const wide = new Uint8Array(count * features);
    for (let c = 0; c < count; c++) varying.forEach((feature, j) => (wide[c * features + feature] = masks[c * m + j]));
    return wide;
  };
  const spread = (values: ArrayLike<number>): number[] => {
    const all = new Array<number>(features).fill(0);
    varying.forEach((feature, j) => (all[feature] = values[j]));
    return all;
  };
  if (m === 0) return { values: spread([]), standardErrors: spread([]), detail: { exact: true, coalitions: 0, varying: 0 } };
  if (pairsOfAll(m) <= pairBudget) {
    const sets = 2 ** m;
    const masks = new Uint8Array(sets * m);
    for (let set = 0; set < sets; set++) for (let j = 0; j < m; j++) masks[set * m + j] = (set >> j) & 1;
    // The empty set and the full one are known.
    const inner = await game.value(widen(masks.subarray(m, (sets - 1) * m), sets - 2), sets - 2);
    const worth = Float64Array.of(base, ...inner, output);
    return { values: spread(shapleyValues(worth, m)), standardErrors: spread(new Float64Array(m)), detail: { exact: true, coalitions: sets, varying: m } };
  }
  const pairs = choosePairs(m, pairBudget, random.child('coalitions'));
  const wide = widen(pairs.masks, pairs.count);
  const ones = await game.value(wide, pairs.count);
  const complements = wide.slice();
  for (let c = 0; c < pairs.count; c++) for (const feature of varying) complements[c * features + feature] ^= 1;
  const others = await game.value(complements, pairs.count);
  const { values, standardErrors } = fitPairs(pairs, m, ones, others, output - base);
  return { values: spread(values), standardErrors: spread(standardErrors), detail: { exact: false, coalitions: 2 * pairs.count, varying: m } };
}

/**
 * The constrained fit over pairs. With the last player eliminated (φ_m = Δ − Σ φ_j), a coalition is the row z_j − z_m and its complement the
 * same with the other sign, so a pair is one row with the answer (v(S) − v(Sᶜ) − (2 z_m − 1) Δ) ÷ 2: what the two have in
 * common has no effect and drops out.
 */
export function fitPairs({ masks, count, weights, draws, drawnFrom }: Pairs, m: number, ones: Float64Array, others: Float64Array, delta: number): { values: Float64Array; standardErrors: Float64Array } {
  const d = m - 1;
  const design = matrix(count, d);
  const answers = new Float64Array(count);
  for (let pair = 0; pair < count; pair++) {
    const last = masks[pair * m + d];
    for (let j = 0; j < d; j++) design.values[pair * d + j] = masks[pair * m + j] - last;
    answers[pair] = (ones[pair] - others[pair] - (2 * last - 1) * delta) / 2;
  }
  const fit = leastSquares(design, answers, weights.map((weight, pair) => weight * draws[pair]));
  // All single players are among the pairs, so the columns are independent.
  if (fit === null) throw new Error('the coalitions do not settle the Shapley values');
  const values = new Float64Array(m);
  values.set(fit.coefficients);
  values[d] = delta - pairwiseSum(fit.coefficients);
  return { values, standardErrors: drawingErrors(influences(design, weights, fit).values, draws, drawnFrom, d) };
}

/** Only drawn pairs could have been others; together they have a fixed weight, so what they share is no error. [count, d] -> [d + 1] */
function drawingErrors(influence: Float64Array, draws: Int32Array, drawnFrom: number, d: number): Float64Array {
  const variance = new Float64Array(d + 1);
  let drawn = 0;
  const mean = new Float64Array(d + 1);
  const shiftOf = (pair: number, j: number): number => (j < d ? influence[pair * d + j] : -pairwiseSum(influence, pair * d, (pair + 1) * d));
  for (let pair = drawnFrom; pair < draws.length; pair++) {
    drawn += draws[pair];
    for (let j = 0; j <= d; j++) mean[j] += draws[pair] * shiftOf(pair, j);
  }
  for (let pair = drawnFrom; pair < draws.length; pair++) {
    for (let j = 0; j <= d; j++) variance[j] += draws[pair] * (shiftOf(pair, j) - mean[j] / drawn) ** 2;
  }
  return variance.map(Math.sqrt);
}
