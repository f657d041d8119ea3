/** More steps than this of an answer that is followed while features are replaced add cost and no knowledge; of wide rows several features are replaced at once. */
export const MOST_STEPS = 20;

/** Positions of contributions from the one that adds most to the one that takes most away; of equals the feature that comes first. */
export function largestAddedFirst(contributions: readonly number[]): number[] {
  return Array.from(contributions.keys()).sort((a, b) => contributions[b]! - contributions[a]! || a - b);
}
