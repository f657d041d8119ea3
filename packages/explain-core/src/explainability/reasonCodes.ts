import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { wilson1927 } from '../method/sources.js';
import { level } from './options.js';
import { lundberg2017, regulationB } from './sources.js';

/** In the order in which one is taken if none is asked for: those first that leave nothing to chance. */
export const reasonExplainers = ['treeShap', 'linearShap', 'kernelShap'] as const;

const options = z.strictObject({
  rows: z.number().int().min(1).max(10_000).default(100).describe('Rows drawn from the data; those whose outcome is unfavourable get reasons.'),
  reasons: z.number().int().min(1).max(20).default(4).describe('Principal reasons of a row at most.'),
  explainer: z.enum(reasonExplainers).optional().describe('What tells the reasons; the first of these that can explain the model if left out.'),
  redraws: z.number().int().min(1).max(100).default(3).describe('How often a row is explained again by other draws, where the explainer draws.'),
  background: z.number().int().min(1).max(1000).default(50).describe('Rows drawn from the data whose values a reason’s feature gets when it is checked that it moves the answer.'),
  minGroupRows: z.number().int().min(2).default(5).describe('Groups with fewer rows of unfavourable outcome have no number of their own.'),
  level,
});
export type ReasonCodeOptions = z.output<typeof options>;

export const reasonCodeMeasures = ['frequency', 'stable', 'used', 'raises'] as const;

/**
 * What a notice of adverse action would name. A row's principal reasons are the features with the largest negative contributions to the score of the favourable class, at most four; each is checked alone: does the model answer
 * otherwise when this feature gets the values of other rows, and on average more favourably?
 *
 * Artifacts: `explainability/reasonCodes/frequencies`, { method, version, class, explainer, because, drawn, unfavourable, withoutReasons, reasons, features: { feature, rows, first }[] }, how many rows have the feature among their reasons and as the
 * first; `explainability/reasonCodes/rows`, { method, version, class, explainer, protected, rows: ReasonedRow[] }, shows rows.
 */
export const reasonCodes: MethodInfo<ReasonCodeOptions> = {
  pillar: 'explainability',
  id: 'reasonCodes',
  version: 1,
  label: 'Principal reasons of unfavourable outcomes',
  summary: 'Which reasons people with an unfavourable outcome would be told, how often, and whether the reasons hold.',
  definition:
    'For drawn rows that the model does not decide favourably: the features with the most negative contributions to the score of the favourable class (Shapley values), at most the number asked for. frequency of a feature: share of those rows that have it among their reasons, overall and by group (Wilson), the widest gap between groups with a permutation test of chi-square, adjusted over all features and attributes. stable: share of rows that get the same set of reasons by all redraws. used: share of rows each of whose reasons, its feature alone given background values, changes the answer. raises: share of rows where each reason’s feature, alone given background values, makes the answer more favourable on average.',
  caution:
    'They tell what moved this model’s score, not what a person should do or could change. A feature that no row has among its reasons has no frequency. Reasons that act only together (raises below 1) change nothing when one of them alone is mended. Rows are those the audit drew, and not applications.',
  measureWords: {
    frequency: 'Share of people with an unfavourable outcome who would be told this reason.',
    stable: 'Share of them who would be told the same reasons if drawn numbers were drawn again.',
    used: 'Share of them each of whose reasons, changed alone, changes the model’s answer.',
    raises: 'Share of them each of whose reasons, changed alone, makes the answer better on average.',
  },
  sources: [regulationB, lundberg2017, wilson1927],
  needs: ['predict'],
  range: [0, 1],
  direction: 'none',
  options,
};
