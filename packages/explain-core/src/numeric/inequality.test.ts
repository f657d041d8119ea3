import { describe, expect, it } from '@jest/globals';
import { betweenGroupEntropy, generalizedEntropy, type Benefits } from './inequality.js';

/** Rows with benefit 0, 1 and 2. */
const of = (...counts: number[]): Benefits => ({ values: counts.map((_, benefit) => benefit), counts });

describe('generalizedEntropy', () => {
  // AIF360, tests/test_classification_metric.py: ten rows with two false negatives and two false positives, and with three of each.
  it('gives the answers of AIF360', () => {
    expect(generalizedEntropy(of(2, 6, 2), 2)!.value).toBeCloseTo(0.2, 15);
    expect(generalizedEntropy(of(3, 4, 3), 2)!.value).toBeCloseTo(0.3, 15);
    expect(generalizedEntropy(of(2, 6, 2), 1)!.value).toBeCloseTo((4 * Math.LN2) / 10, 15);
  });

  it('is half the squared coefficient of variation at 2, and the mean log deviation at 0, by hand', () => {
    const incomes = { values: [1, 2, 6], counts: [1, 1, 1] }; // mean 3, variance 14/3
    expect(generalizedEntropy(incomes, 2)!.value).toBeCloseTo(14 / 3 / 9 / 2, 15);
    expect(generalizedEntropy(incomes, 0)!.value).toBeCloseTo(Math.log(3) - Math.log(12) / 3, 15);
    expect(generalizedEntropy(incomes, -1)!.value).toBeCloseTo((3 + 1.5 + 0.5 - 3) / 6, 15);
  });

  it.each([-1, 0, 0.5, 1, 2, 3])('is continuous in α, scale-free, and has the variance and skewness of its derivatives, α = %d', (alpha) => {
    const values = [1, 2, 5, 9];
    const counts = [40, 30, 20, 10];
    const { value, variance, skewness, n } = generalizedEntropy({ values, counts }, alpha)!;
    expect(generalizedEntropy({ values, counts }, alpha + 1e-6)!.value).toBeCloseTo(value, 5);
    expect(generalizedEntropy({ values: values.map((x) => 1000 * x), counts }, alpha)!.value).toBeCloseTo(value, 13);
    // Central differences by one cell's count.
    const by = (cell: number, step: number): number => generalizedEntropy({ values, counts: counts.map((count, i) => (i === cell ? count + step : count)) }, alpha)!.value;
    const moment = (power: number): number => counts.reduce((sum, count, cell) => sum + count * ((by(cell, 1e-3) - by(cell, -1e-3)) / 2e-3) ** power, 0);
    expect(Math.abs(variance / moment(2) - 1)).toBeLessThan(1e-5);
    // Third moment over the 3/2 power of the second, each a mean over rows.
    expect(skewness).toBeCloseTo((moment(3) / n) / (moment(2) / n) ** 1.5, 4);
    expect(n).toBe(100);
  });

  it('has no answer where it would be infinite or 0 ÷ 0', () => {
    expect(generalizedEntropy(of(1, 5), 0)).toBeNull();
    expect(generalizedEntropy(of(1, 5), -1)).toBeNull();
    expect(generalizedEntropy(of(0, 5, 1), 0)).not.toBeNull();
    expect(generalizedEntropy(of(5, 0, 0), 2)).toBeNull();
    expect(generalizedEntropy(of(0, 0, 0), 2)).toBeNull();
    expect(generalizedEntropy({ values: [], counts: [] }, 1)).toBeNull();
  });

  it('is 0 when all have the same', () => {
    for (const alpha of [0, 1, 2]) expect(generalizedEntropy(of(0, 7), alpha)).toEqual({ value: 0, n: 7, variance: 0, skewness: 0, influences: [0, 0] });
  });
});

describe('betweenGroupEntropy', () => {
  // AIF360: everybody's benefit replaced by the mean of the own group, 1/(2n) Σ (b² − 1) since the mean is 1.
  it('gives the answers of AIF360', () => {
    expect(betweenGroupEntropy([of(0, 2), of(0, 3, 1), of(1, 3)], 2)).toBeCloseTo((2 + 4 * 1.25 ** 2 + 4 * 0.75 ** 2 - 10) / 20, 15);
    expect(betweenGroupEntropy([of(1, 1), of(1, 1, 2)], 2)).toBeCloseTo((2 * 0.25 + 4 * 1.25 ** 2 - 6) / 12, 15);
  });

  it('and the parts within groups add up to the whole: Shorrocks 1980', () => {
    const groups = [of(3, 20, 5), of(9, 11, 2), of(0, 4, 8)];
    const whole = of(12, 35, 15);
    const mean = 65 / 62;
    for (const alpha of [1, 2, 3]) {
      const within = groups.reduce((sum, group) => {
        const n = group.counts.reduce((a, b) => a + b, 0);
        const own = group.counts.reduce((a, count, benefit) => a + count * benefit, 0) / n;
        return sum + (n / 62) * (own / mean) ** alpha * generalizedEntropy(group, alpha)!.value;
      }, 0);
      expect(betweenGroupEntropy(groups, alpha)! + within).toBeCloseTo(generalizedEntropy(whole, alpha)!.value, 14);
    }
  });

  it('of one group is 0, and empty groups change nothing', () => {
    expect(betweenGroupEntropy([of(1, 2, 3)], 1)).toBe(0);
    expect(betweenGroupEntropy([of(1, 2, 3), of(0, 0, 0), of(0, 2)], 2)).toBe(betweenGroupEntropy([of(1, 2, 3), of(0, 2)], 2));
    expect(betweenGroupEntropy([of(0, 0)], 2)).toBeNull();
  });
});
