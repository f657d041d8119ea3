import { matrix } from '../../numeric/matrix.js';
import type { Curve, Size } from './curveDoubt.js';

/** One row's part in a step: how much its answer changes over it. */
export interface Effect {
  /** Position among the drawn rows. */
  readonly row: number;
  readonly step: number;
  readonly change: number;
}

/** From the mean change of each step to the curve or surface, linearly. */
export type Accumulate = (steps: Float64Array) => Float64Array;

/** Mean change of each step, NaN where no row takes it. */
export function meanChanges(effects: readonly Effect[], steps: number): { readonly means: Float64Array; readonly counts: Float64Array } {
  const means = new Float64Array(steps);
  const counts = new Float64Array(steps);
  for (const { step, change } of effects) {
    means[step]! += change;
    counts[step]! += 1;
  }
  return { means: means.map((sum, step) => sum / counts[step]!), counts };
}

/**
 * The curve with what each drawn row adds to its error: its change less the step's mean, through the same accumulation; so to say a bootstrap within steps, in closed form. A step that one
 * row alone takes shows no spread of its own and is given that within the other steps, or, where no step has two rows, that of all changes.
 *   rows: drawn rows, also those without a value, which add nothing; points: of what `accumulate` returns
 */
export function accumulatedCurve(effects: readonly Effect[], rows: number, steps: number, accumulate: Accumulate): Curve {
  const { means, counts } = meanChanges(effects, steps);
  const values = accumulate(means);
  const lone = loneSpread(effects, means, counts);
  const influences = matrix(rows, values.length);
  // The accumulation is linear, so a row moves the curve as its step alone does.
  const moved = Array.from({ length: steps }, (_, step) => accumulate(Float64Array.from({ length: steps }, (_unused, other) => (other === step ? 1 : 0))));
  for (const { row, step, change } of effects) {
    const n = counts[step]!;
    const weight = (rows / n) * (n === 1 ? lone : Math.sqrt(n / (n - 1)) * (change - means[step]!));
    for (let k = 0; k < values.length; k++) influences.values[row * values.length + k]! += weight * moved[step]![k]!;
  }
  return { values, influences };
}

function loneSpread(effects: readonly Effect[], means: Float64Array, counts: Float64Array): number {
  let [squares, degrees, sum, total] = [0, 0, 0, 0];
  for (const { step, change } of effects) {
    sum += change / effects.length;
    total += change * change;
    if (counts[step]! > 1) squares += (change - means[step]!) ** 2;
  }
  for (const n of counts) degrees += Math.max(0, n - 1);
  if (degrees > 0) return Math.sqrt(squares / degrees);
  return effects.length < 2 ? 0 : Math.sqrt(Math.max(0, total - effects.length * sum * sum) / (effects.length - 1));
}

/** Where rows sit on a curve: halfway between the ends of their bin, or at their level. */
export type Places = (curve: Float64Array) => Float64Array;

export const between: Places = (curve) => Float64Array.from({ length: curve.length - 1 }, (_, k) => (curve[k]! + curve[k + 1]!) / 2);
export const at: Places = (curve) => curve;

/** The mean over rows; weights: rows at each place. */
export function meanOver(places: Float64Array, weights: Float64Array): number {
  let [sum, rows] = [0, 0];
  for (let k = 0; k < places.length; k++) {
    sum += weights[k]! * places[k]!;
    rows += weights[k]!;
  }
  return sum / rows;
}

/** Adds the changes up, from 0 at the first point, and takes the mean over rows away. */
export function centredSum(places: Places, weights: Float64Array): Accumulate {
  return (steps) => {
    const curve = new Float64Array(steps.length + 1);
    for (let k = 0; k < steps.length; k++) curve[k + 1] = curve[k]! + steps[k]!;
    const mean = meanOver(places(curve), weights);
    return curve.map((value) => value - mean);
  };
}

/** Standard deviation over rows of where they sit on the curve. */
export function deviationOverRows(places: Places, weights: Float64Array): Size {
  return (curve) => deviationOverPlaces(places(curve), weights);
}

/** Exactly 0 where all places are alike. */
export function deviationOverPlaces(places: Float64Array, weights: Float64Array): number {
  const shifted = places.map((value) => value - places[0]!);
  const mean = meanOver(shifted, weights);
  return Math.sqrt(meanOver(shifted.map((value) => (value - mean) * (value - mean)), weights));
}

/** How many rows sit at each of `count` places. */
export function rowsAt(positions: ArrayLike<number>, count: number): Float64Array {
  const rows = new Float64Array(count);
  for (let i = 0; i < positions.length; i++) rows[positions[i]!]! += 1;
  return rows;
}

