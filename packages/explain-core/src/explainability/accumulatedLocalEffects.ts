import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { className, level, replicates } from './options.js';
import { apley2020, chernozhukov2013, student1908, torgerson1952 } from './sources.js';

const options = z.strictObject({
  rows: z.number().int().min(1).max(20_000).default(1000).describe('Rows drawn from the data; the model is asked about each at both ends of its bin.'),
  bins: z.number().int().min(1).max(200).default(20).describe('Most bins of a number, of about as many rows each.'),
  pairs: z.array(z.tuple([z.string(), z.string()])).max(100).default([]).describe('Pairs of number features whose joint effects are wanted as well.'),
  pairBins: z.number().int().min(1).max(50).default(10).describe('Most bins of each number of a pair.'),
  replicates,
  class: className,
  level,
});
export type LocalEffectsOptions = z.output<typeof options>;

/** Of each feature; of each pair there is `interaction`. See the definition. */
export const localEffectsMeasures = ['range', 'importance'] as const;

/**
 * How the model's answer changes from one end of a bin to the other for the rows within it, added up over the bins (Apley and Zhu 2020): unlike partial dependence it asks only about rows near those that
 * there are, and does not count what another feature does that goes with this one. In the unit of the model's answer; the mean over the rows is 0. Edges are values that rows have (see
 * dependence/steps.ts); a category's levels are put in an order in which neighbours are alike in the other features (dependence/levelOrder.ts). Rows without a value are left out. A feature that is one value among
 * the drawn rows has a curve of one point, and 0 for both.
 */
export const accumulatedLocalEffects: MethodInfo<LocalEffectsOptions> = {
  pillar: 'explainability',
  id: 'accumulatedLocalEffects',
  version: 1,
  label: 'Accumulated local effects',
  summary: 'How the model’s answer changes with one feature, small step by small step, among people who are near each step.',
  definition:
    'Curve(edge) = Σ over the bins below of the mean, over the bin’s rows, of f(upper edge) − f(lower edge), less its mean over the rows. range: largest less smallest point; importance: standard deviation over the rows; interaction (pairs): standard deviation over the rows of the second-order effects, which are what two features do together beyond what each does alone. Points: Student’s intervals of what rows add within bins; range, importance and interaction: multiplier bootstrap. The bins and their shares of rows are taken as given.',
  caution:
    'A curve says what small changes do, added up: that people at one end would get the answer of the other end if only this feature changed holds only where the features do not act together. Few rows in a bin make a wide interval. The order of a category’s levels is made by the other features, so only neighbours may be compared without care.',
  measureWords: {
    range: 'How far the answer moves from its lowest to its highest place.',
    importance: 'How far it typically is from its mean.',
    interaction: 'How much two features do together beyond what each does alone.',
  },
  sources: [apley2020, torgerson1952, chernozhukov2013, student1908],
  needs: ['predict'],
  direction: 'none',
  options,
};
