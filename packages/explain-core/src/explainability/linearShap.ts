import { z } from 'zod';
import { ExplainError, throwIfCancelled } from '../errors.js';
import { encodeLinear, marginsOf, type LinearForm } from '../models/linear.js';
import { encodedOrigins } from '../models/encode.js';
import { isLinear } from '../models/predictor.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { meanOf } from '../numeric/meanInterval.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import { rowByRow, type LocalExplainer, type Scene } from './explainer.js';
import { gaussianSum, GaussianWalk, type GaussianSum } from './gaussianGame.js';
import { noLinearBecause } from './needsModel.js';
import { localOptions } from './options.js';
import { shapleyValues } from './shapleyValues.js';
import { castro2009, lundberg2017, shapley1953, strumbelj2014 } from './sources.js';
import { attributionWords } from './summaries.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(1000).describe('Rows drawn from the data for the columns’ means and covariances; all of them if there are fewer. The model is not asked about them.'),
  perturbation: z
    .enum(['interventional', 'correlationDependent'])
    .default('interventional')
    .describe('What a feature left out is: drawn apart from the others, or what the others let expect of it if all columns were normal with the background’s means and covariances.'),
  exactFeatures: z.number().int().min(0).max(14).default(10).describe('Correlation-dependent values are exact, over all sets, for at most so many features that vary; with more, orders are drawn.'),
  orderPairs: z.number().int().min(2).max(10_000).default(100).describe('Orders of features drawn for each row, each with its reverse, where values are not exact.'),
});
type Options = z.output<typeof options>;

/** Encoded columns beyond this make each order of a row's walk seconds. */
const MOST_ENCODED = 512;

/**
 * Shapley values of a linear model's margin m(x) = b + Σ_e w_e z_e, z the encoded columns of the row, with data columns as players (all one-hot columns of a word are one):
 *   interventional: φ_j = Σ_{e of j} w_e (z_e − mean z_e), in closed form. Štrumbelj and Kononenko 2014; Lundberg and Lee 2017, corollary 1.
 *   correlationDependent: Shapley values of v(S) = E[m | x_S], z normal with the background's means and covariances (gaussianGame.ts), by Shapley's formula over all sets, or over
 *     drawn orders with their reverses (Castro, Gómez, Tejada 2009), whose pairs give the standard error.
 * Σφ + base = m(x), base = the mean margin of the background. The margin is the log-odds of the class for two classes, the class's logit for more, the value of a regression; the base and
 * the output of a row are margins as well. A column that does not vary over the background tells nothing of others: its own move is its own.
 * A departure from the package shap: of two columns that are copies, each is a player; shap makes one player of both and halves its value.
 *
 * `detail` of a row: exact, orders (walked; 0 where exact), additivityGap (Σφ + base − output).
 */
export const linearShap: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'linearShap',
  version: 1,
  label: 'Linear SHAP',
  summary: 'What each feature adds to a linear model’s sum for a person, compared with the average.',
  definition:
    'Shapley values φ of the margin (log-odds of the class, a class’s logit, or the value). Interventional: coefficient × (value − mean), the columns of a category together. Correlation-dependent: of v(S) = E[margin | features in S], the columns taken as normal with the background’s means and covariances; exact over all sets of few features, else over drawn orders. Σφ = margin − mean margin. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval), relativeStandardError (Σ standard errors ÷ Σ |φ|), additivityGap (largest |Σφ + base − margin|).',
  caution:
    'The numbers are on the margin’s scale, where contributions add up, not on that of probabilities. Correlation-dependent values also give credit to features the model does not read but that foretell those it does; covariances need several times more background rows than encoded columns.',
  measureWords: {
    ...attributionWords,
    additivityGap: 'The largest difference, over the rows, between the model’s answer and what base and contributions add up to; 0: none.',
  },
  sources: [lundberg2017, strumbelj2014, shapley1953, castro2009],
  needs: ['linear'],
  direction: 'none',
  options,
  explainsNumbers: true,
  explainsMargin: ({ model }) => model.source === 'file' && model.task !== 'regression',
  chosenBecause: (subject) => (noLinearBecause(subject) === null ? 'the model is linear up to its link, so what each feature adds has a closed form' : null),
  lacking: noLinearBecause,
  questions: () => 1,
  measures: ['additivityGap'],
  async prepare(scene, own) {
    const setting = settingOf(scene);
    const { signal, background } = scene;
    const game = own.perturbation === 'correlationDependent' && background.rows > 1 ? correlatedGame(setting) : null;
    return rowByRow(async (row, random) => {
      throwIfCancelled(signal);
      const encoded = encodeLinear(setting.form, row);
      const output = marginsOf(setting.form, encoded).values[setting.classIndex];
      const difference = encoded.values.map((value, e) => value - setting.means[e]);
      const values = new Array<number>(background.columns.length).fill(0);
      setting.owners.forEach((owner, e) => {
        if (game === null || !game.varies[e]) values[owner] += setting.weights[e] * difference[e];
      });
      const shared = game === null ? null : correlated(game, difference, own, random);
      shared?.values.forEach((value, p) => (values[game!.players[p].feature] += value));
      const standardErrors = new Array<number>(values.length).fill(0);
      shared?.standardErrors.forEach((error, p) => (standardErrors[game!.players[p].feature] = error));
      const additivityGap = pairwiseSum(values) + setting.base - output;
      return { values, contributions: values, standardErrors, base: setting.base, output, detail: { exact: shared === null || shared.orders === 0, orders: shared?.orders ?? 0, additivityGap } };
    });
  },
  diagnostics(rows) {
    const gaps = rows.map(({ detail }) => Math.abs(detail['additivityGap'] as number));
    return [
      {
        measure: 'additivityGap',
        estimate: { value: Math.max(...gaps), n: gaps.length, exact: 'the largest of the explained rows; no drawing error, since every order adds up by construction up to rounding' },
        counts: { rows: rows.length, exactRows: rows.filter(({ detail }) => detail['exact'] === true).length },
      },
    ];
  },
};

