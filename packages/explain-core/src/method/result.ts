import type { Estimate } from '../numeric/estimate.js';
import type { Json, JsonObject } from '../json.js';
import type { Pillar } from './method.js';

/** How surely a gap is more than chance, alone and among all that were tested with it. */
export interface TestOutcome {
  /** The test's name in the field, e.g. "fisherMidP". */
  readonly name: string;
  /** Null where the test has none (an exact test). */
  readonly statistic: number | null;
  readonly pValue: number;
  /** Adjusted for everything tested: family-wise (Holm), false discovery rate (Benjamini–Hochberg; Benjamini–Yekutieli under any dependence). */
  readonly holm: number;
  readonly benjaminiHochberg: number;
  readonly benjaminiYekutieli: number;
}

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
  /** Where the number is a gap that was tested. */
  readonly test?: TestOutcome;
}

/** More than one number: rows of attributions, adversarial rows, a tree. Plain data under a stable name. */
export interface Artifact {
  /** e.g. "explainability/kernelShap/attributions". */
  readonly name: string;
  readonly body: Json;
  /** It shows single rows, or numbers of groups without knowing which are small, and so is left out where those are withheld. */
  readonly showsRows?: true;
}

export interface Outcome {
  readonly results: readonly Result[];
  readonly artifacts: readonly Artifact[];
}
