import { describe, expect, it } from '@jest/globals';
import { sixTable, twelve, twelveTable } from '../../test/scoredRows.js';
import { scoreDistribution } from '../../test/scoreDistribution.js';
import type { Distribution } from './distribution.js';
import { kolmogorovSmirnov } from './kolmogorovSmirnov.js';
import { tabulateScores } from './tabulateScores.js';
import { wasserstein } from './wasserstein.js';

const one = scoreDistribution(twelveTable);
const other = scoreDistribution(sixTable);
const at = (...values: number[]): Distribution => ({ values: Float64Array.from(values), weights: Float64Array.from(values, () => 1) });
const none = at();

describe('wasserstein', () => {
  // scipy 1.17.1, wasserstein_distance.
  it('is that of scipy, with and without weights', () => {
    expect(wasserstein(one, other)).toBeCloseTo(0.10416666666666666, 15);
    expect(wasserstein(scoreDistribution(tabulateScores(twelve.scores, twelve.labels, twelve.weights)), other)).toBeCloseTo(0.14583333333333334, 15);
  });

  it('of a shift is its size, in the values’ own units', () => {
    expect(wasserstein(at(0, 10, 400), at(1000, 1010, 1400))).toBeCloseTo(1000, 11);
  });

  it('is 0 from itself, symmetric, and at least the difference of means', () => {
    expect(wasserstein(one, one)).toBe(0);
    expect(wasserstein(other, one)).toBe(wasserstein(one, other));
    expect(wasserstein(one, other)).toBeGreaterThanOrEqual(Math.abs(5.95 / 12 - 2.65 / 6) - 1e-15);
  });

  it('is between single points their distance, and between nothing undefined', () => {
    expect(wasserstein(at(2), at(5))).toBe(3);
    expect(wasserstein(none, one)).toBeNull();
    expect(wasserstein(one, { values: Float64Array.of(1), weights: Float64Array.of(0) })).toBeNull();
  });
});

describe('kolmogorovSmirnov', () => {
  // scipy 1.17.1, ks_2samp.
  it('is that of scipy, and says where', () => {
    expect(kolmogorovSmirnov(one, other)).toEqual({ distance: 0.25, at: 0.7, first: 0.75, second: 1 });
  });

  it('is 1 when nothing overlaps, 0 from itself, and undefined without rows', () => {
    expect(kolmogorovSmirnov(at(1, 2), at(3, 4))).toEqual({ distance: 1, at: 2, first: 1, second: 0 });
    expect(kolmogorovSmirnov(one, one)!.distance).toBe(0);
    expect(kolmogorovSmirnov(none, one)).toBeNull();
  });

  it('does not hang on the scale, as the other does', () => {
    const stretch = ({ values, weights }: Distribution): Distribution => ({ values: values.map((value) => 100 * value ** 3), weights });
    expect(kolmogorovSmirnov(stretch(one), stretch(other))!.distance).toBe(0.25);
  });
});
