import { findingsArtifact } from './findings.js';
import { testGaps } from './gapFamily.js';
import { disparityTestsOptions, type DisparityTestsOptions } from './disparityTestsOptions.js';
import type { FairnessMetric } from './metric.js';
import { newcombe1998 } from './sources.js';
import { benjamini1995, benjamini2001, fisher1935, fleiss2003, holm1979, lancaster1961, phipson2010 } from './testSources.js';

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
