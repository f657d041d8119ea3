import type { Artifact } from '../method/result.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import { binOf, type ScoreScale } from './scoreScale.js';

/** Thresholds looked at: hundredths of the scores' scale, or the edges of bins next below them. */
const STEPS = 100;

/**
 * What each group's counts would be at other thresholds, so that a reader can move it: for every threshold t, Σ of weights of the rows with
 * score ≥ t by label. `threshold` is the model's own, where it is known. Null where there are no scores, or more than two classes, where no single threshold decides.
 */
export function thresholdsArtifact(outcomes: GroupedOutcomes, threshold: number | null): Artifact | null {
  const { scale, predicted, positive, favourable, overall, attributes } = outcomes;
  if (scale === null || predicted.length > 2) return null;
  const thresholds = Array.from({ length: STEPS + 1 }, (_, k) => thresholdAt(k, scale));
  const curve = (group: Group): { rows: number; positives: number[]; negatives: number[]; unlabelled: number[] } => {
    const { table, unlabelled } = group.scores!;
    return {
      rows: group.rows.rows,
      positives: reaching(table.scores, table.positives, thresholds),
      negatives: reaching(table.scores, table.negatives, thresholds),
      unlabelled: reaching(table.scores, unlabelled, thresholds),
    };
  };
  return {
    name: 'fairness/groupedOutcomes/thresholds',
    body: {
      threshold,
      /** A score of at least the threshold means the positive class; where people want the other one, they are selected below it. */
      selectedAbove: positive === favourable,
      /** Of the scores where they are kept in bins; null where every score is. */
      bins: scale.exact ? null : scale.bins,
      thresholds,
      overall: curve(overall),
      attributes: attributes.map(({ attribute, groups }) => ({ attribute, groups: groups.map((group) => ({ group: group.name, ...curve(group) })) })),
    },
    // A step between two thresholds may hold a single row.
    showsRows: true,
  };
}

/** Of scores in bins only those at or above an edge are known; with it below the hundredth, a score of that hundredth reaches it. */
function thresholdAt(k: number, scale: ScoreScale): number {
  const hundredth = scale.from + (k / STEPS) * (scale.to - scale.from);
  return scale.exact ? hundredth : scale.from + (binOf(hundredth, scale, scale.bins) / scale.bins) * (scale.to - scale.from);
}

/** Σ of the weights whose score is at least each threshold, both ascending. */
function reaching(scores: Float64Array, weights: Float64Array, thresholds: readonly number[]): number[] {
  let at = scores.length - 1;
  let sum = 0;
  const reached = new Array<number>(thresholds.length);
  for (let t = thresholds.length - 1; t >= 0; t--) {
    for (; at >= 0 && scores[at]! >= thresholds[t]!; at--) sum += weights[at]!;
    reached[t] = sum;
  }
  return reached;
}
