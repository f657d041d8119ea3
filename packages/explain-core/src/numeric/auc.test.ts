import { describe, expect, it } from '@jest/globals';
import { doubledWeights, randomRows, repeated, twelve, twelveTable } from '../../test/scoredRows.js';
import { randomStream } from '../random/stream.js';
import { areaUnderRoc, boundsOfAuc } from './auc.js';
import { rocCurve } from './rocCurve.js';
import type { ScoreTable } from './scoreTable.js';
import { studentTQuantile } from './studentT.js';
import { tabulateScores } from './tabulateScores.js';
import type { Bounds } from './wilson.js';

const z = 1.959963984540054;
const boundsOf = (table: ScoreTable, quantile: number): Bounds => boundsOfAuc(areaUnderRoc(table)!, quantile);

/** DeLong's definition, pair by pair. */
function pairByPair(scores: readonly number[], labels: readonly number[]): { area: number; variance: number } {
  const high = scores.filter((_, i) => labels[i] === 1);
  const low = scores.filter((_, i) => labels[i] === 0);
  const wins = (a: number, b: number): number => (a > b ? 1 : a === b ? 0.5 : 0);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = (values: readonly number[]): number => values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1) / values.length;
  const ofPositives = high.map((a) => mean(low.map((b) => wins(a, b))));
  const ofNegatives = low.map((b) => mean(high.map((a) => wins(a, b))));
  return { area: mean(ofPositives), variance: spread(ofPositives) + spread(ofNegatives) };
}

describe('areaUnderRoc', () => {
  // scikit-learn 1.9.1, roc_auc_score.
  it('is that of scikit-learn, with and without weights', () => {
    expect(areaUnderRoc(twelveTable)!.area).toBeCloseTo(0.9166666666666666, 15);
    expect(areaUnderRoc(tabulateScores(twelve.scores, twelve.labels, twelve.weights))!.area).toBeCloseTo(0.902834008097166, 14);
  });

  it.each([0, 1, 2, 3])('agrees with the definition on random rows with ties, seed %d', (seed) => {
    const { scores, labels } = randomRows(randomStream(seed), 150);
    const expected = pairByPair(scores, labels);
    const auc = areaUnderRoc(tabulateScores(scores, labels))!;
    // Sums of 150 × 150 terms near 1: rounding stays far below.
    expect(auc.area).toBeCloseTo(expected.area, 13);
    expect(auc.variance).toBeCloseTo(expected.variance, 15);
  });

  it('is the area under the curve by trapezoids', () => {
    const { scores, labels } = randomRows(randomStream(9), 200);
    const table = tabulateScores(scores, labels);
    const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(table)!;
    let area = 0;
    for (let i = 1; i < x.length; i++) area += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
    expect(areaUnderRoc(table)!.area).toBeCloseTo(area, 13);
  });

  it('takes a weight for so many rows', () => {
    expect(areaUnderRoc(doubledWeights)).toEqual(areaUnderRoc(repeated()));
  });

  it('turns to 1 − area when scores change sign, and does not hang on their scale', () => {
    const { scores, labels } = randomRows(randomStream(5), 80);
    const plain = areaUnderRoc(tabulateScores(scores, labels))!;
    const turned = areaUnderRoc(tabulateScores(scores.map((score) => -score), labels))!;
    expect(turned.area).toBeCloseTo(1 - plain.area, 14);
    expect(turned.variance).toBeCloseTo(plain.variance!, 15);
    expect(areaUnderRoc(tabulateScores(scores.map((score) => Math.exp(5 * score) - 40), labels))).toEqual(plain);
  });

  it('has Welch’s degrees of freedom, which lie between the smaller class’s and both classes’', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { scores, labels } = randomRows(randomStream(seed), 40);
      const { degrees, positives, negatives } = areaUnderRoc(tabulateScores(scores, labels))!;
      expect(degrees).toBeGreaterThanOrEqual(Math.min(positives, negatives) - 1);
      expect(degrees).toBeLessThanOrEqual(positives + negatives - 2);
    }
  });

  it('needs both classes, and two rows of each for a variance', () => {
    expect(areaUnderRoc(tabulateScores([1, 2], [1, 1]))).toBeNull();
    expect(areaUnderRoc(tabulateScores([], []))).toBeNull();
    expect(areaUnderRoc(tabulateScores([1, 2, 3], [1, 0, 1]))).toEqual({ area: 0.5, variance: null, degrees: null, positives: 2, negatives: 1 });
  });
});

describe('boundsOfAuc', () => {
  it('are those of the logit by hand', () => {
    const { area, variance } = pairByPair(twelve.scores, twelve.labels);
    const { degrees } = areaUnderRoc(twelveTable)!;
    const middle = Math.log(area / (1 - area));
    const half = (studentTQuantile(0.975, degrees!) * Math.sqrt(variance)) / (area * (1 - area));
    const bounds = boundsOf(twelveTable, z);
    expect(Math.log(bounds.lower / (1 - bounds.lower))).toBeCloseTo(middle - half, 7);
    expect(Math.log(bounds.upper / (1 - bounds.upper))).toBeCloseTo(middle + half, 7);
  });

  it('of a perfect, a reversed and a constant score keep a width', () => {
    // Ten pairs that share no row: 0.025^(1/10) = 0.6915028921812392.
    const ten = [...new Array<number>(10).fill(1), ...new Array<number>(14).fill(0)];
    expect(boundsOf(tabulateScores(ten, ten), z)).toEqual({ lower: expect.closeTo(0.6915028921812392, 12), upper: 1 });
    expect(boundsOf(tabulateScores(ten.map((label) => 1 - label), ten), z)).toEqual({ lower: 0, upper: expect.closeTo(0.3084971078187608, 12) });
    const constant = boundsOf(tabulateScores(ten.map(() => 0.3), ten), z);
    expect(constant.lower).toBeCloseTo(0.3457514460906196, 12);
    expect(constant.lower + constant.upper).toBeCloseTo(1, 14);
  });

  it('of one positive row span what its single placement leaves open', () => {
    // A = ½: standard error of the logit 1 ÷ √(¼) = 2.
    const { lower, upper } = boundsOf(tabulateScores([1, 2, 3], [0, 1, 0]), z);
    expect(Math.log(upper / (1 - upper))).toBeCloseTo(2 * z, 12);
    expect(lower + upper).toBeCloseTo(1, 14);
  });
});

it('knows a perfect order and a constant score by what rounding of fractional weights leaves of their spread', () => {
  for (let i = 1; i <= 200; i++) {
    const weight = 0.1 + i / 377;
    const column = (...counts: number[]): Float64Array => Float64Array.from(counts, (count) => count * weight);
    const perfect = { scores: Float64Array.of(0, 1, 2, 3, 4, 5), positives: column(0, 0, 0, 3, 7, 9), negatives: column(5, 9, 11, 0, 0, 0) };
    // At least a share 0.025 to the power of 1 ÷ pairs is in that order.
    const { lower, upper } = boundsOf(perfect, z);
    expect(lower).toBeCloseTo(0.025 ** (1 / (19 * weight)), 9);
    expect(upper).toBeCloseTo(1, 9);
    expect(areaUnderRoc(perfect)!.area).toBe(1);
    if (7 * weight <= 1) continue; // then the variance is unknown, not 0
    const constant = { scores: Float64Array.of(1), positives: column(7), negatives: column(11) };
    const open = boundsOf(constant, z);
    expect(open.upper - open.lower).toBeCloseTo(1 - 0.025 ** (1 / (7 * weight)), 9);
  }
});
