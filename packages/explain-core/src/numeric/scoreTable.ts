/**
 * Scores of one group of rows: its distinct scores, ascending, with how many rows of the positive label and of another each has. Counts may be
 * weights. Everything that depends on the order or the size of scores follows from it, whatever the number of rows.
 */
export interface ScoreTable {
  readonly scores: Float64Array;
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}
