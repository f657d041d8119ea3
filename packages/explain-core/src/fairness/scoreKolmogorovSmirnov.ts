import { kolmogorovSmirnov } from '../numeric/kolmogorovSmirnov.js';
import { pairwiseSum } from '../numeric/sum.js';
import { distanceOptions, distanceToReference, moved, type DistanceOptions, type GroupDistance } from './distanceToReference.js';
import type { FairnessMetric } from './metric.js';
import { cumulativeShares, scoresOf } from './scoreCdf.js';
import type { ScoreScale } from './scoreScale.js';
import { bickelFreedman1981, smirnov1939 } from './scoreSources.js';

/**
 * sup |F_a − F_reference| over scores; in [0, 1], ideal 0: the widest gap in selection rates that any threshold would make. Undefined only without rows.
 */
export const scoreKolmogorovSmirnov: FairnessMetric<DistanceOptions> = {
  pillar: 'fairness',
  id: 'scoreKolmogorovSmirnov',
  version: 1,
  label: 'Kolmogorov–Smirnov distance of scores',
  summary: 'Largest gap in selection rate that any threshold on the score would make between a group and the reference group.',
  definition:
    'Largest difference between the distribution functions of the group’s scores and the reference group’s (the one named for the attribute, else the largest), over all rows, labelled or not; counts.threshold is the score where it is reached, counts.below and counts.referenceBelow the shares of rows at or below it. Interval: the distance ± the level quantile, over samples drawn anew, of the distance by which both distributions moved (triangle inequality; scores drawn in 512 bins). It holds 0 as often as it says where nothing differs, and is wider than need be where much does. Above 100,000 rows scores count to 1/4096 of their range.',
  caution: 'The threshold where the gap is widest need not be one that anybody uses: look at the selection rates for the one in use. A gap in scores may come from a gap in outcomes; compare with the base rates.',
  sources: [smirnov1939, bickelFreedman1981],
  needs: ['scores', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: distanceOptions,
  compute: (outcomes, options) => (outcomes.scale === null ? [] : distanceToReference(outcomes, distanceOn(outcomes.scale), options)),
};

function distanceOn(scale: ScoreScale): GroupDistance {
  return {
    basis: 'scores',
    most: 1,
    of: (group, reference) => {
      const found = group.scores === null || reference.scores === null ? null : kolmogorovSmirnov(scoresOf(group.scores), scoresOf(reference.scores));
      return found === null ? { because: 'one of the groups has no scores' } : { value: found.distance };
    },
    rowsOf: (group) => group.rows.rows,
    countsOf: (group, reference) => {
      const found = group.scores === null || reference.scores === null ? null : kolmogorovSmirnov(scoresOf(group.scores), scoresOf(reference.scores));
      const where: Record<string, number> = found === null ? {} : { threshold: found.at, below: found.first, referenceBelow: found.second };
      return { rows: group.rows.rows, referenceRows: reference.rows.rows, ...where };
    },
    state: (group) => cumulativeShares(group, scale),
    unseen: (shares) => pairwiseSum(shares),
    error: (...states) => largestOf(moved(...states)),
  };
}

function largestOf(steps: Float64Array): number {
  let largest = 0;
  for (const step of steps) {
    if (step > largest) largest = step;
    else if (-step > largest) largest = -step;
  }
  return largest;
}
