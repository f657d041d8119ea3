import type { Distribution } from '../numeric/distribution.js';
import { pow } from '../elementary/power.js';
import { notEstimable } from '../numeric/estimate.js';
import type { Moments } from '../numeric/scoreMoments.js';
import { pairwiseSum } from '../numeric/sum.js';
import { varianceDegrees } from '../numeric/varianceDegrees.js';
import { onTheWideSide, ratio } from './disparity.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { influenceOnMean, meanNumber } from './scoreMean.js';
import { exposures, rankingOf } from './scoreRanking.js';
import { scoresOf } from './scoreCdf.js';
import { scoreStatistic } from './scoreStatistic.js';
import { jarvelinKekalainen2002, singhJoachims2018, zouDonner2008 } from './scoreSources.js';
import { romano2014 } from './sources.js';
import type { Statistic } from './statistic.js';

/**
 * min ÷ max over groups of the mean exposure of their rows when all rows are ranked by score, 1 ÷ log₂(1 + place) each; in (0, 1], ideal 1. Tied rows share the
 * mean exposure of their places. Undefined with fewer than two groups. Singh and Joachims 2018: demographic parity of exposure.
 */
export const exposureRatio: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'exposureRatio',
  version: 3,
  label: 'Exposure ratio',
  summary: 'When all are ranked by score: the attention that the least exposed group gets, divided by that of the most exposed, per person.',
  definition:
    'All rows, labelled or not, are ranked by score, highest first; a row’s exposure is 1/log₂(1 + place), rows of equal score share the mean of their places. min ÷ max over groups of the mean exposure. Groups with fewer rows than minimumGroupSize (1: none) are left out of the comparison, not of the ranking. Interval for the smallest ratio itself, from Student’s intervals of the means corrected for skewness, with the degrees of freedom that exposures as uneven as these leave, the ranking taken as it is (variance estimates recovery; simultaneous over pairs). It holds the true ratio at least as often as the level says, since groups that share one list are taken for independent. Above 100,000 rows scores count to 1/4096 of their range.',
  caution: 'Meant for lists that people read from the top; where every row is decided by itself, places mean nothing. The discount is a convention, not a measurement of attention. In a long list almost all rows get almost the same small exposure, and the ratio is made by a few at the top: read the interval, and topKShare beside it.',
  sources: [singhJoachims2018, jarvelinKekalainen2002, zouDonner2008, romano2014],
  needs: ['scores', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: disparityOptions,
  compute(outcomes, options) {
    const tiers = rankingOf(outcomes);
    if (tiers === null) return [{ estimate: notEstimable(0, 'there are no scores to rank by') }];
    return ratio(outcomes, [meanExposureStatistic(exposures(tiers))], options).map(onTheWideSide);
  },
};

function meanExposureStatistic(exposure: ReadonlyMap<number, number>): Statistic {
  return scoreStatistic({
    id: 'meanExposure',
    label: 'Mean exposure',
    range: [0, 1],
    withoutLabels: true,
    influence: ({ table }) => influenceOnMean(table, { ofPositive: (score) => exposure.get(score)!, ofNegative: (score) => exposure.get(score)! }, true),
    of: (scores, effective) => meanNumber(momentsOfExposure(scoresOf(scores), exposure, effective), [0, 1]),
    countsOf: (scores) => ({ exposure: sum(scoresOf(scores), (score) => exposure.get(score)!) }),
  });
}

function momentsOfExposure(scores: Distribution, exposure: ReadonlyMap<number, number>, effective: number): Moments {
  const weight = pairwiseSum(scores.weights);
  const n = weight * effective;
  const mean = sum(scores, (score) => exposure.get(score)!) / weight;
  const second = sum(scores, (score) => (exposure.get(score)! - mean) ** 2) / weight;
  const third = sum(scores, (score) => pow(exposure.get(score)! - mean, 3)) / weight;
  const fourth = sum(scores, (score) => pow(exposure.get(score)! - mean, 4)) / weight;
  return { mean, n, variance: n > 1 ? (second * n) / (n - 1) : null, skewness: second > 0 ? third / pow(second, 1.5) : 0, degrees: varianceDegrees(n, second * n, fourth * n) };
}

function sum({ values, weights }: Distribution, of: (score: number) => number): number {
  return pairwiseSum(values.map((score, i) => (weights[i] === 0 ? 0 : weights[i]! * of(score))));
}
