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
  const { table, unlabelled } = scores;
  const shares = new Float64Array(RESAMPLED_BINS);
  let total = 0;
  for (let i = 0; i < unlabelled.length; i++) {
    const weight = table.positives[i]! + table.negatives[i]! + unlabelled[i]!;
    shares[binOf(table.scores[i]!, scale, RESAMPLED_BINS)]! += weight;
    total += weight;
  }
  if (!(total > 0)) return null;
  for (let bin = 0, sum = 0; bin < RESAMPLED_BINS; bin++) {
    sum += shares[bin]!;
    shares[bin] = sum / total;
  }
  return shares;
}
