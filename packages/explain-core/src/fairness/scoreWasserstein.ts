import { pairwiseSum } from '../numeric/sum.js';
import { wasserstein } from '../numeric/wasserstein.js';
import { distanceOptions, distanceToReference, moved, sizeOf, type DistanceOptions, type GroupDistance } from './distanceToReference.js';
import type { FairnessMetric } from './metric.js';
import { cumulativeShares, scoresOf } from './scoreCdf.js';
import { RESAMPLED_BINS, type ScoreScale } from './scoreScale.js';
import { bickelFreedman1981, jiang2020, vallender1974 } from './scoreSources.js';

/**
 * ∫ |F_a − F_reference| over scores, F the distribution function of a group's scores, in the units of the score; ≥ 0, ideal 0. Undefined only without rows.
 * Jiang et al. 2020 use it as strong demographic parity: parity of selection at every threshold.
 */
export const scoreWasserstein: FairnessMetric<DistanceOptions> = {
  pillar: 'fairness',
  id: 'scoreWasserstein',
  version: 1,
  label: 'Wasserstein distance of scores',
  summary: 'How far, on average, a group’s scores would have to move to be distributed like those of the reference group.',
  definition:
    'First Wasserstein distance of the group’s scores from the reference group’s (the one named for the attribute, else the largest): the area between their distribution functions, in units of the score, over all rows, labelled or not. Interval: the distance ± the level quantile, over samples drawn anew, of the distance by which both distributions moved (triangle inequality; scores drawn in 512 bins). It holds 0 as often as it says where nothing differs, and is wider than need be where much does. Above 100,000 rows scores count to 1/4096 of their range.',
  caution: 'It says how much the scores differ, not whether they should: with different base rates a calibrated model must give different scores. Moving scores about by a monotone function changes it; kolmogorovSmirnov does not hang on that.',
  sources: [jiang2020, vallender1974, bickelFreedman1981],
  needs: ['scores', 'groups'],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: distanceOptions,
  compute: (outcomes, options) => (outcomes.scale === null ? [] : distanceToReference(outcomes, distanceOn(outcomes.scale), options)),
};

function distanceOn(scale: ScoreScale): GroupDistance {
  const width = (scale.to - scale.from) / RESAMPLED_BINS;
  return {
    basis: 'scores',
    most: scale.to - scale.from,
    of: (group, reference) => {
      const value = group.scores === null || reference.scores === null ? null : wasserstein(scoresOf(group.scores), scoresOf(reference.scores));
      return value === null ? { because: 'one of the groups has no scores' } : { value };
    },
    rowsOf: (group) => group.rows.rows,
    countsOf: (group, reference) => ({ rows: group.rows.rows, referenceRows: reference.rows.rows }),
    state: (group) => cumulativeShares(group, scale),
    unseen: (shares) => (scale.to - scale.from) * pairwiseSum(shares),
    error: (...states) => width * sizeOf(moved(...states)),
  };
}
