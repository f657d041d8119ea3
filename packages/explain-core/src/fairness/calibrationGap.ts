import { z } from 'zod';
import { scoreError, scoreMoments } from '../numeric/scoreMoments.js';
import { difference, onTheWideSide } from './disparity.js';
import { bins, calibrationErrorStatistic } from './expectedCalibrationError.js';
import { level, minimumGroupSize, type FairnessMetric } from './metric.js';
import { influenceOnMean, meanNumber } from './scoreMean.js';
import { inEffectiveRows, scoreStatistic } from './scoreStatistic.js';
import { cox1958, kleinberg2017, naeini2015, zouDonner2008 } from './scoreSources.js';
import { feldmanCousins1998, romano2014 } from './sources.js';

const options = z.strictObject({ level, minimumGroupSize, bins });
type Options = z.infer<typeof options>;

/**
 * How differently well calibrated groups are, in two measures, each max − min over groups:
 *   calibrationInTheLarge: mean score − base rate of labelled rows, in [−1, 1] each, so the gap is in [0, 2]; above 0 the group's risk is overstated
 *   expectedCalibrationError: of the binned errors, in [0, 1]
 * Ideal 0. Undefined with fewer than two groups or where one has no labelled rows. Kleinberg et al. 2017: calibration within groups.
 */
export const calibrationGap: FairnessMetric<Options> = {
  pillar: 'fairness',
  id: 'calibrationGap',
  version: 5,
  label: 'Calibration gap',
  summary: 'Largest gap between groups in how far predicted probabilities are from what happened.',
  definition:
    'Two results an attribute, told apart by options.measure: max − min over groups of calibration in the large (mean score − share of positives, over labelled rows), and max − min of the expected calibration error over bins of equal width. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Interval for the largest gap itself, from the intervals of all groups (variance estimates recovery; upper end intersection–union, lower end two-step Bonferroni). Of calibration in the large, two groups have the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; every other one holds it at least as often. Expected calibration errors enter with what they most likely are without noise, and the interval is widened where it would not hold the observed gap.',
  caution: 'Calibration in the large is signed: read the counts to see whose risk is overstated. The gap in expected calibration error favours large groups, since small ones have more by chance; its interval takes that into account, the number does not. A calibrated score may still rest on fewer or worse reasons for one group.',
  sources: [kleinberg2017, cox1958, naeini2015, zouDonner2008, romano2014, feldmanCousins1998],
  needs: ['scores', 'probabilities', 'labels', 'groups'],
  range: [0, 2],
  ideal: 0,
  direction: 'lower',
  options,
  compute: (outcomes, chosen) =>
    [calibrationInTheLarge, calibrationErrorStatistic(chosen.bins)].flatMap((statistic) =>
      difference(outcomes, [statistic], chosen).map((measurement) => ({ ...(statistic === calibrationInTheLarge ? measurement : onTheWideSide(measurement)), resolved: { measure: statistic.id } })),
    ),
};

export const calibrationInTheLarge = scoreStatistic({
  id: 'calibrationInTheLarge',
  label: 'Calibration in the large',
  range: [-1, 1],
  influence: ({ table }) => influenceOnMean(table, scoreError),
  of: ({ table }, effective) => meanNumber(scoreMoments(inEffectiveRows(table, effective), scoreError)!, [-1, 1]),
  countsOf(scores) {
    const positives = scores.table.positives.reduce((sum, weight) => sum + weight, 0);
    const sum = scores.table.scores.reduce((total, score, i) => total + score * (scores.table.positives[i]! + scores.table.negatives[i]!), 0);
    return { positives, sumOfScores: sum };
  },
});
