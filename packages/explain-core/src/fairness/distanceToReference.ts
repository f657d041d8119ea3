import { z } from 'zod';
import { leastShareAlike } from '../numeric/alike.js';
import { errorInterval } from '../numeric/errorInterval.js';
import { notEstimable, type Estimate, type Interval } from '../numeric/estimate.js';
import { twoSidedZ } from '../numeric/normal.js';
import { referenceOf } from './disparity.js';
import type { Basis, Group, GroupedOutcomes } from './groupedOutcomes.js';
import { referenceOptions, type Measurement } from './metric.js';
import { isLargeEnough } from './rate.js';

export const distanceOptions = referenceOptions.extend({
  replicates: z.number().int().min(100).max(20_000).default(500).describe('How often the rows are drawn again for an interval.'),
});
export type DistanceOptions = z.infer<typeof distanceOptions>;

/** Fewer rows of a group, drawn again, are too often the same ones to show how far off they may be: then nothing is ruled out. */
const FEWEST_ROWS = 10;
/** Replicates in which a group lacks what the distance is made of, at most this part of all. */
const MOST_UNDEFINED = 0.05;

/** How far two groups are apart in something that is more than a number: a distribution, a curve. */
export interface GroupDistance {
  readonly basis: Basis;
  /** The largest distance there can be. */
  readonly most: number;
  of(group: Group, reference: Group): { readonly value: number } | { readonly because: string };
  /** Rows that a group's part in it rests on. */
  rowsOf(group: Group): number;
  /** Independent ones among them, where these are fewer. */
  unitsOf?(group: Group): number;
  countsOf(group: Group, reference: Group): Readonly<Record<string, number>>;
  /** What the distance is taken of, for drawn rows as for the sample; null where it is undefined. */
  state(group: Group): Float64Array | null;
  /** How far, at most, the distance moves when the group's state goes from `then` to `now` and the reference's as well, on the scale below. */
  error(now: Float64Array, then: Float64Array, referenceNow: Float64Array, referenceThen: Float64Array): number;
  /** The same when the given shares of both groups may be anywhere else. */
  unseen(shares: readonly number[]): number;
  /** The scale on which errors add up, where it is another than that of the distance: both directions. */
  readonly scale?: { to(distance: number): number; from(scaled: number): number };
}

/** Every group against the reference: the one named, else the group with the most rows (of equals the first); each result's options say which. */
export function distanceToReference(outcomes: GroupedOutcomes, distance: GroupDistance, options: DistanceOptions): Measurement[] {
  return outcomes.attributes.flatMap((entry): Measurement[] => {
    const { attribute, groups } = entry;
    const reference = referenceOf(entry, options.referenceGroups[attribute]);
    if ('because' in reference) return [{ attribute, estimate: notEstimable(0, reference.because) }];
    const at = groups.indexOf(reference.group);
    const resolved = { referenceGroup: reference.group.name };
    if (groups.length < 2) return [{ attribute, resolved, estimate: notEstimable(distance.rowsOf(reference.group), `${attribute} has only one group, and a distance needs two`) }];
    const errors = drawErrors(outcomes, attribute, at, distance, options.replicates);
    return groups.flatMap((group, g): Measurement[] =>
      g === at ? [] : [{ attribute, group: group.name, resolved, estimate: measure(group, reference.group, distance, errors[g]!, options), counts: distance.countsOf(group, reference.group) }],
    );
  });
}

function measure(group: Group, reference: Group, distance: GroupDistance, errors: readonly (number | null)[], options: DistanceOptions): Estimate {
  const n = distance.rowsOf(group) + distance.rowsOf(reference);
  for (const one of [group, reference]) {
    if (!isLargeEnough(one, options.minimumGroupSize)) return notEstimable(n, `group "${one.name}" has ${one.rows.rows} rows, fewer than the minimum of ${options.minimumGroupSize}`);
  }
  const found = distance.of(group, reference);
  if ('because' in found) return notEstimable(n, found.because);
  const interval = intervalOf(found.value, group, reference, distance, errors, options);
  if (!Number.isFinite(interval.upper)) return notEstimable(n, 'too few rows were drawn, or too many alike, to say how far off the distance may be');
  return { value: found.value, n, interval };
}

function intervalOf(value: number, group: Group, reference: Group, distance: GroupDistance, errors: readonly (number | null)[], { level, replicates }: DistanceOptions): Interval {
  const units = [group, reference].map((one) => (distance.unitsOf ?? distance.rowsOf)(one));
  const defined = errors.filter((error) => error !== null);
  if (Math.min(...units) < FEWEST_ROWS || replicates - defined.length > MOST_UNDEFINED * replicates) return { lower: 0, upper: distance.most, level, method: 'range' };
  const { to, from } = distance.scale ?? { to: (distant: number) => distant, from: (scaled: number) => scaled };
  // Rows that are all alike do not move when they are drawn again; some that were not seen may still be elsewhere.
  const moves = Math.max(...defined) > 0 ? defined : [distance.unseen(units.map((size) => 1 - leastShareAlike(size, twoSidedZ(level))))];
  const { lower, upper, method } = errorInterval(to(value), moves, level, to(distance.most));
  return { lower: from(lower), upper: from(upper), level, method };
}

/** For every group the error of each replicate; all groups of an attribute are drawn together, once. */
function drawErrors({ resampler }: GroupedOutcomes, attribute: string, reference: number, distance: GroupDistance, replicates: number): (number | null)[][] {
  let then: (Float64Array | null)[] = [];
  resampler.drawnFrom(attribute, distance.basis, (groups) => {
    then = groups.map((group) => distance.state(group));
    return null;
  });
  const errors: (number | null)[][] = then.map(() => []);
  const own = then[reference]!;
  resampler.replicates(attribute, distance.basis, replicates, (groups) => {
    const referenceNow = own === null ? null : distance.state(groups[reference]!);
    groups.forEach((group, g) => {
      const before = then[g]!;
      const now = g === reference || before === null || referenceNow === null ? null : distance.state(group);
      errors[g]!.push(now === null ? null : distance.error(now, before!, referenceNow!, own!));
    });
    return null;
  });
  return errors;
}

/** Σ of absolute values. */
export function sizeOf(steps: Float64Array): number {
  let sum = 0;
  for (const step of steps) sum += step < 0 ? -step : step;
  return sum;
}

/** What each state moved by, less what the reference's did: the error of a difference, position by position. */
export function moved(now: Float64Array, then: Float64Array, referenceNow: Float64Array, referenceThen: Float64Array): Float64Array {
  const steps = new Float64Array(now.length);
  for (let i = 0; i < steps.length; i++) steps[i] = now[i]! - then[i]! - (referenceNow[i]! - referenceThen[i]!);
  return steps;
}
