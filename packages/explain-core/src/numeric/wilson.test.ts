import { describe, expect, it } from '@jest/globals';
import { wilson } from './wilson.js';

describe('wilson', () => {
  // scipy 1.17.1, binomtest(x, n).proportion_ci(method='wilson'); to four places in table I of Newcombe 1998,
  // "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, method 3.
  it.each([
    [81, 263, 0.2552885198782742, 0.3662095769828004],
    [15, 148, 0.06238639953073629, 0.16048724172330803],
    [0, 20, 0, 0.16112515805281935],
    [1, 29, 0.006113214292762667, 0.17175521879320282],
    [20, 20, 0.8388748419471808, 1],
  ])('of %d in %d', (successes, n, lower, upper) => {
    const interval = wilson(successes, n, 0.95);
    expect(interval.lower).toBeCloseTo(lower, 14);
    expect(interval.upper).toBeCloseTo(upper, 14);
    expect(interval).toMatchObject({ level: 0.95, method: 'wilson' });
  });

  it('mirrors when successes and failures change places', () => {
    const some = wilson(3, 11, 0.9);
    const others = wilson(8, 11, 0.9);
    expect(some.lower).toBeCloseTo(1 - others.upper, 15);
    expect(some.upper).toBeCloseTo(1 - others.lower, 15);
  });

  it('has an answer for one trial', () => {
    expect(wilson(0, 1, 0.95)).toMatchObject({ lower: 0, upper: expect.closeTo(0.7934506856227626, 14) });
  });

  it.each([
    [0, 0],
    [3, 2],
    [-1, 2],
    [Number.NaN, 2],
  ])('refuses %d of %d', (successes, n) => {
    expect(() => wilson(successes, n, 0.95)).toThrow(RangeError);
  });
});
