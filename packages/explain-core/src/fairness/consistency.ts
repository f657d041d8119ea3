import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { wilson1927 } from '../method/sources.js';
import { efron1981, gower1971, zemel2013 } from './individualSources.js';
import { similarityOptions } from './similarity.js';

const options = z.strictObject({
  neighbours: z.number().int().min(1).max(100).default(5).describe('How many of the nearest people each is compared with.'),
  includeSelf: z.boolean().default(false).describe('Whether a person is one of their own neighbours, as in AIF360; then one of the neighbours always agrees.'),
  of: z.enum(['decision', 'score', 'label']).default('decision').describe('What is compared: decisions, scores of the favourable outcome, or the labels of the data.'),
  ...similarityOptions,
});
export type ConsistencyOptions = z.output<typeof options>;

/**
 * 1 − mean over drawn rows of |ŷ_i − mean of ŷ over the k rows nearest to i|, ŷ = 1 for the favourable decision and 0 for any other. Zemel et al. 2013 print the inner
 * mean as a sum; with a mean it is what they and all others compute. AIF360 asks a nearest-neighbour index about the very rows it holds, so that each is
 * its own first neighbour: k = 5 there is this with includeSelf, four others and oneself, and always nearer to 1. It measures Euclidean distance over all
 * features, the protected ones too (distance euclidean, protectedColumns use), and takes any of rows equally far; here these share the places left.
 *
 * A weight says how many people a row stands for, not how near they are, so it counts in the outer mean alone; neither AIF360 nor Zemel et al. weigh.
 *
 * The interval is Wilson's for as many independent rows as the jackknife says the rows are worth: leaving a row out changes whom it was near
 * to as well. It is about what other rows drawn as many would show; more rows have nearer neighbours.
 */
export const consistency: MethodInfo<ConsistencyOptions> = {
  pillar: 'fairness',
  id: 'consistency',
  version: 2,
  label: 'Consistency',
  summary: 'How far people are decided like those who are most similar to them.',
  definition:
    '1 − mean over rows drawn from the data of |ŷ − mean ŷ of the k nearest other rows|, ŷ being 1 for the favourable decision, else 0 (or the score, or the label). Nearest by Gower’s distance over what the model reads except protected columns; rows equally far share the places that are left. By group: the mean over its rows, neighbours being anybody. Weights count in the mean, not among neighbours; rows of weight 0 are left out. Wilson’s interval with effective rows by the jackknife.',
  caution:
    'It depends on which columns say who is similar and on how they are scaled, and that is a judgement, not a measurement. Consistent decisions can be consistently unfair: columns that stand in for a group keep its people neighbours of each other. It grows with the number of rows, so compare only numbers of as many rows.',
  sources: [zemel2013, gower1971, efron1981, wilson1927],
  needs: ['predictions'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options,
};
