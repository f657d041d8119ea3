import { pow } from '../elementary/power.js';
import type { Interval } from './estimate.js';
import { normalCdf } from './normalCdf.js';
import { twoSidedZ, normalQuantile } from './normal.js';
import { quantile } from './quantile.js';
import type { IntervalMethod } from './intervalMethods.js';

/** An interval from replicates; `undefinedReplicates` of them had no value and were passed over. Or the reason why there is none. */
export type BootstrapInterval = { readonly interval: Interval; readonly undefinedReplicates: number } | { readonly interval: null; readonly undefinedReplicates: number; readonly because: string };

/** The number computed again without one row, for every kind of row; `weights` says how many rows there are of each kind. */
export interface Jackknife {
  readonly values: ArrayLike<number | null>;
  readonly weights: ArrayLike<number>;
}

/** Beyond this share of undefined replicates the others no longer stand for all: they are those that happened to hold what the number needs. */
const MOST_UNDEFINED = 0.05;

/**
 * Percentile interval: the (1 − level)/2 and (1 + level)/2 quantiles of the replicates, by linear interpolation (see quantile).
 *   replicates: values of the number in samples drawn anew, null where it is undefined; any order
 * Refused with a reason where more than 5 % are undefined, or there are none. Replicates that are all equal give an interval of no width: whether that means
 * anything is for the caller to say. Throws RangeError for NaN, infinite values and a level outside (0, 1).
 * Efron, Tibshirani 1993, "An introduction to the bootstrap", chapter 13.
 */
export function percentileInterval(replicates: ArrayLike<number | null>, level: number): BootstrapInterval {
  twoSidedZ(level); // refuses other levels
  return percentilesOf(replicates, (1 - level) / 2, (1 + level) / 2, level, 'bootstrapPercentile');
}

/**
 * Bias-corrected and accelerated interval: percentiles of the replicates at Φ(z0 + (z0 ± z) / (1 − a (z0 ± z))), where z0 corrects for the share of replicates on either side of the
 * number, and the acceleration a for how its standard error changes with it, from the skewness of the jackknife:
 *   z0 = Φ⁻¹((#below + ½ #equal) / #replicates),   a = Σ w d³ / (6 (Σ w d²)^{3/2}),   d = mean − value without the row
 *   value: the number itself; replicates: as for percentileInterval
 *   jackknife: rows of one kind have the same influence, so one value and a weight for each kind will do
 * Where the correction does not exist the percentile interval is given, and `method` says so ("bootstrapPercentile", not "bootstrapBca"): all replicates on one side of the number
 * (z0 infinite), a number that is undefined without some row, or 1 − a (z0 ± z) not above 0. A jackknife without spread has a = 0.
 * Efron 1987, "Better bootstrap confidence intervals", JASA 82; Efron, Tibshirani 1993, chapter 14.
 */
export function bcaInterval(value: number, replicates: ArrayLike<number | null>, jackknife: Jackknife, level: number): BootstrapInterval {
  const z = twoSidedZ(level);
  let [below, equal, defined] = [0, 0, 0];
  for (let i = 0; i < replicates.length; i++) {
    const one = replicates[i]!;
    if (one === null) continue;
    defined += 1;
    if (one < value) below += 1;
    else if (one === value) equal += 1;
  }
  const share = (below + equal / 2) / defined;
  const a = acceleration(jackknife);
  if (!(share > 0 && share < 1) || a === null) return percentileInterval(replicates, level);
  const z0 = normalQuantile(share);
  const [low, high] = [1 - a * (z0 - z), 1 - a * (z0 + z)];
  if (!(low > 0 && high > 0)) return percentileInterval(replicates, level);
  return percentilesOf(replicates, normalCdf(z0 + (z0 - z) / low), normalCdf(z0 + (z0 + z) / high), level, 'bootstrapBca');
}

function percentilesOf(replicates: ArrayLike<number | null>, lower: number, upper: number, level: number, method: IntervalMethod): BootstrapInterval {
  const defined = Float64Array.from(Array.from(replicates).filter((one) => one !== null));
  const odd = defined.find((one) => !Number.isFinite(one));
  if (odd !== undefined) throw new RangeError(`a replicate is a finite number, or null where it is undefined; got ${odd}`);
  const undefinedReplicates = replicates.length - defined.length;
  if (defined.length === 0) return { interval: null, undefinedReplicates, because: replicates.length === 0 ? 'there are no replicates' : `it is undefined in all ${replicates.length} samples drawn anew` };
  if (undefinedReplicates > MOST_UNDEFINED * replicates.length) {
    return { interval: null, undefinedReplicates, because: `it is undefined in ${undefinedReplicates} of ${replicates.length} samples drawn anew, more than 5 %` };
  }
  const ascending = defined.sort();
  return { interval: { lower: quantile(ascending, lower), upper: quantile(ascending, upper), level, method }, undefinedReplicates };
}

/** Null where the number is undefined without some row. */
function acceleration({ values, weights }: Jackknife): number | null {
  let [rows, mean] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const [one, weight] = [values[i]!, weights[i]!];
    if (!(Number.isFinite(weight) && weight >= 0)) throw new RangeError(`a weight is a number of rows, got ${weight}`);
    if (weight === 0) continue;
    if (one === null) return null;
    if (!Number.isFinite(one)) throw new RangeError(`a number without one row is finite, or null where it is undefined; got ${one}`);
    rows += weight;
    mean += (one - mean) * (weight / rows);
  }
  let [largest, squares, cubes] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) if (weights[i]! > 0) largest = Math.max(largest, Math.abs(mean - values[i]!));
  // What rounding leaves of equal values has no skewness; and in units of the largest neither square nor cube can be too small.
  if (!(largest > ROUNDING * Math.abs(mean))) return 0;
  for (let i = 0; i < values.length; i++) {
    if (weights[i]! === 0) continue;
    const d = (mean - values[i]!) / largest;
    squares += weights[i]! * d * d;
    cubes += weights[i]! * d * d * d;
  }
  return cubes / (6 * pow(squares, 1.5));
}

/** Some units in the last place of the mean. */
const ROUNDING = 2 ** -50;
