import { z } from 'zod';
import { log } from '../elementary/logarithm.js';
import { notEstimable } from '../numeric/estimate.js';
import { logRatioGap } from '../numeric/logRatioGap.js';
import type { Uncertain } from '../numeric/uncertain.js';
import { widestDifferenceOf } from '../numeric/widestGap.js';
import { MOST_COMPARED_GROUPS } from './disparity.js';
import type { AttributeGroups, Group } from './groupedOutcomes.js';
import { level, minimumGroupSize, type FairnessMetric, type Measurement } from './metric.js';
import { isLargeEnough, proportionOf, type Rate } from './rate.js';
import { uncertain } from './scoreStatistic.js';
import { foulds2020, zouDonner2008 } from './scoreSources.js';
import { romano2014 } from './sources.js';

const options = z.strictObject({
  level,
  minimumGroupSize,
  of: z.enum(['decisions', 'labels']).default('decisions').describe('What the probabilities are of: the favourable decision of the model, or the favourable label in the data.'),
  concentration: z.number().min(0).default(1).describe('Weight of the symmetric Dirichlet prior that smooths the probabilities, half for each outcome; 0 does not smooth.'),
});
type Options = z.infer<typeof options>;

/**
 * The smallest ε with e^−ε ≤ p_a(y) ÷ p_b(y) ≤ e^ε for all groups a, b and both outcomes y (favourable or not); ≥ 0, ideal 0. Probabilities are smoothed,
 *   p_a(y) = (N_a(y) + c/2) ÷ (N_a + c)
 * where rows are weighted, N are sums of weights and c counts rows of mean weight, so that the unit of the weights does not matter.
 * Undefined with fewer than two groups, and where c = 0 and a group never had one of the outcomes. Foulds et al. 2020.
 */
export const differentialFairness: FairnessMetric<Options> = {
  pillar: 'fairness',
  id: 'differentialFairness',
  version: 3,
  label: 'Differential fairness',
  summary: 'Largest factor, as a logarithm, by which the chance of an outcome differs between any two groups.',
  definition:
    'ε = max over both outcomes (favourable or not) and all pairs of groups of |log p_a − log p_b|, natural logarithm, p = (count + concentration/2) ÷ (rows + concentration), the weights of weighted rows scaled to a mean of 1. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Interval for the largest ratio itself, from all pairs at once: each log p with its delta-method standard error √((1 − p)/(n p)), differences by variance estimates recovery, upper end intersection–union, lower end two-step Bonferroni; it holds the true ε at least as often as the level says.',
  caution: 'e^ε is the factor: 0.7 means that some outcome is twice as likely for one group as for another. It is made by the rarest outcome and the smallest groups, so read the interval. Compare decisions with labels (option of): the difference is what the model adds to what the data have.',
  sources: [foulds2020, zouDonner2008, romano2014],
  needs: ['predictions', 'groups'],
  ideal: 0,
  direction: 'lower',
  options,
  compute: ({ attributes }, chosen) => attributes.map((entry) => widestRatio(entry, chosen)),
};

const rates: Record<Options['of'], Rate> = {
  decisions: { denominator: 'rows', usesLabels: false, count: ({ selected, rows }) => ({ successes: selected, n: rows }) },
  labels: { denominator: 'rows with a label', usesLabels: true, count: ({ deserving, labelled }) => ({ successes: deserving, n: labelled }) },
};

function widestRatio({ attribute, groups, withheld }: AttributeGroups, { level: sure, minimumGroupSize: fewest, of, concentration }: Options): Measurement {
  const rate = rates[of];
  const judged = groups.filter((group) => isLargeEnough(group, fewest) && rate.count(group.counts).n > 0);
  const compared = { groupsCompared: judged.length, groupsLeftOut: groups.length - judged.length, ...(withheld.length > 0 ? { groupsWithheld: withheld.length } : {}) };
  const n = judged.reduce((sum, group) => sum + rate.count(group.rows).n, 0);
  if (judged.length < 2) return { attribute, estimate: notEstimable(n, `${attribute} has fewer than two groups of at least ${fewest} ${rate.denominator}, and a ratio needs two`), counts: compared };
  if (judged.length > MOST_COMPARED_GROUPS) return { attribute, estimate: notEstimable(n, `${attribute} has ${judged.length} groups; at most ${MOST_COMPARED_GROUPS} are compared`), counts: compared };
  const outcomes = judged.map((group) => {
    const { successes, n: all } = rate.count(group.counts);
    return [successes, all - successes];
  });
  const meanWeight = judged.reduce((sum, group) => sum + rate.count(group.counts).n, 0) / n;
  const widest = logRatioGap(outcomes, concentration * meanWeight);
  if (widest === null) return { attribute, estimate: notEstimable(n, 'a group never had one of the outcomes, so a ratio is infinite; a concentration above 0 smooths it'), counts: compared };
  const families = [0, 1].map((outcome) => judged.map((group) => logProbability(group, rate, outcome, concentration, meanWeight))).filter((family) => family.every(({ value }) => Number.isFinite(value)));
  return {
    attribute,
    estimate: { value: widest.epsilon, n, interval: widestDifferenceOf(families, sure, [0, Infinity]) },
    counts: {
      favourable: widest.outcome === 0 ? 1 : 0,
      higherNumerator: outcomes[widest.higher]![widest.outcome]!,
      higherDenominator: outcomes[widest.higher]![0]! + outcomes[widest.higher]![1]!,
      lowerNumerator: outcomes[widest.lower]![widest.outcome]!,
      lowerDenominator: outcomes[widest.lower]![0]! + outcomes[widest.lower]![1]!,
      ...compared,
    },
  };
}

/** Weights make the probability, effective rows its doubt. */
function logProbability(group: Group, rate: Rate, outcome: number, concentration: number, meanWeight: number): Uncertain {
  const { successes, n } = rate.count(group.counts);
  const count = outcome === 0 ? successes : n - successes;
  const p = (count + (concentration * meanWeight) / 2) / (n + concentration * meanWeight);
  const rows = proportionOf(rate, group).n + concentration;
  const standardError = Math.sqrt((1 - p) / (p * rows));
  const value = log(p);
  return uncertain(value, (z) => ({ lower: value - z * standardError, upper: Math.min(0, value + z * standardError) }));
}
