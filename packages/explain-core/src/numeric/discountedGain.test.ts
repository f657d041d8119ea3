import { describe, expect, it } from '@jest/globals';
import { doubledWeights, randomRows, repeated, twelveTable } from '../../test/scoredRows.js';
import { randomStream } from '../random/stream.js';
import { discountedGain, normalizedDiscountedGain, normalizedGainBounds } from './discountedGain.js';
import { tabulateScores } from './tabulateScores.js';
import { varianceDegrees } from './varianceDegrees.js';

const z = 1.959963984540054;

describe('discountedGain', () => {
  // AIF360, tests/test_regression_metric.py: ten scores, brought to [0, 1], in the order given, and divided by the best order.
  const scores = [55, 65, 85, 70, 60, 50, 40, 30, 20, 10].map((score) => (score - 10) / 75);
  it('gives the answers of AIF360', () => {
    expect(discountedGain(scores)).toBeCloseTo(2.6126967369231484, 14);
    expect(discountedGain(scores) / discountedGain(scores.toSorted((a, b) => b - a))).toBeCloseTo(0.9205433036318259, 14);
  });
});

describe('normalizedDiscountedGain', () => {
  it('is that of scikit-learn 1.9.1, ndcg_score, which shares ties too', () => {
    expect(normalizedDiscountedGain(twelveTable)!.value).toBeCloseTo(0.9770685952318523, 14);
  });

  it('takes a weight for so many rows', () => {
    expect(normalizedDiscountedGain(doubledWeights)).toEqual(normalizedDiscountedGain(repeated()));
  });

  it('has the variance of the jackknife and its degrees of freedom, found here by leaving out row after row', () => {
    for (let seed = 0; seed < 5; seed++) {
      const { scores, labels } = randomRows(randomStream(seed), 50);
      const values = scores.map((_, row) => normalizedDiscountedGain(tabulateScores(scores, labels, scores.map((_score, i) => (i === row ? 0 : 1))))!.value);
      const mean = values.reduce((sum, value) => sum + value, 0) / 50;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const found = normalizedDiscountedGain(tabulateScores(scores, labels))!;
      expect(found.variance).toBeCloseTo(variance, 14);
      expect(found.degrees).toBeCloseTo(varianceDegrees(50, variance, values.reduce((sum, value) => sum + (value - mean) ** 4, 0)), 8);
    }
  });

  it('is 1 for the best order and for positives only; none without any', () => {
    expect(normalizedDiscountedGain(tabulateScores([3, 2, 1], [1, 1, 0]))!.value).toBe(1);
    expect(normalizedDiscountedGain(tabulateScores([3, 2, 1], [1, 1, 1]))).toEqual({ value: 1, variance: 0, degrees: 2, leftOut: expect.anything(), positives: 3, negatives: 0 });
    expect(normalizedDiscountedGain(tabulateScores([3, 2, 1], [0, 0, 0]))).toBeNull();
    expect(normalizedDiscountedGain(tabulateScores([], []))).toBeNull();
  });
});

describe('normalizedGainBounds', () => {
  it('have degrees of freedom for how the numbers without a row are spread and for how few positives there are, whose doubts add', () => {
    // 1 ÷ (1/4 + 1/4) and 1 ÷ (1/4 + 1/12): t of 2 and of 3 degrees, scipy 1.17.1; logit(0.9) = log 9, 0.02 ÷ (0.9 · 0.1) = 2/9.
    const found = { value: 0.9, variance: 0.02 ** 2, leftOut: null, positives: 5, negatives: 40 };
    for (const [degrees, t] of [[4, 4.302652729749464], [12, 3.1824463052837078]] as const) {
      const { lower, upper } = normalizedGainBounds({ ...found, degrees }, z);
      expect(Math.log(upper / (1 - upper))).toBeCloseTo(Math.log(9) + (2 / 9) * t, 6);
      expect(Math.log(lower / (1 - lower))).toBeCloseTo(Math.log(9) - (2 / 9) * t, 6);
    }
  });

  it('hold the value, within [0, 1], and are wide where little is known', () => {
    const found = normalizedDiscountedGain(twelveTable)!;
    const { lower, upper } = normalizedGainBounds(found, z);
    expect(lower).toBeLessThan(found.value);
    expect(upper).toBeGreaterThan(found.value);
    expect(upper).toBeLessThan(1);
    expect(normalizedGainBounds(normalizedDiscountedGain(tabulateScores([1, 2], [1, 0]))!, z)).toEqual({ lower: 0, upper: 1 });
    expect(normalizedGainBounds(normalizedDiscountedGain(tabulateScores([1, 2, 3, 4], [0, 0, 1, 1]))!, z)).toEqual({ lower: expect.closeTo(Math.sqrt(0.025), 12), upper: 1 });
  });
});
