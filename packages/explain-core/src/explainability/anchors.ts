import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { wilson1927 } from '../method/sources.js';
import { level } from './options.js';
import { kaufmann2013, ribeiro2018 } from './rules/sources.js';

const options = z.strictObject({
  rows: z.number().int().min(1).max(1000).default(10).describe('Rows drawn from the data to be explained; all of them if there are fewer.'),
  precision: z.number().gt(0).lt(1).default(0.95).describe('Share of the rows under a rule that must be decided as the row is.'),
  confidence: z.number().gt(0).lt(1).default(0.95).describe('How sure it must be that a rule reaches the precision.'),
  beam: z.number().int().min(1).max(50).default(8).describe('Rules of each length that are made longer.'),
  tolerance: z.number().gt(0).lt(1).default(0.15).describe('Rules whose precisions differ by less need not be told apart while the best of a length are looked for.'),
  maxLength: z.number().int().min(1).max(20).default(6).describe('Most conditions of a rule.'),
  background: z.number().int().min(1).max(10_000).default(1000).describe('Rows drawn from the data: what is drawn under a rule is made of them, and coverage is their share.'),
  queries: z.number().int().min(5000).max(10_000_000).default(100_000).describe('Rows that the model is asked about for one row at most while a rule is searched for.'),
  samples: z.number().int().min(100).max(100_000).default(1000).describe('Rows drawn anew under the rule that is chosen, for its precision.'),
  minGroupRows: z.number().int().min(2).default(5).describe('Groups with fewer explained rows have no number of their own and are not compared.'),
  level,
});
export type AnchorOptions = z.output<typeof options>;

/**
 * What is measured; named in a result's options as `measure`.
 *   found: share of the explained rows that have a rule which surely reaches the precision;
 *   coverage, conditions: means over these rows of the rule's coverage and length;
 *   precision: mean over these rows of the rule's precision among rows drawn anew.
 * Each also by group; and each with `Difference` (scope "gap"): the largest group's less the smallest's.
 */
export const anchorMeasures = ['found', 'coverage', 'conditions', 'precision'] as const;

/**
 * Anchors: a rule that a row meets and under which nearly every row is decided as it is, whatever else is different.
 * Artifact `explainability/anchors/rows`: precision and confidence asked for; background: rows coverage is a share of; protected: names of the groups' columns; rows: [{ row, groups, x,
 * decision, output (the decision's score), rule: [{ column, is: "above" | "atMost" | "equal" | "missing", value }] (empty: the decision is the same nearly everywhere), reached (false: no
 * rule was found, and this is the most precise that was drawn from), precision: { value, n, lower, upper }, coverage: { value, n, lower, upper }, surely: { lower, upper } (what the search
 * knows of the precision), rules (looked at), queries, cut (the questions were spent) }].
 */
export const anchors: MethodInfo<AnchorOptions> = {
  pillar: 'explainability',
  id: 'anchors',
  version: 2,
  label: 'Anchors',
  summary: 'A rule for one decision: who meets it is decided the same way nearly always, whatever else is different about them.',
  definition:
    'Of the conjunctions of conditions that hold for a row x (a number above or at most a quartile, another value as it is), the one of largest coverage with P(decision(z) = decision(x)) ≥ precision with the confidence asked for, z a data row whose columns in the rule are replaced together by those of another row that meets it. Beam search; which rules are drawn from decides the KL-LUCB bandit; bounds hold at every look. Measures: found, coverage, conditions and precision (among rows drawn anew), by group, and largest less smallest group with a permutation test, adjusted over all measures and attributes. Wilson’s interval for shares, Student’s for means, and one for the widest gap.',
  caution: 'A rule tells where the decision stays, not why it was made, and only for rows like the data’s. A short rule of high coverage may say no more than that most people are decided so.',
  measureWords: {
    found: 'Share of people for whose decision a rule was found that holds as surely as asked for.',
    coverage: 'Share of all rows that the rule speaks about.',
    conditions: 'How many conditions it has.',
    precision: 'Share of rows that meet the rule and get the same decision.',
  },
  sources: [ribeiro2018, kaufmann2013, wilson1927],
  needs: ['predict'],
  range: [0, 1],
  direction: 'none',
  options,
  onRequest: true,
};
