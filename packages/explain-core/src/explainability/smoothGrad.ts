import { z } from 'zod';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { meanOf } from '../numeric/meanInterval.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import { baselineOf, spreadOf } from './baseline.js';
import { rowByRow, type LocalExplainer } from './explainer.js';
import { noGradientBecause } from './needsModel.js';
import { numberSpace } from './numberSpace.js';
import { localOptions } from './options.js';
import { simonyan2014, smilkov2017 } from './sources.js';
import { attributionWords } from './summaries.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(100).describe('Rows drawn from the data for the columns’ standard deviations and means; all of them if there are fewer. The model is not asked about them.'),
  noise: z.number().min(0).max(10).default(0.2).describe('Standard deviation of the noise, as a share of each column’s own; 0 is the plain derivative.'),
  pairs: z.number().int().min(2).max(10_000).default(25).describe('Pairs of noisy rows, the second with the noise of the first turned round.'),
  per: z.enum(['standardDeviation', 'unit']).default('standardDeviation').describe('A slope is the change of the answer by one standard deviation of the column over the background, or by one of the column’s own units.'),
});
type Options = z.output<typeof options>;

/**
 * Mean derivative in a cloud around the row:
 *   s_j = E ∂f/∂x_j (x + ε),   ε_j ~ N(0, (noise · σ_j)²), σ_j the column's standard deviation over the background
 * Smilkov et al. 2017; with noise 0 the plain derivative ("saliency", Simonyan, Vedaldi, Zisserman 2014), signed. Departures: the noise follows each column's own
 * spread, where the paper has one for all pixels, and comes in pairs ±ε. The standard error is of the drawing, each pair one draw.
 *
 * Values are slopes, not shares of the answer. A contribution is what the slope makes of the row's distance from the background's mean, and the base what is left of
 * the answer: the straight line through the row, read at the mean. A column that does not vary over the background has no noise and, per standard deviation, no slope.
 * Features without a derivative, and missing numbers, have the slope 0 because they are not asked about.
 *
 * `detail` of a row: points (asked about), held (features whose slope is 0 by construction).
 */
export const smoothGrad: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'smoothGrad',
  version: 1,
  label: 'SmoothGrad',
  summary: 'How steeply the model’s answer changes with each number near a person.',
  definition:
    's_j = mean of ∂f/∂x_j over rows around x, each number with normal noise of so many of its column’s standard deviations; per standard deviation or per unit. Category features have no derivative: their 0 says that they were not asked about. Measures: meanAbsolute (mean |s| of a feature over the explained rows, Student’s interval), relativeStandardError (Σ standard errors ÷ Σ |s|).',
  caution: 'A slope says what a small change does, not how far the feature has brought the answer. Where the model is flat (a probability near 0 or 1) every slope is small.',
  measureWords: attributionWords,
  sources: [smilkov2017, simonyan2014],
  needs: ['gradient'],
  direction: 'none',
  options,
  onRequest: true,
  explainsNumbers: true,
  chosenBecause: () => null,
  lacking: noGradientBecause,
  questions: ({ pairs }) => 6 * pairs,
  measures: [],
  async prepare(scene, { noise, pairs, per }) {
    const space = numberSpace(scene);
    const columns = space.columns(scene.background);
    const spreads = columns.map(spreadOf);
    const means = baselineOf(space.names, columns, { baseline: 'mean', baselineValues: {} });
    const drawn = noise > 0 && spreads.some((spread) => spread > 0) ? pairs : 0;
    return rowByRow(async (row, random) => {
      const x = Float64Array.from(space.columns(row), ([value]) => value);
      const cloud = drawn === 0 ? matrix(1, x.length, x) : noisy(x, spreads.map((spread) => noise * spread), drawn, random.child('noise'));
      const [output] = await space.answers(row, matrix(1, x.length, x));
      const found = slopesOf(await space.slopes(row, cloud), drawn);
      const unit = (j: number): number => (Number.isNaN(x[j]) ? 0 : per === 'unit' ? 1 : spreads[j]);
      const contributions = space.ofAllFeatures(found.map(({ mean }, j) => (Number.isNaN(x[j] - means[j]) ? 0 : mean * (x[j] - means[j]))));
      return {
        values: space.ofAllFeatures(found.map(({ mean }, j) => mean * unit(j))),
        contributions,
        standardErrors: space.ofAllFeatures(found.map(({ standardError }, j) => standardError * unit(j))),
        base: output - pairwiseSum(contributions),
        output,
        detail: { points: cloud.rows, held: [...space.held, ...space.names.filter((_, j) => Number.isNaN(x[j]))] },
      };
    });
  },
  diagnostics: () => [],
};

/** x + ε and x − ε, one below the other, for each pair: [2 pairs, d] */
function noisy(x: Float64Array, sizes: readonly number[], pairs: number, random: RandomStream): Matrix {
  const d = x.length;
  const points = matrix(2 * pairs, d);
  for (let p = 0; p < pairs; p++) {
    const draws = random.child(p);
    for (let j = 0; j < d; j++) {
      const shift = sizes[j] * draws.normal(j);
      points.values[2 * p * d + j] = x[j] + shift;
      points.values[(2 * p + 1) * d + j] = x[j] - shift;
    }
  }
  return points;
}

/** Mean slope of each number over the pairs, with its standard error; of a single point where nothing was drawn. */
function slopesOf({ rows, columns: d, values }: Matrix, pairs: number): { mean: number; standardError: number }[] {
  return Array.from({ length: d }, (_, j) => {
    if (pairs === 0) return { mean: values[j], standardError: 0 };
    return meanOf(Float64Array.from({ length: rows / 2 }, (__, p) => (values[2 * p * d + j] + values[(2 * p + 1) * d + j]) / 2));
  });
}
