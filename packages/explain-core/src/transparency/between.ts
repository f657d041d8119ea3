/** A round number that is at least `low` and below `high`, so that a reader can take in the rule; the midpoint where nothing rounder fits. */
export function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  for (let digits = 1; digits <= 15; digits++) {
    const rounded = Number(middle.toPrecision(digits));
    if (rounded >= low && rounded < high) return rounded;
  }
  return low;
}
