import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { className, level } from './options.js';
import { gower1971, slack2020 } from './sources.js';

const options = z.strictObject({
  rows: z.number().int().min(20).max(2000).default(400).describe('Rows drawn from the data; half of them teach the detector, half are looked at.'),
  columns: z.array(z.string()).default([]).describe('Features whose weight is compared; the protected columns that the model reads if left out.'),
  drawing: z.enum(['replaced', 'independent']).default('replaced').describe('How rows are made up: a random set of features from another row, as SHAP does, or every feature from a row of its own, as LIME does.'),
  changes: z.number().int().min(1).max(50).default(5).describe('Other values tried for each feature of each row.'),
  replicates: z.number().int().min(100).max(10_000).default(500).describe('Samples drawn anew for the interval.'),
  margin: z.number().gt(0).lt(1).default(0.25).describe('A difference of shares that is surely larger is called a finding.'),
  class: className,
  level,
});
export type OffManifoldOptions = z.output<typeof options>;

export const offManifoldMeasures = ['shareDifference', 'shareReal', 'shareMadeUp', 'detectorAccuracy'] as const;

/**
 * Does the model treat rows that an explainer makes up otherwise than people? A detector (normal distributions or nearest neighbour, whichever does better) learns from half the rows. Of the others, those that it tells rightly are
 * changed in one feature after the other, and only changes after which it still says the same count: so real rows stay real. What is compared is the share that the named columns have in the model's mean absolute change, over
 * features of which at least three quarters of the changes count on both sides: of a column that follows from others only small changes leave a row real, and an honest model would look guilty.
 *
 * Artifact `explainability/offManifold/finding`: { method, version, class, columns, drawing, margin, found, sentence, features: { feature, real, madeUp }[] }, mean absolute changes of the answer by feature on both sides; null: not comparable.
 */
export const offManifold: MethodInfo<OffManifoldOptions> = {
  pillar: 'explainability',
  id: 'offManifold',
  version: 1,
  label: 'Other behaviour on made-up rows',
  summary: 'Whether the model hides from explainers, which ask about people who do not exist, how it treats those who do.',
  definition:
    'shareReal and shareMadeUp: Σ over the named columns of the mean |change of the answer| when one feature gets another row’s value, divided by that sum over all features; on real rows, and on rows made up as explainers do, among rows and changes that a detector trained on other rows tells rightly; features of which fewer than three quarters of the changes are so on either side are left out. shareDifference = shareReal − shareMadeUp, with a percentile interval from rows drawn anew on each side; a finding where the interval lies beyond the margin. detectorAccuracy: share of the held-out rows that the detector tells rightly (Wilson).',
  caution:
    'A finding says that the model leans on these columns for people and not for made-up rows (or the other way round), as a model made to fool explainers does; an honest model may do so where columns act together. An interval of no width only says that all rows looked at behave alike. No finding is no proof: the detector is a simple one (normal distributions or the nearest neighbour, whichever does better), and what it cannot tell apart is not compared.',
  measureWords: {
    shareDifference: 'How much more the model leans on the compared columns for real people than for made-up rows; 0: alike.',
    shareReal: 'How much of the model’s movement comes from the compared columns, for real people.',
    shareMadeUp: 'The same for made-up rows.',
    detectorAccuracy: 'Share of rows of which one can tell whether they are real; near 0.5 nobody can, and nothing can be hidden.',
  },
  sources: [slack2020, gower1971],
  needs: ['predict', 'groups'],
  range: [-1, 1],
  ideal: 0,
  direction: 'ideal',
  options,
  onRequest: true,
};
