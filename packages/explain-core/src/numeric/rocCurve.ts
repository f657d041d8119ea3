import type { ScoreTable } from './scoreTable.js';
import { classTotals } from './tabulateScores.js';

/**
 * Corners of the receiver operating characteristic, from (0, 0) to (1, 1); `thresholds[i]` is the lowest score that counts as positive
 * at corner i, Infinity (nobody) at the first. All arrays have one entry more than there are distinct scores.
 */
export interface RocCurve {
  readonly thresholds: Float64Array;
  readonly falsePositiveRate: Float64Array;
  readonly truePositiveRate: Float64Array;
}

/**
 * Rows of equal score are counted in one step, so a tie is a slope and not a staircase whose shape hangs on the order of rows.
 * Null where a class is absent: one of the rates then has nothing to divide by.
 * Fawcett 2006, "An introduction to ROC analysis", Pattern Recognition Letters 27, algorithm 1.
 */
export function rocCurve(table: ScoreTable): RocCurve | null {
  const total = classTotals(table);
  if (total.positives === 0 || total.negatives === 0) return null;
  const corners = table.scores.length + 1;
  const thresholds = new Float64Array(corners);
  const falsePositiveRate = new Float64Array(corners);
  const truePositiveRate = new Float64Array(corners);
  thresholds[0] = Infinity;
  let positives = 0;
  let negatives = 0;
  for (let corner = 1; corner < corners; corner++) {
    const at = table.scores.length - corner;
    positives += table.positives[at]!;
    negatives += table.negatives[at]!;
    thresholds[corner] = table.scores[at]!;
    truePositiveRate[corner] = Math.min(1, positives / total.positives);
    falsePositiveRate[corner] = Math.min(1, negatives / total.negatives);
  }
  // Sums of weights in two orders may differ in their last bit; the end is (1, 1) by definition.
  truePositiveRate[corners - 1] = 1;
  falsePositiveRate[corners - 1] = 1;
  return { thresholds, falsePositiveRate, truePositiveRate };
}
