import type { MethodInfo } from '../method/method.js';
import type { Matrix } from '../numeric/matrix.js';
import type { RandomStream } from '../random/stream.js';
import type { Points } from './points.js';
import type { ThreatModel } from './threatModel.js';

/**
 * An attack only proposes rows; the runner (`evaluate.ts`) brings each proposal inside the threat model, asks the model, counts the
 * question and says which rows have fallen. Rows are named by their position in the chunk.
 */
export interface Attack<O = unknown> extends MethodInfo<O> {
  /** Looks for rows on which the model decides differently, among `trial.standing()`, until none stands or the effort allowed by the options is spent. */
  search(trial: Trial, options: O): Promise<void>;
}

/** One strength of an attack on one chunk of rows. */
export interface Trial {
  readonly threat: ThreatModel;
  readonly epsilon: number;
  readonly original: Points;
  /** Class decided for each row as it is; the attack wants any other. */
  readonly decisions: Int32Array;
  /** How many classes the model has: the columns of its scores. */
  readonly classes: number;
  /** The row's point with the lowest margin so far, at this strength or a smaller one; the row itself at first. */
  readonly best: Points;
  readonly margins: Float64Array;
  /** Positions that have not fallen, ascending. */
  standing(): Int32Array;
  /** Asks the model about proposals for rows that stand: what they were projected to, and the margin of each (`marginOf`). */
  attempt(positions: Int32Array, proposals: Points): Promise<{ readonly points: Points; readonly margins: Float64Array }>;
  /** Scores at the points as they are, and the gradient there of Σ cotangent · score by the threat's number columns: to find a direction, not to judge. */
  scores(positions: Int32Array, points: Points): Promise<Matrix>;
  gradient(positions: Int32Array, points: Points, cotangent: Matrix): Promise<Matrix>;
  /** Draws that belong to this method, row and strength, whatever chunk holds the row. */
  random(position: number): RandomStream;
}
