import { z } from 'zod';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { distributionQuantile, quantileBounds } from '../numeric/orderStatistics.js';
import { difference } from './disparity.js';
import { level, minimumGroupSize, type Measurement } from './metric.js';
import type { NumberMetric } from './numberMetric.js';
import type { NumberOutcomes } from './numberOutcomes.js';
import { conover1999, hyndman1996, woodruff1952 } from './numberSources.js';
import { numberStatistic } from './numberStatistic.js';
import { romano2014, zou2008 } from './sources.js';
import { perGroup, type Statistic } from './statistic.js';

const options = z.strictObject({
  quantiles: z.array(z.number().gt(0).lt(1)).min(1).max(20).default([0.1, 0.5, 0.9]).describe('Shares of rows below the quantiles that are told.'),
  level,
  minimumGroupSize,
});
export type ResidualQuantilesOptions = z.output<typeof options>;

/**
 * Quantiles of the residuals, and how far apart groups are in each. In the label's units; above 0: predicted too high.
 *   measure quantile: of all rows and each group; quantileDifference: largest minus smallest among groups
 * Quantiles by linear interpolation (numpy's default); of weighted rows the first residual that reaches the share. Intervals by ranks: no shape is assumed.
 * Undefined without labelled rows and where there are too few of them for such ranks. Above 100,000 rows residuals are rounded to 1 part in 512.
 */
export const residualQuantiles: NumberMetric<ResidualQuantilesOptions> = {
  pillar: 'fairness',
  id: 'residualQuantiles',
  version: 1,
  label: 'Residual quantiles',
  summary: 'How the errors of a group are spread: what the most under- and the most overestimated of them get.',
  definition:
    'Quantiles of prediction − label over labelled rows, in the units of the label (measure quantile), and for each the largest minus the smallest among groups (measure quantileDifference). Intervals from the ranks that a binomial count leaves open (Conover; of weighted rows Woodruff), the gap’s from all pairs at once. Not estimable where rows are too few for such ranks. Of more than 100,000 rows, residuals are rounded to 1 part in 512.',
  caution: 'A group may be right on average and yet hold people who are predicted far too low; the outer quantiles show them. Outer quantiles need many rows: ten times 1 ÷ share is a good start.',
  sources: [hyndman1996, conover1999, woodruff1952, zou2008, romano2014],
  needs: ['predictions', 'labels'],
  direction: 'none',
  options,
  compute: (outcomes, options) =>
    [...new Set(options.quantiles)].flatMap((quantile): Measurement[] => {
      const statistic = residualQuantileStatistic(outcomes, quantile);
      const named = (measure: string) => (measurement: Measurement): Measurement => ({ ...measurement, resolved: { ...measurement.resolved, measure, quantile }, estimate: withEnds(measurement.estimate) });
      return [...perGroup(outcomes, statistic, options).map(named('quantile')), ...difference(outcomes, [statistic], options).map(named('quantileDifference'))];
    }),
};

function residualQuantileStatistic({ residuals }: NumberOutcomes, p: number): Statistic {
  return numberStatistic({
    id: residualQuantiles.id,
    label: `${p} quantile of the residuals`,
    range: residuals === null ? [0, 0] : [-Infinity, Infinity],
    of: ({ residuals }, n) => ({ value: distributionQuantile(residuals, p), bounds: (z) => quantileBounds(residuals, p, n, z), method: 'orderStatistics' }),
  });
}

/** An end that the ranks leave open is no end; a number without both is not told as if it were known. */
function withEnds(estimate: Estimate): Estimate {
  if (estimate.value === null || (Number.isFinite(estimate.interval!.lower) && Number.isFinite(estimate.interval!.upper))) return estimate;
  return notEstimable(estimate.n, 'rows are too few for an interval of this quantile that has two ends');
}
