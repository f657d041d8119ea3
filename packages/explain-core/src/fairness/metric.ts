import { z } from 'zod';
import type { JsonObject } from '../json.js';
import type { MethodInfo } from '../method/method.js';
import type { Artifact, Result } from '../method/result.js';
import type { GroupedOutcomes } from './groupedOutcomes.js';

/** A result without what the driver knows already. `resolved` says which options were settled by the data (a reference group, say). */
export interface Measurement extends Pick<Result, 'attribute' | 'group' | 'estimate' | 'counts' | 'test'> {
  readonly resolved?: JsonObject;
}

/** A fairness metric computes on sums over groups, so that one pass over the rows serves them all. */
export interface FairnessMetric<O = unknown> extends MethodInfo<O> {
  readonly pillar: 'fairness';
  compute(outcomes: GroupedOutcomes, options: O): readonly Measurement[];
  /** What is more than numbers, computed from the same sums. */
  artifacts?(outcomes: GroupedOutcomes, options: O): readonly Artifact[];
}

export const level = z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.');

export const rateOptions = z.strictObject({ level });
export type RateOptions = z.infer<typeof rateOptions>;

/**
 * The default judges every group, however small: a small group widens the interval and so ends in "cannot tell", which is true.
 * With a minimum, smaller groups still have their rates reported; only the comparison leaves them out, and says how many.
 */
export const minimumGroupSize = z.number().int().min(1).default(1).describe('Groups with fewer rows are reported but not compared; 1 leaves none out.');

export const disparityOptions = z.strictObject({ level, minimumGroupSize });
export type DisparityOptions = z.infer<typeof disparityOptions>;

export const referenceOptions = z.strictObject({
  level,
  minimumGroupSize,
  referenceGroups: z
    .record(z.string(), z.string())
    .default({})
    .describe('Attribute to the group the others are compared with; for an attribute not named, its largest group.'),
});
export type ReferenceOptions = z.infer<typeof referenceOptions>;

/** For numbers whose doubt has no closed form. */
export const bootstrapOptions = z.strictObject({
  level,
  replicates: z.number().int().min(100).max(20_000).default(1000).describe('How often the rows are drawn again for an interval.'),
  interval: z.enum(['percentile', 'bca']).default('bca').describe('Bias-corrected and accelerated where numbers come from counts, or plain percentiles of the replicates.'),
});
export type BootstrapOptions = z.infer<typeof bootstrapOptions>;
