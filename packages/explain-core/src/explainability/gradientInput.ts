import { z } from 'zod';
import { matrix } from '../numeric/matrix.js';
import { pairwiseSum } from '../numeric/sum.js';
import { rowByRow, type LocalExplainer } from './explainer.js';
import { noGradientBecause } from './needsModel.js';
import { numberSpace } from './numberSpace.js';
import { localOptions } from './options.js';
import { ancona2018, shrikumar2017 } from './sources.js';
import { attributionWords } from './summaries.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(1).describe('Rows drawn from the data; this method compares with 0 and looks at none.'),
});
type Options = z.output<typeof options>;

/**
 * Derivative times value: φ_j = x_j ∂f/∂x_j (x), in the data's own units. Shrikumar, Greenside, Kundaje 2017 compare with it; Ancona et al. 2018 say when it equals others.
 * The base is the tangent plane at the row, read where all numbers are 0, so that Σφ + base is the answer; it is no answer of the model.
 * Features without a derivative, and missing numbers, have φ 0 because they are not asked about (`detail.held`).
 */
export const gradientInput: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'gradientInput',
  version: 1,
  label: 'Gradient × input',
  summary: 'The slope of the model’s answer at a person, times each number.',
  definition:
    'φ_j = x_j × ∂f/∂x_j at the row, in the data’s own units. Category features have no derivative: their 0 says that they were not asked about. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval).',
  caution: 'It compares with 0 in the data’s own units, which for an age or a year is nobody; and it follows the model’s straight continuation, not the model. Integrated gradients do neither.',
  measureWords: attributionWords,
  sources: [shrikumar2017, ancona2018],
  needs: ['gradient'],
  direction: 'none',
  options,
  onRequest: true,
  explainsNumbers: true,
  chosenBecause: () => null,
  lacking: noGradientBecause,
  questions: () => 3,
  measures: [],
  async prepare(scene) {
    const space = numberSpace(scene);
    return rowByRow(async (row) => {
      const x = Float64Array.from(space.columns(row), ([value]) => value);
      const here = matrix(1, x.length, x);
      const [output] = await space.answers(row, here);
      const { values: slopes } = await space.slopes(row, here);
      const values = space.ofAllFeatures(slopes.map((slope, j) => (Number.isNaN(x[j]) ? 0 : x[j] * slope)));
      return {
        values,
        contributions: values,
        standardErrors: values.map(() => 0),
        base: output - pairwiseSum(values),
        output,
        detail: { held: [...space.held, ...space.names.filter((_, j) => Number.isNaN(x[j]))] },
      };
    });
  },
  diagnostics: () => [],
};
