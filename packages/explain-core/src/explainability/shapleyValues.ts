/**
 * Exact Shapley values of a game with m players from the worth of all 2^m coalitions; bit j of an index says whether player j is in.
 *   φ_j = Σ_{S ∌ j} |S|! (m − |S| − 1)! ÷ m! · (v(S ∪ j) − v(S))
 * Shapley 1953. [2^m] -> [m]
 */
export function shapleyValues(worth: Float64Array, m: number): Float64Array {
  const values = new Float64Array(m);
  const bySize = orderShares(m);
  const shares = new Float64Array(worth.length);
  for (let set = 0; set < shares.length; set++) shares[set] = bySize[bits(set)];
  for (let j = 0; j < m; j++) {
    const step = 1 << j;
    let sum = 0;
    // Sets without j lie in runs of 2^j, each followed by the run of the same sets with j.
    for (let run = 0; run < worth.length; run += 2 * step) {
      for (let set = run; set < run + step; set++) sum += shares[set] * (worth[set + step] - worth[set]);
    }
    values[j] = sum;
  }
  return values;
}

/** The share of all orders of m players in which exactly a given set of s comes before a given other player: s! (m − s − 1)! ÷ m! for s = 0 … m − 1; and 0 for m. */
export function orderShares(m: number): Float64Array {
  const shares = new Float64Array(m + 1);
  if (m > 0) shares[0] = 1 / m;
  // Each from the one before, so that no factorial overflows.
  for (let s = 1; s < m; s++) shares[s] = (shares[s - 1] * s) / (m - s);
  return shares;
}

/** Members of a set of at most 31. */
export function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}
