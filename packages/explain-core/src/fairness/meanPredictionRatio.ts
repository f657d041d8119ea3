import { ratio } from './disparity.js';
import { meanPredictionStatistic } from './meanPrediction.js';
import { disparityOptions, type DisparityOptions } from './metric.js';
import { notBelowZero } from './notBelowZero.js';
import type { NumberMetric } from './numberMetric.js';
import { calders2013 } from './numberSources.js';
import { feldmanCousins1998, romano2014, zou2008 } from './sources.js';

/**
 * Smallest ÷ largest mean prediction among groups.
 *   min_a meanPrediction_a ÷ max_a meanPrediction_a,   in [0, 1], ideal 1
 * Undefined with fewer than two groups, where a group has no such number or one below 0, and where all are 0.
 */
export const meanPredictionRatio: NumberMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'meanPredictionRatio',
  version: 2,
  label: 'Mean prediction ratio',
  summary: 'Smallest mean prediction of any group divided by the largest.',
  definition:
    'Smallest ÷ largest mean prediction among groups. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or a group has no such number, or one below 0. Interval for the largest gap itself, from all pairs at once (variance estimates recovery; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution: 'It depends on where the label’s scale has its 0: use it for amounts such as money, never for a temperature or a year. Groups may differ because what is predicted differs.',
  sources: [calders2013, zou2008, romano2014, feldmanCousins1998],
  needs: ['predictions', 'groups'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options: disparityOptions,
  compute: (outcomes, options) => ratio(outcomes, [notBelowZero(meanPredictionStatistic(outcomes))], options),
};
