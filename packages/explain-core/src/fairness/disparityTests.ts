import { z } from 'zod';
import { findingsArtifact } from './findings.js';
import { testGaps } from './gapFamily.js';
import { gapTests } from './gapTest.js';
import { level, minimumGroupSize, type FairnessMetric } from './metric.js';
import { newcombe1998 } from './sources.js';
import { testedRates } from './testedRates.js';
import { benjamini1995, benjamini2001, fisher1935, fleiss2003, holm1979, lancaster1961, phipson2010 } from './testSources.js';

const statistics = testedRates.map(({ id }) => id);

export const disparityTestsOptions = z.strictObject({
  level: level.describe('Coverage of the intervals; 1 − level is the significance of the tests.'),
  minimumGroupSize: minimumGroupSize.describe('Groups with fewer rows have their gap reported but are not tested; 1 leaves none out.'),
  statistics: z
    .array(z.enum(statistics))
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'Name each rate once.')
    .default([...statistics])
    .describe('The rates that are tested. A complement (the false negative rate, say) has the gap of its counterpart with the other sign, and is not tested twice.'),
  test: z.enum(gapTests).default('auto').describe("auto: Fisher's exact mid-p, and the pooled z test where every expected count is at least 100,000. With weighted or clustered rows always z, on effective rows."),
  permutations: z.number().int().min(99).max(1_000_000).default(9999).describe('How often groups are dealt anew in a permutation test.'),
  adjustment: z
    .enum(['holm', 'benjaminiHochberg', 'benjaminiYekutieli'])
    .default('holm')
    .describe('Which adjusted p-value makes a finding: Holm bounds the chance of any false one, the others the share of false ones. All three are given in any case.'),
  power: z.number().min(0.5).lt(1).default(0.8).describe('With which probability a gap should show, for the minimum detectable gap and the rows needed.'),
});
export type DisparityTestsOptions = z.infer<typeof disparityTestsOptions>;

/**
 * Which gaps are more than chance, among all of them: every rate of every group of every attribute and combination against all other rows.
 *   rate(A = a) − rate(A ≠ a),   in [−1, 1], ideal 0, with Newcombe's interval
 * Group and rest have no row in common, so each test is valid; all tests are one family, whose p-values are adjusted together. Where an attribute
 * has two groups, the second's test is the first's turned round and counts once. A gap is undefined (null) where group or rest has nothing to divide by.
 */
export const disparityTests: FairnessMetric<DisparityTestsOptions> = {
  pillar: 'fairness',
  id: 'disparityTests',
  version: 1,
  label: 'Disparity tests',
  summary: 'Every group against all other rows, rate by rate, with p-values adjusted for how many were looked at.',
  definition:
    "Rate of the group − rate of all other rows, with Newcombe interval. Two-sided test of no gap: Fisher's exact mid-p (tables as likely as the observed one counted by half), pooled z where all expected counts are large, or permutations, p = (b + 1)/(m + 1). P-values adjusted over all rates × attributes × groups tested by Holm, Benjamini–Hochberg and Benjamini–Yekutieli. With it: the smallest gap in that direction which these numbers of rows would show with the given power at the pooled rate, and how many rows the group would need (the rest in proportion) for the gap found, both at the unadjusted significance. Groups with fewer rows than minimumGroupSize are reported and not tested. With weighted or clustered rows, z on effective numbers of rows.",
  caution:
    'A small adjusted p-value says that a gap is unlikely to be chance, not that it matters or why it is there; look at its size and interval. A large one is not evidence of no gap: compare the gap with the minimum detectable one. Rates about labels inherit whatever is wrong with the labels. Where rows of one cluster fall into several groups, group and rest are not quite independent.',
  sources: [fisher1935, lancaster1961, phipson2010, holm1979, benjamini1995, benjamini2001, newcombe1998, fleiss2003],
  needs: ['predictions', 'labels', 'groups'],
  range: [-1, 1],
  ideal: 0,
  direction: 'ideal',
  options: disparityTestsOptions,
  compute: (outcomes, options) => testGaps(outcomes, options).map(({ measurement }) => measurement),
  artifacts: (outcomes, options) => [findingsArtifact(testGaps(outcomes, options), options)],
};
