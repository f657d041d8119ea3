import { z } from 'zod';
import { ExplainError, throwIfCancelled } from '../errors.js';
import { hasRescale } from '../models/predictor.js';
import { matrix } from '../numeric/matrix.js';
import { pairwiseSum } from '../numeric/sum.js';
import { baselineOf, baselineOptions, unknownBaselineBecause } from './baseline.js';
import { compare, largestGap } from './comparison.js';
import { rowByRow, type LocalExplainer } from './explainer.js';
import { noRescaleBecause } from './needsModel.js';
import { numberSpace } from './numberSpace.js';
import { localOptions } from './options.js';
import { ancona2018, shrikumar2017 } from './sources.js';
import { attributionWords } from './summaries.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(100).describe('Rows drawn from the data for the means or medians to compare with; all of them if there are fewer. The model is not asked about them.'),
  ...baselineOptions,
});
type Options = z.output<typeof options>;

/**
 * DeepLIFT by the rescale rule: φ_j = m_j (x_j − x′_j), the multipliers m chained back through the network, where a nonlinear unit multiplies by Δy ÷ Δx between the two points in place of its
 * derivative. Σφ = f(x) − f(x′), in one pass. Shrikumar, Greenside, Kundaje 2017; the rules are in models/onnx/rescale.ts, with what we decided where the paper leaves it open: products share
 * the change of both factors evenly, and softmax is e to (z − ln Σ e^z). The paper advises to explain logits; here it is the probability, as everywhere.
 *
 * As in integrated gradients, what has no derivative and missing numbers are held at the row's own value: φ is 0 because they are not asked about, and the base differs from row to row.
 *
 * `detail` of a row: completenessGap (Σφ + base − output, rounding), baseline (x′ by column, null where held), held.
 */
export const deepLift: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'deepLift',
  version: 1,
  label: 'DeepLIFT',
  summary: 'How much each number moves a network’s answer from that of an average person, followed through the network in one step.',
  definition:
    'φ_j = m_j (x_j − x′_j), m the multipliers of the rescale rule between the baseline x′ and the row x: linear layers as they are, a nonlinear unit by Δy ÷ Δx, the largest of a window at the place of the larger of the two maxima, products by halves, softmax as e to (z − ln Σ e^z). Σφ = f(x) − f(x′). Category features have no derivative and are held at the row’s own value: their φ of 0 says that they were not asked about. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval), completenessGap (largest |Σφ + f(x′) − f(x)|).',
  caution:
    'The baseline is part of the question. Two networks that answer alike everywhere may get different values, since the rule follows how a network is built; integrated gradients do not.',
  measureWords: {
    ...attributionWords,
    completenessGap: 'The largest difference, over the rows, between the model’s answer and what base and contributions add up to; 0: none.',
  },
  sources: [shrikumar2017, ancona2018],
  needs: ['rescale'],
  direction: 'none',
  options,
  onRequest: true,
  explainsNumbers: true,
  chosenBecause: () => null,
  lacking: (subject, own) => noRescaleBecause(subject) ?? unknownBaselineBecause(subject, own),
  questions: () => 3,
  measures: ['completenessGap'],
  async prepare(scene, own) {
    const { model, signal, background } = scene;
    if (!hasRescale(model)) throw new ExplainError('BAD_PLAN', 'DeepLIFT needs a network with a rescale rule for each operator, and this model is none.');
    const space = numberSpace(scene);
    const reference = baselineOf(space.names, space.columns(background), own);
    const cotangent = space.cotangent(1);
    return rowByRow(async (row) => {
      const { x, from, moves, base, output, said } = await compare(space, row, reference);
      throwIfCancelled(signal);
      const { values: multipliers } = space.inOrder(await model.multipliers(row, space.at(row, matrix(1, x.length, Float64Array.from(from))), cotangent, signal));
      const values = space.ofAllFeatures(multipliers.map((multiplier, j) => (moves[j] ? multiplier * (x[j] - from[j]) : 0)));
      return { values, contributions: values, standardErrors: values.map(() => 0), base, output, detail: { completenessGap: pairwiseSum(values) + base - output, ...said } };
    });
  },
  diagnostics: (rows) => largestGap(rows, 'rounding, since the rules add up by construction'),
};
