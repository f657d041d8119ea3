import { exp } from '../elementary/exponential.js';
import { log } from '../elementary/logarithm.js';
import { normalCdf } from './normalCdf.js';
import { studentTQuantile } from './studentT.js';
import type { Bounds } from './wilson.js';

/**
 * Interval of a number within (0, 1) on the scale of log(v ÷ (1 − v)), for a normal quantile z: within [0, 1] always, and leaning inwards near its ends, as
 * such numbers are distributed there. Student's quantile at the same coverage where the standard error is itself estimated with so many `degrees`.
 */
export function logitBounds(value: number, standardError: number, degrees: number | null, z: number): Bounds {
  const middle = log(value / (1 - value));
  const half = ((degrees === null ? z : studentTQuantile(normalCdf(z), degrees)) * standardError) / (value * (1 - value));
  return { lower: inverse(middle - half), upper: inverse(middle + half) };
}

function inverse(x: number): number {
  return 1 / (1 + exp(-x));
}
