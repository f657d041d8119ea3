/**
 * The p-quantile of ascending values by linear interpolation between order statistics, as numpy and R do unless told otherwise.
 * Hyndman and Fan 1996, "Sample quantiles in statistical packages", The American Statistician 50, definition 7.
 */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  if (ascending.length === 0) throw new RangeError('there is no quantile of no values');
  const at = (ascending.length - 1) * p;
  const below = Math.floor(at);
  const low = ascending[below];
  const high = ascending[Math.min(below + 1, ascending.length - 1)];
  return low + (high - low) * (at - below);
}
