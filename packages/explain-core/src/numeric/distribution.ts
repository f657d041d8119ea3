/** Values, distinct and ascending, and how many rows (or how much weight) each has. */
export interface Distribution {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Both distribution functions where either steps: F(v) = share of weight at values ≤ v. Null where one has no weight.
 */
export function mergedCdfs(first: Distribution, second: Distribution): { values: Float64Array; first: Float64Array; second: Float64Array } | null {
  const totals = [first, second].map(({ weights }) => weights.reduce((sum, weight) => sum + weight, 0));
  if (!(totals[0]! > 0 && totals[1]! > 0)) return null;
  const values = Float64Array.from(new Set([...first.values, ...second.values])).sort();
  return { values, first: cdf(first, values, totals[0]!), second: cdf(second, values, totals[1]!) };
}

function cdf({ values, weights }: Distribution, at: Float64Array, total: number): Float64Array {
  let next = 0;
  let sum = 0;
  const shares = at.map((value) => {
    for (; next < values.length && values[next]! <= value; next++) sum += weights[next]!;
    return Math.min(1, sum / total);
  });
  shares[shares.length - 1] = 1; // whatever the weights round to
  return shares;
}
