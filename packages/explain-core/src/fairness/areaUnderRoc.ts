import { areaUnderRoc as areaOf, boundsOfAuc, influenceOnArea } from '../numeric/auc.js';
import { rateOptions, type FairnessMetric, type RateOptions } from './metric.js';
import { classCounts, inEffectiveRows, scoreStatistic } from './scoreStatistic.js';
import { borkan2019, delong1988, pepe2003, sunXu2014 } from './scoreSources.js';
import { perGroup } from './statistic.js';

/**
 * P(s⁺ > s⁻) + ½ P(s⁺ = s⁻) for a positive and a negative row of the same group; in [0, 1], ½ for a score that says nothing. Undefined where the group
 * lacks a class. Rows are compared within the group: Borkan et al. 2019, subgroup AUC. DeLong et al. 1988.
 */
export const areaUnderRoc: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'areaUnderRoc',
  version: 3,
  label: 'Area under the ROC curve',
  summary: 'How often the model ranks a positive row of a group above a negative one of the same group.',
  definition:
    'Share of pairs of a row of the positive class and one of another, both of the group, in which the first has the higher score; ties count half. DeLong’s variance, with Student’s quantile for as many degrees of freedom as the spread of its placements tells; interval on the logit scale, which stays within [0, 1] and leans inwards near its ends. Where every pair comes out alike the interval says how many may not. Rows without a label are left out and counted in rowsWithoutLabel. Above 100,000 rows scores count to 1/4096 of their range.',
  caution: 'It says nothing about the threshold in use nor about calibration: a model may rank perfectly within each group and still score one of them systematically lower. Compare with error rates before concluding that decisions are equally good.',
  sources: [delong1988, sunXu2014, pepe2003, borkan2019],
  needs: ['scores', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, areaUnderRocStatistic, options),
};

export const areaUnderRocStatistic = scoreStatistic({
  id: areaUnderRoc.id,
  label: areaUnderRoc.label,
  range: [0, 1],
  influence: ({ table }) => influenceOnArea(table),
  of({ table }, effective) {
    const found = areaOf(inEffectiveRows(table, effective));
    if (found === null) return { value: null, because: 'all labelled rows have the same class, so there is no pair to compare' };
    const isPlain = found.variance !== null && found.variance > 0;
    return { value: found.area, bounds: (z) => boundsOfAuc(found, z), method: isPlain ? 'delongLogit' : found.variance === null ? 'birnbaumKloseLogit' : 'clopperPearson' };
  },
  countsOf: classCounts,
});
