import { pow } from '../elementary/power.js';
import { matrix } from '../numeric/matrix.js';
import { pairwiseSum } from '../numeric/sum.js';
import { universalKriging } from '../numeric/universalKriging.js';
import type { Pairs } from './coalitions.js';
import type { PairFit } from './pairFit.js';

/** Pairs beyond which the fit, whose time grows with their cube, is not made: about a second. */
export const MOST_INTERACTION_PAIRS = 1024;

/** Weight of interactions of fifth order beside the third, and of all others. Chosen on boosted trees, logistic models and a network, at 60 to 512 pairs; a tenth or three of either changes errors by some hundredths. */
const FIFTH = 0.3;
const NOISE = 0.01;

/**
 * A regression of v on players and, shrunk, on their interactions, whose own Shapley values are the answer (a surrogate as in Witter, Liu and Musco 2025, here one of kernel ridge regression). With z = ±1 for a player
 * in or out, only the odd part of v matters to Shapley values, and on it
 *   f(z) = Σ_j φ⁰_j z_j ÷ 2 + Σ_i α_i κ(z · z_i ÷ m),   κ(t) = t³ + 0.3 t⁵,
 * where the first sum is free and the second, all interactions of third and fifth order, is held small: of least α ᵀκ α + noise. f meets v of all less v of none. What no player
 * adds in company stays exact, like in the additive fit.
 * Standard errors are the jackknife over the drawn pairs, each left out foretold by the others, which is no less than the variance on average (Efron and Stein 1981); where most pairs there are were drawn it is
 * too large by as much as two.
 */
export function interactionFit({ masks, count, drawnFrom }: Pairs): PairFit {
  const m = masks.length / count;
  const n = count + 1;
  const signs = new Int8Array(n * m).fill(1);
  for (let at = 0; at < masks.length; at++) signs[at] = 2 * masks[at] - 1;
  const covariance = matrix(n, n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b <= a; b++) {
      let product = 0;
      for (let j = 0; j < m; j++) product += signs[a * m + j] * signs[b * m + j];
      covariance.values[a * n + b] = kappa(product / m);
    }
    // The set of all players, the last, is known without doubt.
    if (a < count) covariance.values[a * n + a] += NOISE;
  }
  const kriging = universalKriging(covariance, matrix(n, m, Float64Array.from(signs, (sign) => sign / 2)));
  // Single players and the set of all are among the coalitions, and the noise keeps the covariance away from 0.
  if (kriging === null) throw new Error('the coalitions do not settle the Shapley values');
  const { dual, fixed } = kriging;
  // φ = (B + C M) y, with C the Shapley values of each κ(· z_i): [m, n]
  const map = fixed.values.slice();
  for (let i = 0; i < n; i++) {
    const own = kappaValues(signs.subarray(i * m, (i + 1) * m));
    for (let j = 0; j < m; j++) for (let k = 0; k < n; k++) map[j * n + k] += own[j] * dual.values[i * n + k];
  }
  const leftOut = new Float64Array(n);
  return {
    solve(odd, delta) {
      const answers = new Float64Array(n);
      answers.set(odd);
      answers[count] = delta / 2;
      for (let i = drawnFrom; i < count; i++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += dual.values[i * n + k] * answers[k];
        leftOut[i] = sum / dual.values[i * n + i];
      }
      const values = new Float64Array(m);
      const variances = new Float64Array(m);
      for (let j = 0; j < m; j++) {
        for (let k = 0; k < n; k++) values[j] += map[j * n + k] * answers[k];
        for (let i = drawnFrom; i < count; i++) variances[j] += (map[j * n + i] * leftOut[i]) ** 2;
      }
      // f meets the sum; what rounding leaves of that is shared alike.
      const gap = (delta - pairwiseSum(values)) / m;
      return { values: values.map((value) => value + gap), standardErrors: variances.map(Math.sqrt) };
    },
  };
}

function kappa(t: number): number {
  const square = t * t;
  return t * square * (1 + FIFTH * square);
}

/**
 * Shapley values of z -> κ(z · s ÷ m) for a given s of ±1. A Shapley value is a mean over sets of the others in which each is in with a chance that is itself even over [0, 1] (Owen 1972, "Multilinear extensions
 * of games"); so of the sum R of z_i s_i over the others only E R² and E R⁴ are needed, and those are, with D the sum of the others' s and M their number,
 *   E R² = (D² + 2 M) ÷ 3,   E R⁴ = (3 D⁴ + 12 M D² − 16 D² + 24 M² − 8 M) ÷ 15.
 */
export function kappaValues(signs: ArrayLike<number>): Float64Array {
  const m = signs.length;
  const others = m - 1;
  let sum = 0;
  for (let j = 0; j < m; j++) sum += signs[j];
  const valueFor = (sign: number): number => {
    const square = (sum - sign) ** 2;
    const second = (square + 2 * others) / 3;
    const fourth = (3 * square * square + (12 * others - 16) * square + 24 * others * others - 8 * others) / 15;
    // κ((R + s_j) ÷ m) − κ((R − s_j) ÷ m), of which odd powers of R are 0 on average.
    return (sign * (6 * second + 2)) / pow(m, 3) + (FIFTH * sign * (10 * fourth + 20 * second + 2)) / pow(m, 5);
  };
  const [plus, minus] = [valueFor(1), valueFor(-1)];
  return Float64Array.from(signs, (sign) => (sign > 0 ? plus : minus));
}
