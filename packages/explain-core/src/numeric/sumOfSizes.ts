import { normalCdf } from './normalCdf.js';
import { weightedSum, type Uncertain } from './uncertain.js';
import { largestSizeOf } from './widestGap.js';

/**
 * |a| + |b| for independent a and b. It is the larger of |a + b| and |a − b|, each of which has an interval that reaches 0 where it should, so the
 * interval of the larger of several numbers (largestSizeOf) is that of the sum. Adding up the intervals of |a| and |b| would never hold 0.
 */
export function sumOfSizes(a: Uncertain, b: Uncertain): Uncertain {
  const both = signedSums(a, b);
  return { value: Math.abs(a.value) + Math.abs(b.value), bounds: (z) => largestSizeOf(both, 2 * normalCdf(z) - 1), proportion: null };
}

/** a + b and a − b, the larger of which is |a| + |b| in size. */
export function signedSums(a: Uncertain, b: Uncertain): [Uncertain, Uncertain] {
  return [1, -1].map((sign) => weightedSum([{ factor: 1, of: a }, { factor: sign, of: b }])) as [Uncertain, Uncertain];
}
