import type { Distribution } from '../numeric/distribution.js';
import type { Group, GroupScores } from './groupedOutcomes.js';
import { binOf, RESAMPLED_BINS, type ScoreScale } from './scoreScale.js';

/** Scores of all rows of a group, labelled or not. */
export function scoresOf({ table, unlabelled }: GroupScores): Distribution {
  return { values: table.scores, weights: table.positives.map((weight, i) => weight + table.negatives[i]! + unlabelled[i]!) };
}

/** Share of a group's scores in bin 0 … i, for the bins that scores are drawn again in; null without weight. */
export function cumulativeShares({ scores }: Group, scale: ScoreScale): Float64Array | null {
  if (scores === null) return null;
  const { values, weights } = scoresOf(scores);
  const shares = new Float64Array(RESAMPLED_BINS);
  let total = 0;
  values.forEach((score, i) => {
    shares[binOf(score, scale, RESAMPLED_BINS)]! += weights[i]!;
    total += weights[i]!;
  });
  if (!(total > 0)) return null;
  let sum = 0;
  return shares.map((weight) => (sum += weight) / total);
}
