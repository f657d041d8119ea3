/**
 * Exact Shapley values of a game with m players from the worth of all 2^m coalitions; bit j of an index says whether player j is in.
 *   φ_j = Σ_{S ∌ j} |S|! (m − |S| − 1)! ÷ m! · (v(S ∪ j) − v(S))
 * Shapley 1953. [2^m] -> [m]
 */
export function shapleyValues(worth: Float64Array, m: number): Float64Array {
  const values = new Float64Array(m);
  const weights = sizeWeights(m);
  for (let set = 0; set < worth.length; set++) {
    const weight = weights[bits(set)];
    for (let j = 0; j < m; j++) {
      if ((set & (1 << j)) === 0) values[j] += weight * (worth[set | (1 << j)] - worth[set]);
    }
  }
  return values;
}

/** s! (m − s − 1)! ÷ m! for s = 0 … m − 1, each from the one before so that no factorial overflows. */
function sizeWeights(m: number): Float64Array {
  const weights = new Float64Array(m);
  if (m > 0) weights[0] = 1 / m;
  for (let s = 1; s < m; s++) weights[s] = (weights[s - 1] * s) / (m - s);
  return weights;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}
