import type { MethodInfo } from '../method/method.js';
import type { Measurement } from './metric.js';
import type { NumberOutcomes } from './numberOutcomes.js';

/** A fairness metric of a predicted number; it computes on sums over groups, so that one pass over the rows serves them all. */
export interface NumberMetric<O = unknown> extends MethodInfo<O> {
  readonly pillar: 'fairness';
  compute(outcomes: NumberOutcomes, options: O): readonly Measurement[];
}