interface Setting {
  readonly form: LinearForm;
  readonly classIndex: number;
  /** Of the class, [encoded] */
  readonly weights: Float64Array;
  /** The background's, [n, encoded] and [encoded] */
  readonly encoded: Matrix;
  readonly means: Float64Array;
  /** Position among the model's features of the column behind each encoded one. */
  readonly owners: readonly number[];
  /** The mean margin. */
  readonly base: number;
}

function settingOf({ model, background, className }: Scene): Setting {
  if (!isLinear(model)) throw new ExplainError('BAD_PLAN', 'Linear SHAP needs a linear model, and this one is none.');
  const { linear: form } = model;
  const classIndex = model.classes.indexOf(className);
  const encoded = encodeLinear(form, background);
  const { rows: n, columns: width } = encoded;
  const means = Float64Array.from({ length: width }, (_, e) => pairwiseSum(Float64Array.from({ length: n }, (__, i) => encoded.values[i * width + e])) / n);
  const read = [...new Set(form.features.map(({ column }) => column))];
  return {
    form,
    classIndex,
    weights: form.coefficients.values.slice(classIndex * width, (classIndex + 1) * width),
    encoded,
    means,
    owners: encodedOrigins(form.features).map((origin) => background.columns.findIndex(({ name }) => name === read[origin])),
    base: marginsOf(form, matrix(1, width, means)).values[classIndex],
  };
}

interface CorrelatedGame {
  readonly sum: GaussianSum;
  /** Whether an encoded column varies over the background. */
  readonly varies: readonly boolean[];
  /** Encoded columns that vary, as the sum numbers them. */
  readonly places: readonly number[];
  /** Features with their columns of the sum. */
  readonly players: readonly { readonly feature: number; readonly columns: readonly number[] }[];
}

function correlatedGame({ encoded: { rows: n, columns: width, values }, weights, owners }: Setting): CorrelatedGame {
  const varies = Array.from({ length: width }, (_, e) => Array.from({ length: n }, (__, i) => values[i * width + e]).some((value) => value !== values[e]));
  const places = varies.flatMap((does, e) => (does ? [e] : []));
  if (places.length > MOST_ENCODED) throw new ExplainError('RESOURCE_LIMIT', `Correlation-dependent values of ${places.length} encoded columns are too many; at most ${MOST_ENCODED}. Ask for the interventional ones.`);
  const varying = matrix(n, places.length, Float64Array.from({ length: n * places.length }, (_, i) => values[Math.floor(i / places.length) * width + places[i % places.length]]));
  const features = [...new Set(places.map((e) => owners[e]))];
  return {
    sum: gaussianSum(varying, places.map((e) => weights[e])),
    varies,
    places,
    players: features.map((feature) => ({ feature, columns: places.flatMap((e, at) => (owners[e] === feature ? [at] : [])) })),
  };
}

function correlated({ sum, places, players }: CorrelatedGame, difference: Float64Array, { exactFeatures, orderPairs }: Options, random: RandomStream): { values: Float64Array; standardErrors: Float64Array; orders: number } {
  const walk = new GaussianWalk(sum, places.map((e) => difference[e]));
  const add = (player: number): number => players[player].columns.reduce((gain, column) => gain + walk.push(column), 0);
  const m = players.length;
  if (m <= exactFeatures) {
    const worth = new Float64Array(2 ** m);
    // Every set as its smaller players with one more behind them, so that each costs one step.
    const visit = (set: number, from: number): void => {
      for (let player = from; player < m; player++) {
        worth[set | (1 << player)] = worth[set] + add(player);
        visit(set | (1 << player), player + 1);
        walk.pop(players[player].columns.length);
      }
    };
    visit(0, 0);
    return { values: shapleyValues(worth, m), standardErrors: new Float64Array(m), orders: 0 };
  }
  const gains = Array.from({ length: m }, () => new Float64Array(orderPairs));
  for (let pair = 0; pair < orderPairs; pair++) {
    const order = random.child('order').child(pair).permutation(m);
    for (const way of [order, order.toReversed()]) {
      for (const player of way) gains[player][pair] += add(player) / 2;
      walk.pop(places.length);
    }
  }
  const found = gains.map(meanOf);
  return { values: Float64Array.from(found, ({ mean }) => mean), standardErrors: Float64Array.from(found, ({ standardError }) => standardError), orders: 2 * orderPairs };
}
