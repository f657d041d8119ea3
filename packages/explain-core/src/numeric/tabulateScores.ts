import type { ScoreTable } from './scoreTable.js';
import { pairwiseSum } from './sum.js';

/**
 * The table of rows' scores: how many rows (or how much weight) of the positive class and of another each distinct score has.
 * A weight of 0 leaves a row out. Scores must be finite: what a missing score means is the caller's to say.
 */
export function tabulateScores(scores: ArrayLike<number>, positive: ArrayLike<number | boolean>, weights?: ArrayLike<number>): ScoreTable {
  const cells = new Map<number, [positives: number, negatives: number]>();
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) throw new RangeError(`a score must be a finite number, got ${scores[i]} in row ${i}`);
    const weight = weights?.[i] ?? 1;
    if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`a weight must be finite and not negative, got ${weight} in row ${i}`);
    if (weight === 0) continue;
    const score = scores[i]! + 0; // −0 is 0
    const cell = cells.get(score) ?? [0, 0];
    cells.set(score, cell);
    cell[positive[i] ? 0 : 1] += weight;
  }
  const ascending = [...cells].sort(([a], [b]) => a - b);
  return {
    scores: Float64Array.from(ascending, ([score]) => score),
    positives: Float64Array.from(ascending, ([, [positives]]) => positives),
    negatives: Float64Array.from(ascending, ([, [, negatives]]) => negatives),
  };
}

export interface ClassTotals {
  readonly positives: number;
  readonly negatives: number;
}

export function classTotals({ positives, negatives }: ScoreTable): ClassTotals {
  return { positives: pairwiseSum(positives), negatives: pairwiseSum(negatives) };
}
