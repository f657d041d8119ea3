import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { judgeCommon } from './options.js';
import { lundberg2020, student1908 } from './sources.js';

const options = z.strictObject({
  ...judgeCommon,
  rows: z.number().int().min(2).max(10_000).default(200).describe('Rows drawn from the data whose losses are explained; those without a label are left out and counted.'),
  background: z.number().int().min(1).max(10_000).default(100).describe('Rows drawn from the data that stand in for a feature left out; all of them if there are fewer.'),
});
export type TreeShapLossOptions = z.output<typeof options>;

export const treeShapLossMeasures = ['contribution', 'loss', 'additivityGap'] as const;

/**
 * Which features make the model err, and for whom. Values of each row's loss, interventional as in treeShap/interventional.ts, the margins' values stretched by how the loss moves between the row and each background row
 * (treeShap/loss.ts): shap's definition for one margin.
 *
 * The artifact `explainability/treeShapLoss/rows`, { method, version, loss, features, protected, rows: LossRow[] }, shows rows.
 */
export const treeShapLoss: MethodInfo<TreeShapLossOptions> = {
  pillar: 'explainability',
  id: 'treeShapLoss',
  version: 1,
  onRequest: true,
  label: 'Tree SHAP of the loss',
  summary: 'Which features make a model of trees err, and whether they do so for some groups more than for others.',
  definition:
    'For each drawn row with a label, the loss is −log p(label) of a class, or (y − f)² of a number. It is shared out among the features as Tree SHAP shares out a probability: each background row’s values of the sum of trees are multiplied by (loss(x) − loss(z)) ÷ (f(x) − f(z)), the row’s label being held, and averaged; Σφ = loss − the mean loss of the background’s answers. contribution of a feature: mean φ over rows, overall and by group (Student’s interval), the widest gap between groups with a permutation test of Welch’s statistic, adjusted over all features and attributes. loss: the mean loss of the rows, likewise. additivityGap: largest |Σφ + base − loss|.',
  caution:
    'Below 0 a feature makes the loss smaller than it would be with other people’s values; above 0 it misleads the model. A gap between groups says for whom. Where labels are wrong or unfair, so is the loss. A few rows with large losses can make a mean.',
  measureWords: {
    contribution: 'How much the feature adds to the model’s loss on average; below 0 it helps.',
    loss: 'The mean loss of these people; 0: always right and sure of it.',
    additivityGap: 'The largest difference, over the rows, between the loss and what base and contributions add up to; 0: none.',
  },
  sources: [lundberg2020, student1908],
  needs: ['trees', 'labels'],
  direction: 'lower',
  options,
};
