import { describe, expect, it } from '@jest/globals';
import { minimumDetectableGap, rowsNeeded } from './power.js';

const usual = { level: 0.95, power: 0.8 };

describe('rowsNeeded', () => {
  it('is what R prints', () => {
    // ?power.prop.test: power.prop.test(p1 = .50, p2 = .75, power = .90) gives n = 76.7
    expect(rowsNeeded(0.5, 0.75, { level: 0.95, power: 0.9 })).toBeCloseTo(76.7, 1);
    // statsmodels 0.15.0 samplesize_proportions_2indep_onetail(diff, prop2, power, ratio)
    expect(rowsNeeded(0.3, 0.2, usual, 2)).toBeCloseTo(215.65095958652356, 6);
    expect(rowsNeeded(0.02, 0.05, usual)).toBeCloseTo(587.9217139469944, 6);
  });

  it('does not depend on the sign of the gap, and grows without bound as it closes', () => {
    expect(rowsNeeded(0.3, 0.2, usual)).toBeCloseTo(rowsNeeded(0.7, 0.8, usual)!, 9);
    expect(rowsNeeded(0.3, 0.2, usual, 3)! * 3).toBeCloseTo(rowsNeeded(0.2, 0.3, usual, 1 / 3)!, 9);
    expect(rowsNeeded(0.3, 0.3 + 1e-6, usual)!).toBeGreaterThan(1e12);
    expect(rowsNeeded(0.3, 0.3, usual)).toBeNull();
    expect(rowsNeeded(0, 1, usual)).toBeCloseTo(0.5 * 1.959963984540054 ** 2, 12);
  });
});

describe('minimumDetectableGap', () => {
  it.each([
    [50, 50, 0.3, 1],
    [50, 50, 0.3, -1],
    [400, 30, 0.1, -1],
    [30, 400, 0.1, 1],
    [1_000_000, 2_000_000, 0.9, 1],
  ] as const)('of %d and %d rows at %d, direction %d, is the gap that needs them', (n1, n2, rate, direction) => {
    const gap = minimumDetectableGap(n1, n2, rate, direction, usual)!;
    const [p1, p2] = [rate + (direction * gap * n2) / (n1 + n2), rate - (direction * gap * n1) / (n1 + n2)];
    expect(rowsNeeded(p1, p2, usual, n2 / n1)! / n1).toBeCloseTo(1, 9);
  });

  it('shrinks with rows, grows with the demands, and is the same from the other side', () => {
    const gap = minimumDetectableGap(200, 300, 0.4, 1, usual)!;
    expect(minimumDetectableGap(800, 1200, 0.4, 1, usual)!).toBeLessThan(gap);
    expect(minimumDetectableGap(200, 300, 0.4, 1, { level: 0.99, power: 0.8 })!).toBeGreaterThan(gap);
    expect(minimumDetectableGap(200, 300, 0.4, 1, { level: 0.95, power: 0.95 })!).toBeGreaterThan(gap);
    expect(minimumDetectableGap(300, 200, 0.4, -1, usual)).toBeCloseTo(gap, 14);
    expect(minimumDetectableGap(200, 300, 0.6, -1, usual)).toBeCloseTo(gap, 14);
  });

  it('does not exist where nothing that is possible would show', () => {
    expect(minimumDetectableGap(20, 30, 0, 1, usual)).toBeNull();
    expect(minimumDetectableGap(20, 30, 1, -1, usual)).toBeNull();
    expect(minimumDetectableGap(1, 1, 0.5, 1, usual)).toBeNull();
    // At a rate of 0.1 a group of 30 can stand out above, and not below.
    expect(minimumDetectableGap(30, 400, 0.1, -1, usual)).toBeNull();
  });

  it('refuses what is no group, no rate, no level and no power', () => {
    expect(() => minimumDetectableGap(0, 5, 0.5, 1, usual)).toThrow(RangeError);
    expect(() => minimumDetectableGap(5, 5, NaN, 1, usual)).toThrow(RangeError);
    expect(() => minimumDetectableGap(5, 5, 0.5, 1, { level: 1, power: 0.8 })).toThrow(RangeError);
    expect(() => rowsNeeded(0.1, 0.2, { level: 0.95, power: 1 })).toThrow(RangeError);
    expect(() => rowsNeeded(0.1, 1.2, usual)).toThrow(RangeError);
    expect(() => rowsNeeded(0.1, 0.2, usual, 0)).toThrow(RangeError);
  });
});
