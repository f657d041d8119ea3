import { leastShareAlike } from './alike.js';
import { cbrt } from '../elementary/roots.js';
import { normalCdf } from './normalCdf.js';
import type { Moments } from './scoreMoments.js';
import { studentTQuantile } from './studentT.js';
import type { Bounds } from './wilson.js';

/**
 * Interval of the mean of n independent units whose values lie within `range`, for a normal quantile z: Student's at the same coverage, corrected for
 * skewness γ where that is known, cut at the range. n may be an effective number. Losses have a long tail upwards, and an interval that is as wide below as above then
 * misses the mean too often from below. Correction: with a = γ/√n, the studentised mean T is replaced by the all but symmetric
 *   T + a T²/3 + a² T³/27 + a/6 = ((1 + a T/3)³ − 1)/a + a/6
 * Hall 1992, "On the removal of skewness by transformation", Journal of the Royal Statistical Society B 54.
 * Two cases have no such interval: one unit, which leaves the whole range open; and units that are all alike, of which at least a share t is (see
 * leastShareAlike), the others being anywhere in the range.
 */
export function meanBounds({ mean, n, variance, skewness = 0, degrees = n - 1 }: Moments, [smallest, largest]: readonly [number, number], z: number): Bounds {
  if (variance === null || !(n > 1)) return { lower: smallest, upper: largest };
  if (variance === 0) {
    const alike = leastShareAlike(n, z);
    return { lower: alike * mean + (1 - alike) * smallest, upper: alike * mean + (1 - alike) * largest };
  }
  const t = studentTQuantile(normalCdf(z), degrees);
  const standardError = Math.sqrt(variance / n);
  const a = skewness / Math.sqrt(n);
  return { lower: Math.max(smallest, mean - standardError * straight(t, a)), upper: Math.min(largest, mean - standardError * straight(-t, a)) };
}

/** The T that the corrected one is y for. */
function straight(y: number, a: number): number {
  // Below, the cube root would subtract 1 from 1; the first two terms are exact to a³.
  if (Math.abs(a) < 1e-6) return y - a * (y * y / 3 + 1 / 6);
  return (3 / a) * (cbrt(1 + a * (y - a / 6)) - 1);
}
