import type { JsonObject } from '../json.js';
import type { RowFacts } from './chunk.js';

/** What came of one row at one strength. */
export interface RowOutcome {
  /** 1 when the decision stayed, 0 when it changed; with several draws, the share in which it stayed. */
  readonly unchanged: number;
  /** 1 when the decision was right and stayed; with several draws, the share in which it was the label. Null without a label. */
  readonly right: number | null;
  /** Rows the model was asked about for this one so far, gradients included. */
  readonly queries: number;
  /** A gradient was asked for, and was 0 in every column each time: the attack had no way to go, so "not found" says little. */
  readonly withoutSlope: boolean;
  /** Of the adversarial row from the row itself, in the threat model's unit and norm; null where there is none. */
  readonly distance: number | null;
}

/** The partial result of one task. Outcomes stand in ascending order of strength. */
export interface ChunkPartial {
  readonly rows: readonly (RowFacts & { readonly outcomes: readonly RowOutcome[] })[];
  readonly examples: readonly JsonObject[];
}
