import { ratio } from './disparity.js';
import { meanAbsoluteErrorStatistic } from './meanAbsoluteError.js';
import { disparityOptions, type DisparityOptions } from './metric.js';
import { notBelowZero } from './notBelowZero.js';
import type { NumberMetric } from './numberMetric.js';
import { agarwal2019 } from './numberSources.js';
import { feldmanCousins1998, romano2014, zou2008 } from './sources.js';

/**
 * Smallest ÷ largest mean absolute error among groups.
 *   min_a meanAbsoluteError_a ÷ max_a meanAbsoluteError_a,   in [0, 1], ideal 1
 * Undefined with fewer than two groups, where a group has no such number or one below 0, and where all are 0.
 */
export const meanAbsoluteErrorRatio: NumberMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'meanAbsoluteErrorRatio',
  version: 2,
  label: 'Mean absolute error ratio',
  summary: 'Smallest mean absolute error of any group divided by the largest.',
  definition:
    'Smallest ÷ largest mean absolute error among groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has no such number, or one below 0. Interval for the largest gap itself, from all pairs at once (variance estimates recovery; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution: 'Where errors are tiny the ratio may be far from 1 without meaning anything to anybody: look at meanAbsoluteErrorDifference in the label’s units first.',
  sources: [agarwal2019, zou2008, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options: disparityOptions,
  compute: (outcomes, options) => ratio(outcomes, [notBelowZero(meanAbsoluteErrorStatistic(outcomes))], options),
};
