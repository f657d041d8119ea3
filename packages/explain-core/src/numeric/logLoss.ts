import { scoreMoments, type Moments } from './scoreMoments.js';
import type { ScoreTable } from './scoreTable.js';

/** A label that was given probability 0 would cost infinitely much; below this all cost the same, 34.5 nats. */
export const SMALLEST_PROBABILITY = 1e-15;

export interface LogLoss extends Moments {
  /** Rows (or weight) whose own label was given less than the smallest probability: their loss is the limit's, not the model's. */
  readonly clipped: number;
}

/**
 * Mean of −log of the probability that was given to the row's own label, in nats: −log p of a positive row, −log(1 − p) of another, the
 * probability raised to 1e-15 where it is smaller. Null without rows.
 * Good 1952, "Rational decisions", Journal of the Royal Statistical Society B 14.
 */
export function logLoss(table: ScoreTable): LogLoss | null {
  const moments = scoreMoments(table, (p) => surprise(p), (p) => surprise(1 - p));
  if (moments === null) return null;
  let clipped = 0;
  table.scores.forEach((p, i) => {
    if (p < SMALLEST_PROBABILITY) clipped += table.positives[i]!;
    if (1 - p < SMALLEST_PROBABILITY) clipped += table.negatives[i]!;
  });
  return { ...moments, clipped };
}

function surprise(probability: number): number {
  return 0 - Math.log(Math.max(SMALLEST_PROBABILITY, probability));
}
