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
