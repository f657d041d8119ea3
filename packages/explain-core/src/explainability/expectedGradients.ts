import { z } from 'zod';
import { matrix } from '../numeric/matrix.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import { rowByRow, type LocalExplainer } from './explainer.js';
import { noGradientBecause } from './needsModel.js';
import { numberSpace } from './numberSpace.js';
import { localOptions } from './options.js';
import { cochran1977, erion2021, sundararajan2017 } from './sources.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(50).describe('Rows drawn from the data to come from; all of them if there are fewer.'),
  pairs: z.number().int().min(1).max(500).default(2).describe('Pairs of points drawn on the way from each background row, one point in each of as many equal pieces of the way.'),
});
type Options = z.output<typeof options>;

/**
 * Integrated gradients averaged over the background instead of one baseline:
 *   φ_j = mean over background rows b of (x_j − b_j) E_{t ~ U(0, 1)} ∂f/∂x_j (b + t (x − b)),   Σφ = f(x) − mean f(b)
 * Erion et al. 2021. Every background row is used, and t is drawn once in each of 2 × `pairs` equal pieces of [0, 1], which is unbiased and errs less than free draws.
 * The standard error is of the drawing of t: of two neighbouring pieces, (difference)² bounds the variance of their sum from above on average (collapsed strata, Cochran 1977, 5A.12),
 * so it rather overstates. It does not know of the choice of background.
 *
 * What has no derivative, or is missing in the row or in the background row, is held at the row's own value, as in integrated gradients; the base is the mean of
 * f over the background's numbers with what is held.
 *
 * `detail` of a row: points (drawn in all), completenessGap (Σφ + base − output: drawing error, and kinks), held (features that never moved).
 */
export const expectedGradients: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'expectedGradients',
  version: 1,
  label: 'Expected gradients',
  summary: 'How much each number moves the model’s answer on the ways from other people to this one, on average.',
  definition:
    'φ_j = mean over background rows b of (x_j − b_j) × the mean of ∂f/∂x_j on the straight line from b to the row x, at points drawn one to each piece of the line; in expectation Σφ = f(x) − mean f(b). Category features have no derivative and are held at the row’s own value: their φ of 0 says that they were not asked about. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval), relativeStandardError (Σ standard errors ÷ Σ |φ|), completenessGap (largest |Σφ + base − f(x)|).',
  caution: 'A feature held at the row’s value is left out of the explanation, whatever it does. The gap is mostly drawing error; more pairs make it smaller.',
  sources: [erion2021, sundararajan2017, cochran1977],
  needs: ['gradient'],
  direction: 'none',
  options,
  onRequest: true,
  explainsNumbers: true,
  chosenBecause: () => null,
  lacking: noGradientBecause,
  measures: ['completenessGap'],
  async prepare(scene, { pairs }) {
    const space = numberSpace(scene);
    const others = space.columns(scene.background);
    const size = scene.background.rows;
    const d = space.names.length;
    return rowByRow(async (row, random) => {
      const x = Float64Array.from(space.columns(row), ([value]) => value);
      // The row's own value wherever there is no way from the other's.
      const starts = matrix(size, d);
      for (let b = 0; b < size; b++) for (let j = 0; j < d; j++) starts.values[b * d + j] = Number.isNaN(x[j] - others[j][b]) ? x[j] : others[j][b];
      const answers = await space.answers(row, matrix(size + 1, d, Float64Array.of(...starts.values, ...x)));
      const output = answers[size];
      const base = pairwiseSum(answers, 0, size) / size;

      const pieces = 2 * pairs;
      const points = matrix(size * pieces, d);
      for (let b = 0; b < size; b++) {
        const shares = sharesOf(random.child('way').child(b), pieces);
        for (let k = 0; k < pieces; k++) for (let j = 0; j < d; j++) points.values[(b * pieces + k) * d + j] = x[j] + (1 - shares[k]) * (starts.values[b * d + j] - x[j]);
      }
      const slopes = await space.slopes(row, points);
      const found = Array.from({ length: d }, (_, j) => averaged(Float64Array.from({ length: size * pieces }, (__, i) => (moved(x[j] - starts.values[Math.floor(i / pieces) * d + j]) * slopes.values[i * d + j]))));
      const values = space.ofAllFeatures(found.map(({ mean }) => mean));
      const unmoved = space.names.filter((_, j) => Number.isNaN(x[j]) || others[j].every(Number.isNaN));
      return {
        values,
        contributions: values,
        standardErrors: space.ofAllFeatures(found.map(({ standardError }) => standardError)),
        base,
        output,
        detail: { points: points.rows, completenessGap: pairwiseSum(values) + base - output, held: [...space.held, ...unmoved] },
      };
    });
  },
  diagnostics(rows) {
    const gaps = rows.map(({ detail }) => Math.abs(detail['completenessGap'] as number));
    return [{ measure: 'completenessGap', estimate: { value: Math.max(...gaps), n: gaps.length, exact: 'the largest of the explained rows; the standard errors say how much of it drawing explains' }, counts: { rows: rows.length } }];
  },
};

/** A missing number has no way to go. */
function moved(difference: number): number {
  return Number.isNaN(difference) ? 0 : difference;
}

/** One draw in each of so many equal pieces of [0, 1]. */
function sharesOf(random: RandomStream, pieces: number): Float64Array {
  return Float64Array.from({ length: pieces }, (_, k) => (k + random.uniform(k)) / pieces);
}

/** The mean of stratified draws, and its standard error from the differences within pairs of neighbouring pieces. */
function averaged(draws: Float64Array): { mean: number; standardError: number } {
  const squares = Float64Array.from({ length: draws.length / 2 }, (_, p) => (draws[2 * p] - draws[2 * p + 1]) ** 2);
  return { mean: pairwiseSum(draws) / draws.length, standardError: Math.sqrt(pairwiseSum(squares)) / draws.length };
}
