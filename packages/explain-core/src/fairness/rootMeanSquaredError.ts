import { exp } from '../elementary/exponential.js';
import { meanBounds } from '../numeric/meanBounds.js';
import type { Bounds } from '../numeric/wilson.js';
import { largestError } from './largestError.js';
import { rateOptions, type RateOptions } from './metric.js';
import type { NumberMetric } from './numberMetric.js';
import type { NumberOutcomes } from './numberOutcomes.js';
import { hyndman2006, oehlert1992 } from './numberSources.js';
import { alwaysThe, momentsFrom, numberStatistic, tFor } from './numberStatistic.js';
import { perGroup, type Statistic } from './statistic.js';

/**
 * How far off the prediction is, large errors counting for more.
 *   √(Σ w (p − y)² ÷ Σ w) over labelled rows, ≥ 0, ideal 0, in the label's units
 * Undefined without labelled rows. sklearn's root_mean_squared_error. Interval by the delta method for the logarithm of the mean square m, whose variance is
 * (Σ w r⁴ ÷ Σ w − m²) ÷ (n m²), with Student's quantile: on that scale it is all but symmetric, and stays above 0.
 */
export const rootMeanSquaredError: NumberMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'rootMeanSquaredError',
  version: 1,
  label: 'Root mean squared error',
  summary: 'How far the predictions for a group are off, large errors counting for more.',
  definition:
    'Square root of the mean of (prediction − label)² over labelled rows, in the units of the label. Interval by the delta method for the logarithm of the mean square, with Student’s quantile, cut at the largest error of all rows.',
  caution: 'A few very large errors decide it: set it beside meanAbsoluteError, and look at the rows. A group whose label varies more is harder to predict, whatever the model.',
  sources: [hyndman2006, oehlert1992],
  needs: ['predictions', 'labels'],
  ideal: 0,
  direction: 'lower',
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, rootMeanSquaredErrorStatistic(outcomes), options),
};

export function rootMeanSquaredErrorStatistic(outcomes: NumberOutcomes): Statistic {
  const most = largestError(outcomes);
  const { unit } = outcomes.scale;
  return numberStatistic({
    id: rootMeanSquaredError.id,
    label: rootMeanSquaredError.label,
    range: [0, most],
    of({ sums: { labelled, r2, r4 } }, n) {
      if (most === 0) return alwaysThe(0);
      const square = r2 / labelled;
      const value = unit * Math.sqrt(square);
      const { variance } = momentsFrom(labelled, r2, r4, 0, n);
      if (variance === null || variance === 0) {
        // One row, or all errors alike: nothing is known of how they vary but that so many were alike.
        const bounds = (z: number): Bounds => {
          const { lower, upper } = meanBounds({ mean: square, n, variance }, [0, (most / unit) ** 2], z);
          return { lower: unit * Math.sqrt(lower), upper: Math.min(most, unit * Math.sqrt(upper)) };
        };
        return { value, bounds, method: 'clopperPearson' };
      }
      const half = Math.sqrt(variance / n) / square / 2;
      return { value, method: 'logDelta', bounds: (z) => ({ lower: value * exp(-tFor(z, n) * half), upper: Math.min(most, value * exp(tFor(z, n) * half)) }) };
    },
  });
}
