import type { MethodInfo } from '../method/method.js';
import type { Artifact } from '../method/result.js';
import type { Measurement } from './metric.js';
import type { StrataOptions } from './strata.js';
import type { StratifiedOutcomes } from './stratifiedOutcomes.js';

/** A fairness metric that compares groups within strata: computed on sums over stratum × group. */
export interface StratifiedMetric<O extends StrataOptions = StrataOptions> extends MethodInfo<O> {
  readonly pillar: 'fairness';
  /** Says nothing without strata. */
  readonly wantsStrata: boolean;
  compute(stratified: StratifiedOutcomes, options: O): { readonly measurements: readonly Measurement[]; readonly artifacts: readonly Artifact[] };
}
