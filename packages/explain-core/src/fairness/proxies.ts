import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { bergsma2013, theil1970, zhang2004 } from './individualSources.js';
import { delong1988, zouDonner2008 } from './scoreSources.js';

const options = z.strictObject({
  rows: z.number().int().min(2).max(200_000).default(20_000).describe('Rows drawn from the data; all of them if there are fewer.'),
  columns: z.array(z.string()).min(1).max(1000).optional().describe('Columns that may stand in for a protected one; left out: feature columns and what the model reads.'),
  folds: z.number().int().min(2).max(20).default(5).describe('Parts the rows are cut into; each is judged by what the others show.'),
  smoothing: z.number().gt(0).max(1000).default(1).describe('Rows added to every count of the learner (Laplace), so that what was not seen is not impossible.'),
  replicates: z.number().int().min(100).max(10_000).default(400).describe('Tables drawn anew for the intervals of single columns.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});
export type ProxyOptions = z.output<typeof options>;

/**
 * What is measured; named in a result's options as `measure`.
 *   balancedAccuracy: mean over the attribute's groups of the share of rows that a learner puts into their own group, from all columns together; by chance
 *     1 ÷ groups (`baseline` in the counts);
 *   areaUnderRoc: for each group, how well the learner ranks its rows before all others; by chance 1/2;
 *   theilsU, cramersV: for each single column (the result's `feature`), see numeric/association.
 */
export const proxyMeasures = ['balancedAccuracy', 'areaUnderRoc', 'theilsU', 'cramersV'] as const;

/**
 * How well the other columns tell a protected one. Columns are cut into bins without a look at the attribute (values; about ten ranges of numbers; missing a bin of
 * its own; rare values of more than 50 together). The learner is naive Bayes with equal priors, judged on rows it has not seen: it is no measure of
 * what the best model could find out, only of what a simple one finds, so it errs on the side of finding nothing. Rows that miss the attribute are left out.
 */
export const proxies: MethodInfo<ProxyOptions> = {
  pillar: 'fairness',
  id: 'proxies',
  version: 2,
  label: 'Proxies',
  summary: 'How well the other columns tell which protected group a person is in.',
  definition:
    'On rows drawn from the data (each counts once, whatever its weight), columns cut into bins. balancedAccuracy: mean over groups of the share of rows put into their own group by naive Bayes (equal priors, Laplace smoothing, cross-validated); areaUnderRoc: each group against the rest by the same learner; theilsU = I ÷ H(attribute) and cramersV (bias-corrected) for each column. Intervals: variance estimates recovery from Wilson’s, DeLong’s, and tables drawn anew less their bias. Findings: lower ends above what chance gives.',
  caution:
    'A proxy is not unfair by itself: a column may go with a group and matter for the task. It says that leaving the protected column out of the model does not hide it. No finding does not mean no proxy: the learner is simple, and texts are not read.',
  sources: [theil1970, bergsma2013, zhang2004, delong1988, zouDonner2008],
  needs: ['groups'],
  range: [0, 1],
  direction: 'none',
  options,
};
