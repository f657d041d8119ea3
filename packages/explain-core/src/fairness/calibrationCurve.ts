import { z } from 'zod';
import type { JsonObject } from '../json.js';
import { reliabilityCurve, type CalibrationBin } from '../numeric/calibration.js';
import { twoSidedZ } from '../numeric/normal.js';
import { largestSizeOf } from '../numeric/widestGap.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import type { ScoreTable } from '../numeric/scoreTable.js';
import { wilsonBounds, type Bounds } from '../numeric/wilson.js';
import { wilson1927 } from '../method/sources.js';
import { effectiveRows } from './effectiveRows.js';
import { bins } from './expectedCalibrationError.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import { level, type FairnessMetric, type Measurement } from './metric.js';
import { inEffectiveRows, uncertain } from './scoreStatistic.js';
import { guo2017, naeini2015 } from './scoreSources.js';
import { WITHHELD } from './statistic.js';

const options = z.strictObject({
  level,
  bins,
  minimumBinRows: z.number().int().min(1).default(30).describe('Bins with fewer rows are drawn but not judged.'),
});
type Options = z.infer<typeof options>;

/**
 * Reliability curves as an artifact, and of each the maximum calibration error: the largest |mean score − share of positives| of any bin with enough
 * rows; in [0, 1], ideal 0. Undefined where no bin has. Naeini et al. 2015; Guo et al. 2017.
 */
export const calibrationCurve: FairnessMetric<Options> = {
  pillar: 'fairness',
  id: 'calibrationCurve',
  version: 2,
  label: 'Calibration curve',
  summary: 'Observed share of positives for each predicted probability, and the largest distance between the two in any bin.',
  definition:
    'Labelled rows are put into bins of equal width by their score, bins closed on the right. The artifact has for each bin its rows, mean score and share of positives with Wilson interval. The number is the largest |mean score − share of positives| among bins with at least minimumBinRows rows; its interval, from Wilson’s of all those bins, is about that largest distance (upper end intersection–union, lower end two-step Bonferroni). It holds the true distance at least as often as the level says.',
  caution: 'Look at the curve, not only at the number: one thin bin can set it. A curve below the diagonal means that risks are overstated for the group, above that they are understated. Bins of few rows wander by chance; their intervals say how far.',
  sources: [naeini2015, guo2017, wilson1927],
  needs: ['scores', 'probabilities', 'labels'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options,
  compute: ({ overall, attributes }, chosen) => [
    measure(overall, chosen),
    ...attributes.flatMap(({ attribute, groups, withheld }): Measurement[] => [
      ...groups.map((group) => ({ attribute, group: group.name, ...measure(group, chosen) })),
      ...withheld.map((group) => ({ attribute, group, estimate: notEstimable(0, WITHHELD) })),
    ]),
  ],
  artifacts: (outcomes, chosen) => [{ name: 'fairness/calibrationCurve/curves', body: curves(outcomes, chosen), showsRows: true }],
};

function measure(group: Group, chosen: Options): Pick<Measurement, 'estimate' | 'counts'> {
  const curve = group.scores === null ? [] : curveOf(group, group.scores.table, chosen);
  const judged = curve.filter(({ n }) => n >= chosen.minimumBinRows);
  return {
    estimate: maximum(judged, group.rows.labelled, chosen),
    counts: { rows: group.rows.labelled, binsJudged: judged.length, binsTooSmall: curve.filter(({ n }) => n > 0).length - judged.length },
  };
}

function maximum(judged: readonly CalibrationBin[], rows: number, { level: sure, minimumBinRows }: Options): Estimate {
  if (judged.length === 0) return notEstimable(rows, `no bin has ${minimumBinRows} labelled rows`);
  const gaps = judged.map((bin) =>
    // The mean score of a bin is hemmed in by its width; what is uncertain is the share.
    uncertain(bin.meanScore! - bin.observedRate!, (z): Bounds => {
      const { lower, upper } = wilsonBounds({ successes: bin.positives, n: bin.n }, z);
      return { lower: bin.meanScore! - upper, upper: bin.meanScore! - lower };
    }),
  );
  return { value: Math.max(...gaps.map(({ value }) => Math.abs(value))), n: rows, interval: { ...largestSizeOf(gaps, sure), method: 'simultaneousWilson' } };
}

/** Rows of a bin are effective ones where rows are weighted. */
function curveOf(group: Group, table: ScoreTable, { bins: count, level: sure }: Options): CalibrationBin[] {
  const { labelled } = group.counts;
  const effective = labelled === 0 ? 1 : effectiveRows(group, (counts) => counts.labelled) / labelled;
  return reliabilityCurve(inEffectiveRows(table, effective), count, twoSidedZ(sure));
}

function curves({ overall, attributes }: GroupedOutcomes, chosen: Options): JsonObject {
  const curve = (group: Group): JsonObject[] =>
    group.scores === null ? [] : curveOf(group, group.scores.table, chosen).map(({ from, to, n, positives, meanScore, observedRate, lower, upper }) => ({ from, to, n, positives, meanScore, observedRate, lower, upper }));
  return {
    level: chosen.level,
    overall: curve(overall),
    attributes: attributes.map(({ attribute, groups }) => ({ attribute, groups: groups.map((group) => ({ group: group.name, bins: curve(group) })) })),
  };
}
