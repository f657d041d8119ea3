import { difference } from './disparity.js';
import { rootMeanSquaredErrorStatistic } from './rootMeanSquaredError.js';
import { disparityOptions, type DisparityOptions } from './metric.js';
import type { NumberMetric } from './numberMetric.js';
import { agarwal2019 } from './numberSources.js';
import { feldmanCousins1998, romano2014, zou2008 } from './sources.js';

/**
 * Largest minus smallest root mean squared error among groups.
 *   max_a rootMeanSquaredError_a − min_a rootMeanSquaredError_a,   ≥ 0, ideal 0, in the label's units
 * Undefined with fewer than two groups, or where a group has no such number.
 */
export const rootMeanSquaredErrorDifference: NumberMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'rootMeanSquaredErrorDifference',
  version: 2,
  label: 'Root mean squared error difference',
  summary: 'Largest gap between any two groups in how far predictions are off, large errors counting for more.',
  definition:
    'Largest minus smallest root mean squared error among groups, in the units of the label. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has no such number. Interval for the largest gap itself, from all pairs at once (variance estimates recovery; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution: 'One very large error in one group may make the whole gap: set it beside meanAbsoluteErrorDifference.',
  sources: [agarwal2019, zou2008, romano2014, feldmanCousins1998],
  needs: ['predictions', 'labels', 'groups'],
  ideal: 0,
  direction: 'lower',
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [rootMeanSquaredErrorStatistic(outcomes)], options),
};
