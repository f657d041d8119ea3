import { rateOptions, type RateOptions } from './metric.js';
import { largestError } from './largestError.js';
import type { NumberMetric } from './numberMetric.js';
import type { NumberOutcomes } from './numberOutcomes.js';
import { agarwal2019, hyndman2006 } from './numberSources.js';
import { meanNumber, momentsFrom, numberStatistic } from './numberStatistic.js';
import { hall1992, student1908 } from './scoreSources.js';
import { perGroup, type Statistic } from './statistic.js';

/**
 * How far off the prediction is on average, whichever way.
 *   Σ w |p − y| ÷ Σ w over labelled rows, ≥ 0, ideal 0, in the label's units
 * Undefined without labelled rows. sklearn's mean_absolute_error.
 */
export const meanAbsoluteError: NumberMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'meanAbsoluteError',
  version: 1,
  label: 'Mean absolute error',
  summary: 'How far the predictions for a group are off on average.',
  definition:
    'Mean of |prediction − label| over labelled rows, in the units of the label, with Student’s interval, corrected for skewness (Hall) and cut at 0 and at the largest error of all rows.',
  caution: 'A group whose label varies more is harder to predict, whatever the model: a larger error alone does not show neglect. It says nothing of the direction of errors; see meanResidual.',
  sources: [hyndman2006, agarwal2019, student1908, hall1992],
  needs: ['predictions', 'labels'],
  ideal: 0,
  direction: 'lower',
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, meanAbsoluteErrorStatistic(outcomes), options),
};

export function meanAbsoluteErrorStatistic(outcomes: NumberOutcomes): Statistic {
  const range = [0, largestError(outcomes)] as const;
  return numberStatistic({
    id: meanAbsoluteError.id,
    label: meanAbsoluteError.label,
    range,
    of: ({ sums: { labelled, a, r2, a3 } }, n) => meanNumber(momentsFrom(labelled, a, r2, a3, n), range, { from: 0, unit: outcomes.scale.unit }),
  });
}
