import { exp } from '../elementary/exponential.js';
import { rateOptions, type RateOptions } from './metric.js';
import type { NumberMetric } from './numberMetric.js';
import type { NumberOutcomes } from './numberOutcomes.js';
import type { GroupNumbers } from './numberSums.js';
import { kvalseth1985, oehlert1992 } from './numberSources.js';
import { numberStatistic, tFor } from './numberStatistic.js';
import type { ScoreNumber } from './scoreStatistic.js';
import { perGroup, type Statistic } from './statistic.js';

/**
 * How much of the label's variation within the group the predictions account for.
 *   1 − Σ w (p − y)² ÷ Σ w (y − ȳ)² over labelled rows, ȳ the group's own mean; at most 1 (ideal), below 0 where the group's mean would be closer
 * Undefined without labelled rows and where the label does not vary, where sklearn's r2_score says 0 or 1. Interval by the delta method for
 * log(1 − R²), the logarithm of a ratio of two means, with Student's quantile.
 */
export const rSquared: NumberMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'rSquared',
  version: 1,
  label: 'R²',
  summary: 'How much of the differences within a group the predictions account for.',
  definition:
    '1 − Σ (prediction − label)² ÷ Σ (label − the group’s mean label)² over labelled rows. Not estimable where the label does not vary. Interval by the delta method for log(1 − R²), with Student’s quantile.',
  caution: 'It compares the model with predicting each group’s own mean, so a group of people who are much alike has a low R² though errors are small: compare meanAbsoluteError first. Below 0 the mean of the group would have been the better guess.',
  sources: [kvalseth1985, oehlert1992],
  needs: ['predictions', 'labels'],
  ideal: 1,
  direction: 'higher',
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, rSquaredStatistic(outcomes), options),
};

export function rSquaredStatistic(_outcomes: NumberOutcomes): Statistic {
  return numberStatistic({ id: rSquared.id, label: rSquared.label, range: [-Infinity, 1], of: rSquaredOf });
}

/** A label that varies less than this part of its square is constant up to the rounding of the sums. */
const ROUNDING = 1e-12;

function rSquaredOf({ sums }: GroupNumbers, n: number): ScoreNumber {
  const mean = (sum: number): number => sum / sums.labelled;
  const y = mean(sums.y);
  const spread = mean(sums.y2) - y * y;
  if (!(spread > ROUNDING * Math.max(1, mean(sums.y2)))) return { value: null, because: 'the label is the same in all rows, so there is nothing to account for' };
  const square = mean(sums.r2);
  if (square === 0) return { value: null, because: 'all predictions are equal to the label, which leaves nothing to judge the uncertainty by' };
  const ratio = square / spread;
  // Of u = r² ÷ mean r² and v = (y − ȳ)² ÷ their mean, both of mean 1: the variance of log(mean u ÷ mean v) is that of u − v, over n.
  const squares = mean(sums.r4) / square ** 2;
  const both = (mean(sums.r2y2) - 2 * y * mean(sums.r2y) + y * y * square) / (square * spread);
  const spreads = (mean(sums.y4) - 4 * y * mean(sums.y3) + 6 * y * y * mean(sums.y2) - 3 * y ** 4) / spread ** 2;
  const error = Math.sqrt(Math.max(0, squares - 2 * both + spreads) / n);
  // Below, Student's quantile is so large that the interval would say nothing but "at most 1".
  if (!(n >= FEWEST)) return { value: null, because: `${Math.floor(n)} independent rows are too few to judge the uncertainty by; ${FEWEST} are needed` };
  return { value: 1 - ratio, method: 'logDelta', bounds: (z) => ({ lower: 1 - ratio * exp(tFor(z, n) * error), upper: 1 - ratio * exp(-tFor(z, n) * error) }) };
}

const FEWEST = 4;
