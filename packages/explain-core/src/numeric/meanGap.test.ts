import { describe, expect, it } from '@jest/globals';
import { meanSmallestRatio, meanWidestDifference } from './meanGap.js';
import { sizeBounds } from './foldedNormal.js';
import { sumOfSizes } from './sumOfSizes.js';
import { transformed, uncertainProportion, weightedSum, type Uncertain } from './uncertain.js';

const share = (successes: number, n: number) => uncertainProportion({ successes, n });
const gap = (a: number, b: number, n = 100) => weightedSum([{ factor: 1, of: share(a, n) }, { factor: -1, of: share(b, n) }]);
const Z = 1.959963984540054;

describe('sumOfSizes', () => {
  it('is |a| + |b| whatever the signs', () => {
    for (const [a, b] of [[gap(50, 30), gap(20, 60)], [gap(30, 50), gap(60, 20)], [gap(50, 50), gap(40, 40)]] as const) {
      expect(sumOfSizes(a!, b!).value).toBeCloseTo(Math.abs(a!.value) + Math.abs(b!.value), 15);
    }
  });

  it('reaches 0 where both may be 0, which adding up folded intervals does not', () => {
    const [a, b] = [gap(52, 48), gap(47, 50)];
    expect(sumOfSizes(a, b).bounds(Z).lower).toBe(0);
    const size = (one: Uncertain): Uncertain => ({ value: Math.abs(one.value), bounds: (z) => sizeBounds(one, z), proportion: null });
    expect(weightedSum([{ factor: 1, of: size(a) }, { factor: 1, of: size(b) }]).bounds(Z).lower).toBeGreaterThan(0);
  });

  it('far from 0 is the interval of the sum, up to what choosing the sign costs', () => {
    const [a, b] = [gap(90, 10), gap(80, 20)];
    const plain = weightedSum([{ factor: 1, of: a }, { factor: 1, of: b }]).bounds(Z);
    const { lower, upper } = sumOfSizes(a, b).bounds(Z);
    expect(upper).toBeCloseTo(plain.upper, 12);
    expect(lower).toBeLessThanOrEqual(plain.lower);
    expect(lower).toBeGreaterThan(plain.lower - 0.02);
  });
});

describe('meanWidestDifference', () => {
  const first = [share(10, 40), share(20, 50), share(15, 60)];
  const second = [share(30, 40), share(31, 50), share(40, 60)];

  it('of two groups is half the interval of the sum of sizes', () => {
    const { lower, upper, method } = meanWidestDifference([first.slice(0, 2), second.slice(0, 2)], 0.95);
    const sum = sumOfSizes(
      weightedSum([{ factor: 1, of: first[1]! }, { factor: -1, of: first[0]! }]),
      weightedSum([{ factor: 1, of: second[1]! }, { factor: -1, of: second[0]! }]),
    ).bounds(Z);
    expect(lower).toBeCloseTo(sum.lower / 2, 9);
    expect(upper).toBeCloseTo(sum.upper / 2, 9);
    expect(method).toBe('simultaneousMover');
  });

  it('holds the number and does not hang on the order of groups', () => {
    const value = (20 / 50 - 15 / 60 + (30 / 40 - 31 / 50)) / 2;
    const found = meanWidestDifference([first, second], 0.95);
    expect(found.lower).toBeLessThan(value);
    expect(found.upper).toBeGreaterThan(value);
    const turned = meanWidestDifference([[...first].reverse(), [...second].reverse()], 0.95);
    expect(turned.lower).toBeCloseTo(found.lower, 12);
    expect(turned.upper).toBeCloseTo(found.upper, 12);
  });

  it('of many groups averages the intervals of both gaps', () => {
    const many = Array.from({ length: 13 }, (_, i) => share(20 + i, 80));
    const found = meanWidestDifference([many, many], 0.95);
    expect(found.method).toBe('sidak');
    expect(found.lower).toBeLessThan(12 / 80);
    expect(found.upper).toBeGreaterThan(12 / 80);
  });
});

describe('meanSmallestRatio', () => {
  it('lies within [0, 1] and holds the mean of the ratios', () => {
    const { lower, upper } = meanSmallestRatio([[share(10, 40), share(20, 50)], [share(0, 40), share(31, 50)]], 0.95);
    expect(lower).toBeGreaterThanOrEqual(0);
    expect(lower).toBeLessThan((10 / 40 / (20 / 50)) / 2);
    expect(upper).toBeGreaterThan((10 / 40 / (20 / 50)) / 2);
    expect(upper).toBeLessThanOrEqual(1);
  });
});

describe('transformed', () => {
  it('takes number and interval through an increasing function', () => {
    const one = share(3, 4);
    const odds = transformed(one, (p) => p / (1 - p));
    expect(odds.value).toBe(3);
    expect(odds.bounds(Z).lower).toBeCloseTo(one.bounds(Z).lower / (1 - one.bounds(Z).lower), 15);
    expect(odds.proportion).toBeNull();
  });
});
