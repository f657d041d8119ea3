import { z } from 'zod';
import { matrix } from '../numeric/matrix.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import { largestGap } from './comparison.js';
import { rowByRow, type LocalExplainer } from './explainer.js';
import { noGradientBecause } from './needsModel.js';
import { numberSpace } from './numberSpace.js';
import { localOptions } from './options.js';
import { erion2021, sundararajan2017, wolter2007 } from './sources.js';
import { attributionWords } from './summaries.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(50).describe('Rows drawn from the data to come from; all of them if there are fewer.'),
  points: z.number().int().min(3).max(1000).default(4).describe('Points drawn on the way from each background row, one in each of as many equal pieces of the way.'),
});
type Options = z.output<typeof options>;

/**
 * Integrated gradients averaged over the background instead of one baseline:
 *   φ_j = mean over background rows b of (x_j − b_j) E_{t ~ U(0, 1)} ∂f/∂x_j (b + t (x − b)),   Σφ = f(x) − mean f(b)
 * Erion et al. 2021. Every background row is used, and t is drawn once in each of `points` equal pieces of [0, 1], which is unbiased and errs less than free draws.
 * The standard error is of the drawing of t, from the second differences g_k − 2 g_{k+1} + g_{k+2} of neighbouring pieces, whose squares are six times a draw's variance where the derivative
 * is a straight line over them, and more where it is not (Wolter 2007, 8.2). It does not know of the choice of background.
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
  caution: 'A feature held at the row’s value is left out of the explanation, whatever it does. The gap is mostly drawing error; more points make it smaller.',
  measureWords: {
    ...attributionWords,
    completenessGap: 'The largest difference, over the rows, between the model’s answer and what base and contributions add up to; 0: none.',
  },
  sources: [erion2021, sundararajan2017, wolter2007],
  needs: ['gradient'],
  direction: 'none',
  options,
  onRequest: true,
  explainsNumbers: true,
  chosenBecause: () => null,
  lacking: noGradientBecause,
  questions: ({ background, points }) => 3 * background * points,
  effort: { option: 'background', least: 10 },
  measures: ['completenessGap'],
  async prepare(scene, { points: pieces }) {
    const space = numberSpace(scene);
    const others = space.columns(scene.background);
    const size = scene.background.rows;
    const d = space.names.length;
    return rowByRow(async (row, random) => {
      const x = Float64Array.from(space.columns(row), ([value]) => value);
      // The row's own value wherever there is no way from the other's.
      const starts = matrix(size, d);
      for (let b = 0; b < size; b++) for (let j = 0; j < d; j++) starts.values[b * d + j] = Number.isNaN(x[j] - others[j][b]) ? x[j] : others[j][b];
      const ends = matrix(size + 1, d);
      ends.values.set(starts.values);
      ends.values.set(x, size * d);
      const answers = await space.answers(row, ends);
      const output = answers[size];
      const base = pairwiseSum(answers, 0, size) / size;

      const points = matrix(size * pieces, d);
      for (let b = 0; b < size; b++) {
        const shares = sharesOf(random.child('way').child(b), pieces);
        for (let k = 0; k < pieces; k++) for (let j = 0; j < d; j++) points.values[(b * pieces + k) * d + j] = x[j] + (1 - shares[k]) * (starts.values[b * d + j] - x[j]);
      }
      const slopes = await space.slopes(row, points);
      const found = Array.from({ length: d }, (_, j) => averaged(Float64Array.from({ length: size * pieces }, (__, i) => moved(x[j] - starts.values[Math.floor(i / pieces) * d + j]) * slopes.values[i * d + j]), pieces));
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
  diagnostics: (rows) => largestGap(rows, 'the standard errors say how much of it drawing explains'),
};

/** A missing number has no way to go. */
function moved(difference: number): number {
  return Number.isNaN(difference) ? 0 : difference;
}

/** One draw in each of so many equal pieces of [0, 1]. */
function sharesOf(random: RandomStream, pieces: number): Float64Array {
  return Float64Array.from({ length: pieces }, (_, k) => (k + random.uniform(k)) / pieces);
}

/** The mean of draws from so many neighbouring pieces of each of several ways, and its standard error from their second differences. */
function averaged(draws: Float64Array, pieces: number): { mean: number; standardError: number } {
  const ways = draws.length / pieces;
  const squares = Float64Array.from({ length: ways * (pieces - 2) }, (_, i) => {
    const at = Math.floor(i / (pieces - 2)) * pieces + (i % (pieces - 2));
    return (draws[at] - 2 * draws[at + 1] + draws[at + 2]) ** 2 / 6;
  });
  const variance = pairwiseSum(squares) / squares.length;
  return { mean: pairwiseSum(draws) / draws.length, standardError: Math.sqrt(variance / draws.length) };
}
