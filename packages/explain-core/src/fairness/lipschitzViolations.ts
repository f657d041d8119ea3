import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { wilson1927 } from '../method/sources.js';
import { gower1971, hoeffding1948 } from './individualSources.js';
import { similarityOptions } from './similarity.js';
import { dwork2012 } from './sources.js';

const options = z.strictObject({
  constant: z.number().gt(0).default(1).describe('How much scores may differ for each unit of distance (L).'),
  of: z.enum(['score', 'decision']).default('score').describe('What is compared: scores of the favourable outcome, or decisions as 1 and 0.'),
  ...similarityOptions,
});
export type LipschitzOptions = z.output<typeof options>;

/**
 * What is measured; named in a result's options as `measure`.
 *   violationRate: share of the pairs of drawn rows with |f(x) − f(x′)| > L · d(x, x′); by group: pairs with one of the group and anybody else;
 *   largestRatio: the largest |f(x) − f(x′)| ÷ d(x, x′) of all pairs, the smallest L that nobody would violate. Undefined where two rows at distance 0 differ.
 *
 * Pairs that share a row are not independent. The share is a U-statistic, and its variance is never above that of as many independent pairs as can be formed
 * without using a row twice, p (1 − p) ÷ ⌊n/2⌋ (Hoeffding 1948): the interval is Wilson's for so many, and so a little wide.
 */
export const lipschitzMeasures = ['violationRate', 'largestRatio'] as const;

export const lipschitzViolations: MethodInfo<LipschitzOptions> = {
  pillar: 'fairness',
  id: 'lipschitzViolations',
  version: 2,
  label: 'Lipschitz violations',
  summary: 'How often two people’s scores are further apart than their differences would allow.',
  definition:
    'violationRate: share of all pairs of rows drawn from the data with |f(x) − f(x′)| > L · d(x, x′), f the score of the favourable outcome (or the decision as 1 or 0), d Gower’s distance over what the model reads except protected columns. largestRatio: the largest |f(x) − f(x′)| ÷ d(x, x′). Where rows are weighted a pair counts as the product of its rows’ weights, and rows of weight 0 are left out. Wilson’s interval for ⌊n/2⌋ pairs, of which none shares a row with another, n being (Σw)² ÷ Σw² where rows are weighted.',
  caution:
    'Dwork et al. ask for a distance that says who is similar for the task at hand; no formula knows it. Here it is a default that treats all columns alike, so a violation is a pair to look at, not a finding of unfairness. A small L is violated by any model that distinguishes at all.',
  sources: [dwork2012, gower1971, hoeffding1948, wilson1927],
  needs: ['scores'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options,
  onRequest: true,
};
