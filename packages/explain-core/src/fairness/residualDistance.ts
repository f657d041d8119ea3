import { z } from 'zod';
import { errorInterval } from '../numeric/errorInterval.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { wasserstein } from '../numeric/wasserstein.js';
import { wassersteinErrors } from '../numeric/wassersteinErrors.js';
import type { Distribution } from '../numeric/distribution.js';
import type { RandomStream } from '../random/stream.js';
import { effectiveRows } from './effectiveRows.js';
import type { Group, GroupCounts } from './groupedOutcomes.js';
import { bootstrapOptions, type Measurement } from './metric.js';
import type { NumberMetric } from './numberMetric.js';
import type { NumberOutcomes } from './numberOutcomes.js';
import { subtractCounts } from './groupedOutcomes.js';
import { bickelFreedman1981, efron1979, vallender1974 } from './scoreSources.js';
import { WITHHELD } from './statistic.js';

const options = z.strictObject({ level: bootstrapOptions.shape.level, replicates: bootstrapOptions.shape.replicates });
export type ResidualDistanceOptions = z.output<typeof options>;

/**
 * How far the errors of a group are distributed otherwise than those of all other rows: how much, on average, a residual must be changed for the two
 * to be alike.
 *   ∫ |F_a(r) − F_rest(r)| dr,   ≥ 0, ideal 0, in the label's units
 * Undefined where the group or the rest has fewer than two independent labelled rows. Vallender 1974. Interval from how far bootstrap replicates of
 * both lie from the sample: see errorInterval; residuals are drawn in bins that hold a 512th of the rows each.
 */
export const residualDistance: NumberMetric<ResidualDistanceOptions> = {
  pillar: 'fairness',
  id: 'residualDistance',
  version: 1,
  label: 'Residual distance',
  summary: 'How differently the errors of a group are spread from everybody else’s.',
  definition:
    'First Wasserstein distance between the residuals (prediction − label) of the group’s labelled rows and those of all other labelled rows, in the units of the label. Interval d ± q, q the level quantile of how far bootstrap replicates lie from the sample; residuals are drawn in bins that hold a 512th of the rows each.',
  caution: 'Every group differs a little by chance: read the interval, which reaches 0 where that is all there is. It does not say how the errors differ; meanResidual and residualQuantiles do.',
  sources: [vallender1974, bickelFreedman1981, efron1979],
  needs: ['predictions', 'labels', 'groups'],
  ideal: 0,
  direction: 'lower',
  options,
  compute: (outcomes, options) =>
    outcomes.attributes.flatMap(({ attribute, groups, withheld }): Measurement[] => [
      ...groups.map((group) => ({ attribute, group: group.name, ...distanceOf(group, outcomes, options, outcomes.random.child('residualDistance').child(attribute).child(group.name)) })),
      ...withheld.map((group) => ({ attribute, group, estimate: notEstimable(0, WITHHELD) })),
    ]),
};

function distanceOf(group: Group, { overall, residuals }: NumberOutcomes, { level, replicates }: ResidualDistanceOptions, random: RandomStream): Pick<Measurement, 'estimate' | 'counts'> {
  const counts = { rows: group.rows.labelled, otherRows: overall.rows.labelled - group.rows.labelled };
  const others: Group = {
    ...overall,
    counts: subtractCounts(overall.counts, group.counts),
    rows: subtractCounts(overall.rows, group.rows),
    parts: overall.parts?.map((part, i) => subtractCounts(part, group.parts![i]!)) ?? null,
  };
  const rest = restOf(overall.numbers!.residuals, group.numbers!.residuals);
  const n = [group, others].map((one) => effectiveRows(one, labelled));
  return { estimate: estimateOf(), counts };

  function estimateOf(): Estimate {
    const rows = overall.rows.labelled;
    if (n.some((each) => !(each >= 2))) return notEstimable(rows, `${n[0]! >= 2 ? 'all other rows are' : `the group's ${counts.rows} labelled rows are`} fewer than two independent ones, which say nothing of how residuals are spread`);
    const value = wasserstein(group.numbers!.residuals, rest)!;
    const errors = wassersteinErrors([group.numbers!.residuals, rest], [n[0]!, n[1]!], random, replicates);
    if (errors.every((error) => error === 0)) return notEstimable(rows, `it is ${value} here and the same in every sample drawn anew, so how uncertain it is cannot be told`);
    return { value, n: rows, interval: errorInterval(value, errors, level, residuals!.most - residuals!.least) };
  }
}

const labelled = (counts: GroupCounts): number => counts.labelled;

/** All but the group's; sums of weights may leave a rounding below 0. */
function restOf(all: Distribution, own: Distribution): Distribution {
  const weights = Float64Array.from(all.weights);
  let at = 0;
  own.values.forEach((value, i) => {
    while (all.values[at] !== value) at++;
    weights[at] = Math.max(0, weights[at]! - own.weights[i]!);
  });
  return { values: all.values, weights };
}
