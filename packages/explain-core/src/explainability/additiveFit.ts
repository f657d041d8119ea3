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
  // Of one draw of each pair, whose residual is 1; the last player's is what keeps the sum. [count, m]
  const influence = influences(design, weights, { ...fitted, residuals: new Float64Array(count).fill(1) }).values;
  const perResidual = new Float64Array(count * m);
  for (let pair = 0; pair < count; pair++) {
    perResidual.set(influence.subarray(pair * d, (pair + 1) * d), pair * m);
    perResidual[pair * m + d] = -pairwiseSum(influence, pair * d, (pair + 1) * d);
  }
  return {
    solve(odd, delta) {
      const answers = odd.map((value, pair) => value - sign[pair] * delta);
      const moment = new Float64Array(d);
      const entries = design.values;
      for (let pair = 0, at = 0; pair < count; pair++) {
        const weighted = all[pair] * answers[pair];
        for (let j = 0; j < d; j++, at++) moment[j] += entries[at] * weighted;
      }
      const values = new Float64Array(m);
      for (let j = 0, at = 0; j < d; j++) for (let k = 0; k < d; k++, at++) values[j] += inverseGram.values[at] * moment[k];
      values[d] = delta - pairwiseSum(values, 0, d);
      const residuals = answers;
      for (let pair = 0, at = 0; pair < count; pair++) {
        let left = residuals[pair];
        for (let j = 0; j < d; j++, at++) left -= entries[at] * values[j];
        residuals[pair] = left;
      }
      return { values, standardErrors: drawingErrors(perResidual, residuals, draws, drawnFrom) };
    },
  };
}

/** Only drawn pairs could have been others; together they have a fixed weight, so what they share is no error. perResidual: [count, m] -> [m] */
function drawingErrors(perResidual: Float64Array, residuals: Float64Array, draws: Int32Array, drawnFrom: number): Float64Array {
  const m = perResidual.length / draws.length;
  const mean = new Float64Array(m);
  let drawn = 0;
  for (let pair = drawnFrom, at = drawnFrom * m; pair < draws.length; pair++) {
    const weighted = draws[pair] * residuals[pair];
    drawn += draws[pair];
    for (let j = 0; j < m; j++, at++) mean[j] += weighted * perResidual[at];
  }
  for (let j = 0; j < m; j++) mean[j] /= drawn;
  const variance = new Float64Array(m);
  for (let pair = drawnFrom, at = drawnFrom * m; pair < draws.length; pair++) {
    const residual = residuals[pair];
    const times = draws[pair];
    for (let j = 0; j < m; j++, at++) {
      const away = perResidual[at] * residual - mean[j];
      variance[j] += times * away * away;
    }
  }
  return variance.map(Math.sqrt);
}
