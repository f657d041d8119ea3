import { difference } from './disparity.js';
import { meanPredictionStatistic } from './meanPrediction.js';
import { disparityOptions, type DisparityOptions } from './metric.js';
import type { NumberMetric } from './numberMetric.js';
import { calders2013 } from './numberSources.js';
import { feldmanCousins1998, romano2014, zou2008 } from './sources.js';

/**
 * Largest minus smallest mean prediction among groups.
 *   max_a meanPrediction_a − min_a meanPrediction_a,   ≥ 0, ideal 0, in the label's units
 * Undefined with fewer than two groups, or where a group has no such number.
 */
export const meanPredictionDifference: NumberMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'meanPredictionDifference',
  version: 2,
  label: 'Mean prediction difference',
  summary: 'Largest gap between any two groups in the number that is predicted on average.',
  definition:
    'Largest minus smallest mean prediction among groups, in the units of the label. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has no such number. Interval for the largest gap itself, from all pairs at once (variance estimates recovery; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution: 'A gap is not unfair by itself where the label differs between the groups: set it beside the difference in mean residuals, which compares how far off the model is.',
  sources: [calders2013, zou2008, romano2014, feldmanCousins1998],
  needs: ['predictions', 'groups'],
  ideal: 0,
  direction: 'lower',
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [meanPredictionStatistic(outcomes)], options),
};
