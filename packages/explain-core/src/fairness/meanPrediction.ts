import { rateOptions, type RateOptions } from './metric.js';
import type { NumberMetric } from './numberMetric.js';
import type { NumberOutcomes } from './numberOutcomes.js';
import { calders2013 } from './numberSources.js';
import { meanNumber, momentsFrom, numberStatistic } from './numberStatistic.js';
import { hall1992, student1908 } from './scoreSources.js';
import { perGroup, type Statistic } from './statistic.js';

/**
 * Mean of the predicted number over all rows of the group, labelled or not, in the label's units.
 *   Σ w p ÷ Σ w
 * Undefined only without rows. Calders et al. 2013 compare it between groups.
 */
export const meanPrediction: NumberMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'meanPrediction',
  version: 1,
  label: 'Mean prediction',
  summary: 'The number that the model predicts for a group on average.',
  definition:
    'Mean of the prediction over all rows of the group, in the units of the label, with Student’s interval, corrected for skewness (Hall) and cut at the smallest and largest prediction of all rows.',
  caution: 'Groups may differ because what is predicted differs: set it beside meanResidual, which says whether the model is off. A mean hides the shape, and one very large prediction moves it.',
  sources: [calders2013, student1908, hall1992],
  needs: ['predictions'],
  direction: 'none',
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, meanPredictionStatistic(outcomes), options),
};

export function meanPredictionStatistic({ scale: { centre, unit }, predictions: { least, most } }: NumberOutcomes): Statistic {
  return numberStatistic({
    id: meanPrediction.id,
    label: meanPrediction.label,
    range: [least, most],
    withoutLabels: true,
    of: ({ sums: { one, p, p2, p3 } }, n) => meanNumber(momentsFrom(one, p, p2, p3, n), [least, most], { from: centre, unit }),
  });
}
