import type { RowWorth } from './scoreMoments.js';

/**
 * (p − y)², p the predicted probability of the positive class and y 1 or 0; its mean is the Brier score, in [0, 1].
 * Brier 1950, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78; his score, a sum over both classes, is twice this.
 */
export const squaredError: RowWorth = { ofPositive: (p) => (1 - p) ** 2, ofNegative: (p) => p * p };
