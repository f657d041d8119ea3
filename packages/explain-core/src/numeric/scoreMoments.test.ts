import { describe, expect, it } from '@jest/globals';
import { doubledWeights, repeated, twelve, twelveTable } from '../../test/scoredRows.js';
import { brier } from './brier.js';
import { logLoss } from './logLoss.js';
import { meanOf } from './meanInterval.js';
import { meanScore, meanScoreError } from './scoreMoments.js';
import { tabulateScores } from './tabulateScores.js';

const weighted = tabulateScores(twelve.scores, twelve.labels, twelve.weights);

describe('means over scored rows', () => {
  // scikit-learn 1.9.1, brier_score_loss and log_loss.
  it('are those of scikit-learn, with and without weights', () => {
    expect(brier(twelveTable)!.mean).toBeCloseTo(0.12520833333333334, 15);
    expect(brier(weighted)!.mean).toBeCloseTo(0.13421875, 15);
    expect(logLoss(twelveTable)!.mean).toBeCloseTo(0.38715034984817764, 14);
    expect(logLoss(weighted)!.mean).toBeCloseTo(0.4125036744526442, 14);
  });

  it('have the spread of the rows', () => {
    const losses = twelve.scores.map((score, i) => (score - twelve.labels[i]!) ** 2);
    const { mean, standardError } = meanOf(losses);
    const found = brier(twelveTable)!;
    expect(found.mean).toBeCloseTo(mean, 15);
    expect(Math.sqrt(found.variance! / found.n)).toBeCloseTo(standardError, 15);
  });

  it('have their skewness', () => {
    // 0, 0, 0 and 1: mean ¼, central moments 3/16 and 3/32.
    expect(meanScore(tabulateScores([0, 0, 0, 1], [1, 0, 0, 1]))!.skewness).toBeCloseTo(3 / 32 / (3 / 16) ** 1.5, 14);
  });

  it('take a weight for so many rows', () => {
    for (const measure of [brier, logLoss, meanScore, meanScoreError]) expect(measure(doubledWeights)).toEqual(measure(repeated()));
  });

  it('give calibration in the large as mean score minus base rate', () => {
    expect(meanScoreError(twelveTable)!.mean).toBeCloseTo(meanScore(twelveTable)!.mean - 0.5, 15);
  });

  it('have no spread for one row and no mean for none', () => {
    expect(brier(tabulateScores([0.25], [1]))).toEqual({ mean: 0.5625, n: 1, variance: null, skewness: 0 });
    for (const measure of [brier, logLoss, meanScore, meanScoreError]) expect(measure(tabulateScores([], []))).toBeNull();
  });
});

describe('logLoss', () => {
  it('counts the rows that only the limit keeps from costing infinitely much', () => {
    // Certain and wrong twice, certain and right three times.
    const { mean, clipped } = logLoss(tabulateScores([0, 1, 0, 1, 1], [1, 0, 0, 1, 1]))!;
    expect(clipped).toBe(2);
    expect(mean).toBeCloseTo((2 * 15 * Math.LN10) / 5, 12);
  });

  it('costs nothing when every label was certain', () => {
    expect(logLoss(tabulateScores([0, 1], [0, 1]))).toEqual({ mean: 0, n: 2, variance: 0, skewness: 0, clipped: 0 });
  });
});
