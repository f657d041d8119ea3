import { log } from '../elementary/logarithm.js';
import type { RowWorth } from './scoreMoments.js';

/** A label that was given probability 0 would cost infinitely much; below this all cost the same, 34.5 nats. */
export const SMALLEST_PROBABILITY = 1e-15;

/**
 * −log of the probability that was given to the row's own label, in nats: −log p of a positive row, −log(1 − p) of another, the
 * probability raised to 1e-15 where it is smaller. Its mean is the log loss.
 * Good 1952, "Rational decisions", Journal of the Royal Statistical Society B 14.
 */
export const surprisal: RowWorth = { ofPositive: surprise, ofNegative: (p) => surprise(1 - p) };

function surprise(probability: number): number {
  return 0 - log(Math.max(SMALLEST_PROBABILITY, probability));
}
