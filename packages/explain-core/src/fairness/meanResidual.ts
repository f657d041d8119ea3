import { rateOptions, type RateOptions } from './metric.js';
import type { NumberMetric } from './numberMetric.js';
import type { NumberOutcomes } from './numberOutcomes.js';
import { calders2013 } from './numberSources.js';
import { meanNumber, momentsFrom, numberStatistic } from './numberStatistic.js';
import { hall1992, student1908 } from './scoreSources.js';
import { perGroup, type Statistic } from './statistic.js';

/**
 * The bias of the predictions: above 0 the model predicts too much on average, below too little.
 *   Σ w (p − y) ÷ Σ w over labelled rows, ideal 0, in the label's units
 * Undefined without labelled rows. Calders et al. 2013 ask that it be alike between groups.
 */
export const meanResidual: NumberMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'meanResidual',
  version: 1,
  label: 'Mean residual',
  summary: 'Whether the model predicts too much or too little for a group on average.',
  definition:
    'Mean of prediction − label over labelled rows, in the units of the label; above 0: predicted too high. Student’s interval, corrected for skewness (Hall) and cut at the smallest and largest residual of all rows.',
  caution: 'A mean of 0 may hide that half of the group is predicted far too high and half far too low; see residualQuantiles. Labels that carry a group’s past treatment carry it into this number as well.',
  sources: [calders2013, student1908, hall1992],
  needs: ['predictions', 'labels'],
  ideal: 0,
  direction: 'ideal',
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, meanResidualStatistic(outcomes), options),
};

export function meanResidualStatistic({ scale: { unit }, residuals }: NumberOutcomes): Statistic {
  const range = residuals === null ? ([0, 0] as const) : ([residuals.least, residuals.most] as const);
  return numberStatistic({
    id: meanResidual.id,
    label: meanResidual.label,
    range,
    of: ({ sums: { labelled, r, r2, r3 } }, n) => meanNumber(momentsFrom(labelled, r, r2, r3, n), range, { from: 0, unit }),
  });
}
