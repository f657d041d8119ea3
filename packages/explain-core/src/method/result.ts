import type { Estimate } from '../numeric/estimate.js';
import type { Json, JsonObject } from '../json.js';
import type { Pillar } from './method.js';

/** One number (or the reason why there is none) with all that says what it is. */
export interface Result {
  readonly dimension: Pillar;
  readonly method: string;
  readonly version: number;
  /** Protected attribute, or several joined by " × " in the plan's order. */
  readonly attribute?: string;
  /** Group within the attribute, values joined the same way; "(missing)" for missing. */
  readonly group?: string;
  /** Data column the number is about (an importance, say). */
  readonly feature?: string;
  readonly options: JsonObject;
  readonly estimate: Estimate;
  /** What the number was computed from, where a reader can redo it: e.g. { numerator: 12, denominator: 40 }. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** More than one number: rows of attributions, adversarial rows, a tree. Plain data under a stable name. */
export interface Artifact {
  /** e.g. "explainability/kernelShap/attributions". */
  readonly name: string;
  readonly body: Json;
}

export interface Outcome {
  readonly results: readonly Result[];
  readonly artifacts: readonly Artifact[];
}
