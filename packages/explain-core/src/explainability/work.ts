import type { JsonObject } from '../json.js';
import type { Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice } from '../method/task.js';
import type { Work } from '../method/work.js';
import type { Effort, Measurement } from './explainer.js';

/** Methods of explainability that share their tasks. */
export interface ExplainabilityWork extends Work {
  /** What one of its methods measures overall; each is said to be not estimable where the method cannot be computed. */
  measuresOf(method: string): readonly string[];
  /** Rows that the model is asked about at most for the choice; those that judges ask about for an explainer are the judges'. Nothing, if left out. */
  questions?(subject: Subject, choice: MethodChoice): number;
  /** As of an explainer. */
  readonly effort?: Effort;
}

export function toResult({ method, version, options }: MethodChoice, { measure, ...found }: Measurement, resolved: JsonObject = {}): Result {
  const scope = found.feature !== undefined ? 'feature' : found.group !== undefined ? 'group' : found.attribute !== undefined ? 'gap' : 'overall';
  return { dimension: 'explainability', method, version, ...found, options: { ...options, ...resolved, measure, scope } };
}
