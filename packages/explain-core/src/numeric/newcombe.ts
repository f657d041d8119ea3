import { hypot } from '../elementary/roots.js';
import type { Interval } from './estimate.js';
import { twoSidedZ } from './normal.js';
import { wilsonBounds, type Bounds, type Proportion } from './wilson.js';

/**
 * Interval of the difference p1 − p2 of two independent proportions, from their Wilson intervals [l, u]:
 *   p1 − p2 − √((p1 − l1)² + (u2 − p2)²)   to   p1 − p2 + √((u1 − p1)² + (p2 − l2)²)
 * Newcombe 1998, "Interval estimation for the difference between independent proportions: comparison of eleven methods",
 * Statistics in Medicine 17, method 10.
 */
export function newcombeDifference(first: Proportion, second: Proportion, level: number): Interval {
  return { ...newcombeBounds(first, second, twoSidedZ(level)), level, method: 'newcombe' };
}

/** The same for a given normal quantile z. */
export function newcombeBounds(first: Proportion, second: Proportion, z: number): Bounds {
  const p1 = first.successes / first.n;
  const p2 = second.successes / second.n;
  const one = wilsonBounds(first, z);
  const two = wilsonBounds(second, z);
  return {
    lower: Math.max(-1, p1 - p2 - hypot(p1 - one.lower, two.upper - p2)),
    upper: Math.min(1, p1 - p2 + hypot(one.upper - p1, p2 - two.lower)),
  };
}
