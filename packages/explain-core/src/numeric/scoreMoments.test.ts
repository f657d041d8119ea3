import { describe, expect, it } from '@jest/globals';
import { doubledWeights, repeated, twelve, twelveTable } from '../../test/scoredRows.js';
import { squaredError } from './brier.js';
import { surprisal } from './logLoss.js';
import { meanOf } from './meanInterval.js';
import { ownScore, scoreError, scoreMoments } from './scoreMoments.js';
import { tabulateScores } from './tabulateScores.js';

const weighted = tabulateScores(twelve.scores, twelve.labels, twelve.weights);

describe('means over scored rows', () => {
  // scikit-learn 1.9.1, brier_score_loss and log_loss.
  it('are those of scikit-learn, with and without weights', () => {
    expect(scoreMoments(twelveTable, squaredError)!.mean).toBeCloseTo(0.12520833333333334, 15);
    expect(scoreMoments(weighted, squaredError)!.mean).toBeCloseTo(0.13421875, 15);
    expect(scoreMoments(twelveTable, surprisal)!.mean).toBeCloseTo(0.38715034984817764, 14);
    expect(scoreMoments(weighted, surprisal)!.mean).toBeCloseTo(0.4125036744526442, 14);
  });

  it('have the spread of the rows', () => {
    const losses = twelve.scores.map((score, i) => (score - twelve.labels[i]!) ** 2);
    const { mean, standardError } = meanOf(losses);
    const found = scoreMoments(twelveTable, squaredError)!;
    expect(found.mean).toBeCloseTo(mean, 15);
    expect(Math.sqrt(found.variance! / found.n)).toBeCloseTo(standardError, 15);
  });

  it('have their skewness', () => {
    // 0, 0, 0 and 1: mean ¼, central moments 3/16 and 3/32.
    expect(scoreMoments(tabulateScores([0, 0, 0, 1], [1, 0, 0, 1]), ownScore)!.skewness).toBeCloseTo(3 / 32 / (3 / 16) ** 1.5, 14);
  });

  it('take a weight for so many rows', () => {
    for (const worth of [squaredError, surprisal, ownScore, scoreError]) expect(scoreMoments(doubledWeights, worth)).toEqual(scoreMoments(repeated(), worth));
  });

  it('give calibration in the large as mean score minus base rate', () => {
    expect(scoreMoments(twelveTable, scoreError)!.mean).toBeCloseTo(scoreMoments(twelveTable, ownScore)!.mean - 0.5, 15);
  });

  it('have no spread for one row and no mean for none', () => {
    expect(scoreMoments(tabulateScores([0.25], [1]), squaredError)).toEqual({ mean: 0.5625, n: 1, variance: null, skewness: 0 });
    for (const worth of [squaredError, surprisal, ownScore, scoreError]) expect(scoreMoments(tabulateScores([], []), worth)).toBeNull();
  });
});

describe('surprisal', () => {
  it('costs no more than the limit where a row was certain and wrong', () => {
    // Certain and wrong twice, certain and right three times.
    const { mean } = scoreMoments(tabulateScores([0, 1, 0, 1, 1], [1, 0, 0, 1, 1]), surprisal)!;
    expect(mean).toBeCloseTo((2 * 15 * Math.LN10) / 5, 12);
  });

  it('costs nothing when every label was certain', () => {
    expect(scoreMoments(tabulateScores([0, 1], [0, 1]), surprisal)).toEqual({ mean: 0, n: 2, variance: 0, skewness: 0 });
  });
});
