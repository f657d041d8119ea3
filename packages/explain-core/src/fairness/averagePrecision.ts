import { averagePrecision as precisionOf, averagePrecisionBounds } from '../numeric/averagePrecision.js';
import { rateOptions, type FairnessMetric, type RateOptions } from './metric.js';
import { classCounts, inEffectiveRows, scoreStatistic } from './scoreStatistic.js';
import { boyd2013 } from './scoreSources.js';
import { perGroup } from './statistic.js';

/**
 * (1/m) Σ over the m positive rows of the precision at their own score as threshold; in (0, 1]. A score that says nothing has the base rate.
 * Undefined without positive rows. Steps, not interpolated; tied rows enter together.
 */
export const averagePrecision: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'averagePrecision',
  version: 2,
  label: 'Average precision',
  summary: 'Area under a group’s precision–recall curve: how pure the top of its ranking is.',
  definition:
    'Σ over distinct scores of (recall gained) × (precision there), scores descending, rows of equal score together, without interpolation. Interval on the logit scale with the jackknife’s variance over rows and Student’s quantile for the degrees of freedom of that variance: 1 ÷ (1/a + 1/b), a by how its rows are spread (few where a few rows make it), b one fewer than positive rows. Rows without a label are left out and counted in rowsWithoutLabel. Above 100,000 rows scores count to 1/4096 of their range.',
  caution: 'It rises with the base rate, whatever the model: never compare groups whose base rates differ by it alone. For that there is the area under the ROC curve.',
  sources: [boyd2013],
  needs: ['scores', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, averagePrecisionStatistic, options),
};

export const averagePrecisionStatistic = scoreStatistic({
  id: averagePrecision.id,
  label: averagePrecision.label,
  range: [0, 1],
  influence: ({ table }, effective) => precisionOf(inEffectiveRows(table, effective))?.leftOut ?? null,
  of({ table }, effective) {
    const found = precisionOf(inEffectiveRows(table, effective));
    if (found === null) return { value: null, because: 'no labelled row is positive, so there is nothing to average over' };
    return { value: found.value, bounds: (z) => averagePrecisionBounds(found, z), method: found.variance !== 0 ? 'jackknifeLogit' : 'clopperPearson' };
  },
  countsOf: classCounts,
});
