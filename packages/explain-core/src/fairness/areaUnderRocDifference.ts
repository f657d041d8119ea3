import { areaUnderRocStatistic } from './areaUnderRoc.js';
import { difference } from './disparity.js';
import { disparityOptions, type DisparityOptions, type FairnessMetric } from './metric.js';
import { borkan2019, delong1988, zouDonner2008 } from './scoreSources.js';
import { feldmanCousins1998, romano2014 } from './sources.js';

/**
 * max − min over groups of the area under the ROC curve within the group; in [0, 1], ideal 0. Undefined with fewer than two groups and where one lacks a
 * class. Groups have no row in common, so their areas are independent.
 */
export const areaUnderRocDifference: FairnessMetric<DisparityOptions> = {
  pillar: 'fairness',
  id: 'areaUnderRocDifference',
  version: 3,
  label: 'Difference in area under the ROC curve',
  summary: 'Largest gap between groups in how well the model ranks within the group.',
  definition:
    'max − min over groups of the area under the ROC curve. Groups with fewer rows than minimumGroupSize (1: none) are left out and counted. Not estimable when fewer than two groups remain or one lacks a class. Interval for the largest gap itself, from DeLong’s of all groups (variance estimates recovery; upper end intersection–union, lower end two-step Bonferroni). Of two groups it is the unified interval of a size (Feldman and Cousins), which holds the true gap as often as the level says; of more it holds it at least as often.',
  caution: 'Equal areas do not mean equal curves: curves that cross have areas that cancel (see abroca), and groups may be ranked equally well while one is scored lower throughout.',
  sources: [borkan2019, delong1988, zouDonner2008, romano2014, feldmanCousins1998],
  needs: ['scores', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options: disparityOptions,
  compute: (outcomes, options) => difference(outcomes, [areaUnderRocStatistic], options),
};
