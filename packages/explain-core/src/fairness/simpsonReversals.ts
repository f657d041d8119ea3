import { newcombe1998 } from './sources.js';
import { simpsonReversalsOptions, type SimpsonReversalsOptions } from './simpsonReversalsOptions.js';
import { compareWithinStrata } from './stratifiedGaps.js';
import type { StratifiedMetric } from './stratifiedMetric.js';
import { reversalsArtifact } from './reversals.js';
import { bickel1975, breslow1980, mantel1959, robins1986, simpson1951, tarone1985 } from './testSources.js';

/**
 * Does a gap between a group and all others turn round, or vanish, once rows are compared with rows of the same stratum? Three numbers a group:
 *   gapWithinStrata: Σ w_s (selection rate of the group − of all others, in stratum s) ÷ Σ w_s, w_s = n1 n2 ÷ (n1 + n2), over strata with both; in [−1, 1], ideal 0
 *   marginalGap: the same difference over all rows
 *   commonOddsRatio: that of Mantel and Haenszel
 * The first is tested by Cochran–Mantel–Haenszel (no gap in any stratum, without continuity correction, which would make it conservative), the last by Breslow–Day
 * with Tarone's adjustment (the same odds ratio in all strata); p-values of each test are adjusted over all groups. A reversal is a marginal gap and a gap
 * within strata of opposite sign whose intervals both leave out 0.
 * Simpson 1951, "The interpretation of interaction in contingency tables"; Bickel, Hammel, O'Connell 1975 for the case everybody knows.
 */
export const simpsonReversals: StratifiedMetric<SimpsonReversalsOptions> = {
  pillar: 'fairness',
  id: 'simpsonReversals',
  version: 1,
  label: 'Simpson reversals',
  summary: 'Whether a gap in selection turns round once rows are compared within strata.',
  definition:
    'Selection rate of the group − of all other rows. gapWithinStrata: mean over strata with weights n1 n2/(n1 + n2), interval from Newcombe intervals of the strata by variance estimates recovery (Zou, Donner), tested by Cochran–Mantel–Haenszel without continuity correction. marginalGap: over all rows, Newcombe interval. commonOddsRatio: Mantel–Haenszel, Robins–Breslow–Greenland interval, homogeneity tested by Breslow–Day with Tarone’s adjustment. reversed is 1 where both gaps’ intervals leave out 0 on opposite sides. Strata without members of group and others are left out of what is within strata, and counted. With weighted or clustered rows all is on effective numbers of rows.',
  caution:
    'A reversal says that group and stratum go together and that the strata differ in how many are selected. Which of the two gaps matters is not a question of numbers: if the stratum is itself a result of how people are treated, the marginal one does. Mean gaps hide strata that point in different directions; look at the Breslow–Day test and the strata listed.',
  sources: [simpson1951, bickel1975, mantel1959, robins1986, breslow1980, tarone1985, newcombe1998],
  needs: ['predictions', 'groups'],
  range: [-1, 1],
  ideal: 0,
  direction: 'ideal',
  onRequest: true,
  wantsStrata: true,
  options: simpsonReversalsOptions,
  compute(stratified, options) {
    const gaps = compareWithinStrata(stratified, options);
    return { measurements: gaps.flatMap(({ measurements }) => measurements), artifacts: [reversalsArtifact(gaps, stratified, options)] };
  },
};
