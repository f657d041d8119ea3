import { z } from 'zod';
import { gaussLegendre, type Quadrature } from '../numeric/gaussLegendre.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { pairwiseSum } from '../numeric/sum.js';
import { baselineOf, baselineOptions, unknownBaselineBecause } from './baseline.js';
import { compare, largestGap } from './comparison.js';
import { rowByRow, type LocalExplainer } from './explainer.js';
import { noGradientBecause } from './needsModel.js';
import { numberSpace } from './numberSpace.js';
import { localOptions } from './options.js';
import { sundararajan2017 } from './sources.js';
import { attributionWords } from './summaries.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(100).describe('Rows drawn from the data for the means or medians to compare with; all of them if there are fewer. The model is not asked about them.'),
  ...baselineOptions,
  rule: z.enum(['gaussLegendre', 'riemannMiddle', 'riemannLeft', 'riemannRight']).default('gaussLegendre').describe('Where on the path the derivative is looked at.'),
  steps: z.number().int().min(1).max(200).default(16).describe('Points on the path at first.'),
  maxSteps: z.number().int().min(1).max(8192).default(1024).describe('The path is cut in halves, each with the points at first, until the target is met or there would be more points than this.'),
  targetGap: z.number().min(0).max(1).default(0.005).describe('Largest completeness gap as a share of Σ|φ| at which more points are not needed.'),
});
type Options = z.output<typeof options>;

/** What rounding alone leaves of the gap, as a share of the answers: sums of a few thousand terms of the model's own precision. */
const ROUNDING = { float32: 1e-6, float64: 1e-13 } as const;

/**
 * Integrated gradients along the straight line from a baseline x′ to the row x:
 *   φ_j = (x_j − x′_j) ∫₀¹ ∂f/∂x_j (x′ + t (x − x′)) dt,   Σφ = f(x) − f(x′) (completeness)
 * Sundararajan, Taly, Yan 2017. The integral is a quadrature whose path is halved until completeness holds to `targetGap`; what is left of it is stored.
 *
 * Only numbers with a derivative move. Category features (and numbers missing in the row, or without any known value to compare with) are held at the row's own value:
 * their φ is 0 because they are not asked about, not because they do not matter, and the base is f of the baseline's numbers with the row's own categories.
 * It therefore differs from row to row.
 *
 * `detail` of a row: steps (points used), completenessGap (Σφ + base − output), reached (whether the target was met), baseline (x′ by column, null where held),
 * held (features whose φ is 0 by construction).
 */
export const integratedGradients: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'integratedGradients',
  version: 1,
  label: 'Integrated gradients',
  summary: 'How much each number moves the model’s answer on the way from an average person to this one.',
  definition:
    'φ_j = (x_j − x′_j) × the mean of ∂f/∂x_j on the straight line from the baseline x′ to the row x, by a quadrature of as many points as completeness needs: Σφ = f(x) − f(x′). Category features have no derivative and are held at the row’s own value: their φ of 0 says that they were not asked about, and f(x′) is the answer for the baseline’s numbers with the row’s categories. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval), completenessGap (largest |Σφ + f(x′) − f(x)|).',
  caution:
    'The baseline is part of the question: another one has other answers. A feature held at the row’s value is left out of the explanation, whatever it does. On the way from the baseline lie rows that may be nobody’s.',
  measureWords: {
    ...attributionWords,
    completenessGap: 'The largest difference, over the rows, between the model’s answer and what base and contributions add up to; 0: none.',
  },
  sources: [sundararajan2017],
  needs: ['gradient'],
  direction: 'none',
  options,
  explainsNumbers: true,
  chosenBecause: (subject) => (noGradientBecause(subject) === null ? 'the model has a derivative, so the way from an average row to this one can be followed' : null),
  lacking: (subject, own) => noGradientBecause(subject) ?? unknownBaselineBecause(subject, own),
  questions: ({ steps, maxSteps }) => 3 * Math.max(steps, maxSteps),
  effort: { option: 'maxSteps', least: 16 },
  measures: ['completenessGap'],
  async prepare(scene, own) {
    const space = numberSpace(scene);
    const reference = baselineOf(space.names, space.columns(scene.background), own);
    const points = rulePoints(own.rule, own.steps);
    const rounding = ROUNDING[scene.model.runtime.precision];
    return rowByRow(async (row) => {
      const { x, from, moves, base, output, said } = await compare(space, row, reference);
      const tolerance = rounding * Math.max(Math.abs(base), Math.abs(output));
      for (let panels = 1; ; panels *= 2) {
        const path = panelled(points, panels);
        const means = weightedMeans(await space.slopes(row, line(from, x, path.points)), path.weights);
        const moved = means.map((mean, j) => (moves[j] ? (x[j] - from[j]) * mean : 0));
        const completenessGap = pairwiseSum(moved) + base - output;
        const reached = Math.abs(completenessGap) <= own.targetGap * pairwiseSum(moved.map(Math.abs)) + tolerance;
        if (!reached && 2 * panels * own.steps <= own.maxSteps) continue;
        const values = space.ofAllFeatures(moved);
        return { values, contributions: values, standardErrors: values.map(() => 0), base, output, detail: { steps: path.points.length, completenessGap, reached, ...said } };
      }
    });
  },
  diagnostics: (rows) => largestGap(rows, 'what the quadrature and the model’s rounding leave, with nothing drawn', { rowsReached: rows.filter(({ detail }) => detail['reached'] === true).length }),
};

function rulePoints(rule: Options['rule'], count: number): Quadrature {
  if (rule === 'gaussLegendre') return gaussLegendre(count);
  const shift = { riemannLeft: 0, riemannMiddle: 0.5, riemannRight: 1 }[rule];
  return { points: Float64Array.from({ length: count }, (_, k) => (k + shift) / count), weights: new Float64Array(count).fill(1 / count) };
}

/** The rule on each of `panels` equal pieces of the path. */
function panelled({ points, weights }: Quadrature, panels: number): Quadrature {
  const place = (at: number): number => points[at % points.length];
  const size = points.length * panels;
  return {
    points: Float64Array.from({ length: size }, (_, i) => (Math.floor(i / points.length) + place(i)) / panels),
    weights: Float64Array.from({ length: size }, (_, i) => weights[i % points.length] / panels),
  };
}

/** [n, d]: the points at these shares of the way. */
function line(from: Float64Array, to: Float64Array, shares: Float64Array): Matrix {
  const d = from.length;
  const points = matrix(shares.length, d);
  for (let i = 0; i < shares.length; i++) for (let j = 0; j < d; j++) points.values[i * d + j] = from[j] + shares[i] * (to[j] - from[j]);
  return points;
}

/** [n, d], [n] -> [d] */
function weightedMeans({ rows, columns: d, values }: Matrix, weights: Float64Array): Float64Array {
  const means = new Float64Array(d);
  const terms = new Float64Array(rows);
  for (let j = 0; j < d; j++) {
    for (let i = 0, at = j; i < rows; i++, at += d) terms[i] = weights[i] * values[at];
    means[j] = pairwiseSum(terms);
  }
  return means;
}
