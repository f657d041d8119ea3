import { ratio } from './disparity.js';
import { truePositiveRate } from './truePositiveRate.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { rateStatistic } from './rate.js';
import { feldmanCousins1998, hardt2016, koopman1984, romano2014 } from './sources.js';

/**
 * min_a TPR_a ÷ max_a TPR_a,   in [0, 1], ideal 1. Undefined (null) when the highest is 0, fewer than two groups have members or a group has an empty denominator.
 * Hardt, Price, Srebro 2016, as a ratio.
 */
export const equalOpportunityRatio: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'equalOpportunityRatio',
  version: 2,
  label: 'Equal opportunity ratio',
  summary: 'True positive rate of the worst-served group divided by that of the best-served.',
  definition:
    'min ÷ max of the true positive rate over groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain, a group has an empty denominator, or the highest is 0. Interval for the smallest ratio itself, from all pairs at once (Koopman; lower end intersection–union, upper end two-step Bonferroni). Of two groups it is the unified interval of the size of its logarithm (Feldman and Cousins), which holds the true ratio as often as the level says; of more it holds it at least as often.',
  caution:
    '1 means that the truly positive of all groups are recognised equally often. It rests on rows labelled positive alone and trusts those labels. Ratios near 1 can hide large gaps in the missed: compare the ratio of false negative rates.',
  sources: [hardt2016, koopman1984, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: disparityOptions,
  compute: (outcomes, options) => ratio(outcomes, [rateStatistic(truePositiveRate)], options),
};
