import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import type { Agreement } from './agreement.js';
import { level } from './options.js';
import { krishna2022, student1908 } from './sources.js';

const options = z.strictObject({
  top: z.number().int().min(1).max(100).default(3).describe('Features by size of contribution that the agreement of sets, places and signs is about; all, if there are fewer.'),
  minGroupRows: z.number().int().min(2).default(5).describe('Groups with fewer explained rows have no number of their own.'),
  level,
});
export type DisagreementOptions = z.output<typeof options>;

export const disagreementMeasures: readonly (keyof Agreement)[] = ['featureAgreement', 'rankAgreement', 'signAgreement', 'signedRankAgreement', 'rankCorrelation', 'pairwiseRankAgreement'];

export const disagreement: MethodInfo<DisagreementOptions> = {
  pillar: 'explainability',
  id: 'disagreement',
  version: 2,
  label: 'Agreement of explainers',
  summary: 'Whether two explainers tell a person the same reasons, in the same order and direction.',
  definition:
    'For every two explainers of the plan, over the rows that both explain. Of the top k features by |contribution| of each: featureAgreement (share that both have), rankAgreement (at the same place), signAgreement (with the same sign), signedRankAgreement (both). Of all features: rankCorrelation (Spearman’s ρ of |contribution|), pairwiseRankAgreement (share of pairs of features that both put in the same order). Means over rows and over the rows of each group with Student’s interval; the widest gap between groups (measure + “Difference”) with a permutation test of Welch’s statistic, adjusted over all pairs, measures and attributes.',
  caution:
    'Explainers that agree may be wrong together, and two that disagree may answer different questions: LIME speaks of the neighbourhood, Shapley values of the whole background. Of equal contributions the feature that comes first in the model’s order is taken as the larger in the top k.',
  measureWords: {
    featureAgreement: 'Share of the leading features that both explainers name.',
    rankAgreement: 'Share of the leading features that both name at the same place.',
    signAgreement: 'Share of the leading features that both name with the same direction.',
    signedRankAgreement: 'Share that both name at the same place and with the same direction.',
    rankCorrelation: 'Do both put all features in the same order? 1: yes; 0: no relation; −1: the reverse.',
    pairwiseRankAgreement: 'Share of pairs of features of which both find the same one larger.',
  },
  sources: [krishna2022, student1908],
  needs: ['predict'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options,
  onRequest: true,
};
