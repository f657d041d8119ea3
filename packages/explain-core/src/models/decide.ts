import type { Matrix } from '../numeric/matrix.js';
import type { Predictor } from './predictor.js';

/** Index of the class a row of scores decides for: the threshold for two classes, else the largest score, the first of equals. */
export function decide(model: Pick<Predictor, 'threshold' | 'classes'>, scores: Matrix, row: number): number {
  const { columns, values } = scores;
  const at = row * columns;
  if (columns === 2) return values[at + 1]! >= model.threshold ? 1 : 0;
  let best = 0;
  for (let k = 1; k < columns; k++) if (values[at + k]! > values[at + best]!) best = k;
  return best;
}

/**
 * How clearly a row of scores decides for a class: the class's score less the score it must keep above. Negative: decided otherwise.
 * For two classes the threshold is that of the decision; 0 is still the second class and no longer the first (`decide`).
 */
export function marginOf(scores: Matrix, row: number, decision: number, threshold: number): number {
  const { columns, values } = scores;
  const at = row * columns;
  if (columns === 2) return decision === 1 ? values[at + 1] - threshold : threshold - values[at + 1];
  let rival = -Infinity;
  for (let k = 0; k < columns; k++) if (k !== decision) rival = Math.max(rival, values[at + k]);
  return values[at + decision] - rival;
}
