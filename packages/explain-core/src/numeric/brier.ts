import { scoreMoments, type Moments } from './scoreMoments.js';
import type { ScoreTable } from './scoreTable.js';

/**
 * Mean of (p − y)², p the predicted probability of the positive class and y 1 or 0; in [0, 1]. Null without rows.
 * Brier 1950, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78; his score, a sum over both classes, is twice this.
 */
export function brier(table: ScoreTable): Moments | null {
  return scoreMoments(table, (p) => (1 - p) ** 2, (p) => p * p);
}
