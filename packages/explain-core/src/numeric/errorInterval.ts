import type { Interval } from './estimate.js';

/**
 * Interval of a distance d(P, Q) ≥ 0 from how far replicates P*, Q* of the sample lie from the sample itself. A distance is never further from the true one than
 * its parts are from theirs, |d(P̂, Q̂) − d(P, Q)| ≤ e (the triangle inequality), and e* of the replicates is distributed as e is; so with q the `level`
 * quantile of e* (the ⌈(m + 1) level⌉-th of m, so that few replicates err on the wide side), d ± q holds the true distance at least so often: just so often
 * where the true distance is 0, too often where it is large. Percentiles of d* itself would never hold 0: every replicate differs by chance.
 * Bickel, Freedman 1981, "Some asymptotic theory for the bootstrap", Annals of Statistics 9.
 */
export function errorInterval(distance: number, errors: readonly number[], level: number, most: number): Interval {
  const ascending = Float64Array.from(errors).sort();
  const q = ascending[Math.min(ascending.length, Math.ceil((ascending.length + 1) * level)) - 1]!;
  return { lower: Math.max(0, distance - q), upper: Math.min(most, distance + q), level, method: 'bootstrapError' };
}
