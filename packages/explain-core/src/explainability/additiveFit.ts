import { influences, leastSquares } from '../numeric/leastSquares.js';
import { matrix } from '../numeric/matrix.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { Pairs } from './coalitions.js';
import type { PairFit } from './pairFit.js';

/**
 * Lundberg and Lee's weighted least squares over pairs, Σ φ = Δ met by eliminating the last player: with φ_m = Δ − Σ φ_j a coalition is the row z_j − z_m and its complement the
 * same with the other sign, so a pair is one row with the answer odd − (2 z_m − 1) Δ ÷ 2.
 * Standard errors linearised, each drawn pair one draw (HC3 of MacKinnon and White 1985).
 */
export function additiveFit({ masks, count, weights, draws, drawnFrom }: Pairs): PairFit {
  const m = masks.length / count;
  const d = m - 1;
  const design = matrix(count, d);
  const sign = new Float64Array(count);
  for (let pair = 0; pair < count; pair++) {
    const last = masks[pair * m + d];
    for (let j = 0; j < d; j++) design.values[pair * d + j] = masks[pair * m + j] - last;
    sign[pair] = last - 0.5;
  }
  const all = weights.map((weight, pair) => weight * draws[pair]);
  // All single players are among the pairs, so the columns are independent.
  const fitted = leastSquares(design, new Float64Array(count), all);
  if (fitted === null) throw new Error('the coalitions do not settle the Shapley values');
  const { inverseGram } = fitted;
  // Of one draw of each pair, whose residual is 1.
  const perResidual = influences(design, weights, { ...fitted, residuals: new Float64Array(count).fill(1) }).values;
  return {
    solve(odd, delta) {
      const answers = odd.map((value, pair) => value - sign[pair] * delta);
      const moment = new Float64Array(d);
      for (let pair = 0, at = 0; pair < count; pair++) {
        const weighted = all[pair] * answers[pair];
        for (let j = 0; j < d; j++, at++) moment[j] += design.values[at] * weighted;
      }
      const values = new Float64Array(m);
      for (let j = 0, at = 0; j < d; j++) for (let k = 0; k < d; k++, at++) values[j] += inverseGram.values[at] * moment[k];
      values[d] = delta - pairwiseSum(values, 0, d);
      const residuals = answers;
      for (let pair = 0, at = 0; pair < count; pair++) for (let j = 0; j < d; j++, at++) residuals[pair] -= design.values[at] * values[j];
      return { values, standardErrors: drawingErrors(perResidual, residuals, draws, drawnFrom, d) };
    },
  };
}

/** Only drawn pairs could have been others; together they have a fixed weight, so what they share is no error. perResidual: [count, d] -> [d + 1] */
function drawingErrors(perResidual: Float64Array, residuals: Float64Array, draws: Int32Array, drawnFrom: number, d: number): Float64Array {
  const mean = new Float64Array(d + 1);
  const shifts = new Float64Array((draws.length - drawnFrom) * (d + 1));
  let drawn = 0;
  for (let pair = drawnFrom, at = 0; pair < draws.length; pair++, at += d + 1) {
    drawn += draws[pair];
    for (let j = 0; j < d; j++) {
      shifts[at + j] = perResidual[pair * d + j] * residuals[pair];
      shifts[at + d] -= shifts[at + j];
    }
    for (let j = 0; j <= d; j++) mean[j] += draws[pair] * shifts[at + j];
  }
  const variance = new Float64Array(d + 1);
  for (let pair = drawnFrom, at = 0; pair < draws.length; pair++, at += d + 1) {
    for (let j = 0; j <= d; j++) variance[j] += draws[pair] * (shifts[at + j] - mean[j] / drawn) ** 2;
  }
  return variance.map(Math.sqrt);
}
