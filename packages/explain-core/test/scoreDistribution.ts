import type { Distribution } from '../src/numeric/distribution.js';
import type { ScoreTable } from '../src/numeric/scoreTable.js';

/** Scores of all rows, whatever the label. */
export function scoreDistribution({ scores, positives, negatives }: ScoreTable): Distribution {
  return { values: scores, weights: positives.map((count, i) => count + negatives[i]!) };
}
