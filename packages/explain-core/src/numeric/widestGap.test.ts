import { describe, expect, it } from '@jest/globals';
import { randomStream } from '../random/stream.js';
import { unifiedSize } from './foldedNormal.js';
import { koopmanRatio } from './koopman.js';
import { newcombeDifference } from './newcombe.js';
import { twoSidedZ } from './normal.js';
import { smallestRatio, widestDifference } from './widestGap.js';
import type { Proportion } from './wilson.js';

const of = (successes: number, n: number): Proportion => ({ successes, n });

describe('widestDifference', () => {
  it('is the interval of the pair when there are two groups far apart', () => {
    const pair = newcombeDifference(of(65, 70), of(8, 80), 0.95);
    for (const groups of [[of(65, 70), of(8, 80)], [of(8, 80), of(65, 70)]]) {
      expect(widestDifference([groups], 0.95)).toEqual({ ...pair, lower: expect.closeTo(pair.lower, 15), upper: expect.closeTo(pair.upper, 15) });
    }
  });

  it('of two groups near each other is that of a size, from what the pair interval says on each side', () => {
    const pair = newcombeDifference(of(56, 70), of(48, 80), 0.95);
    const { lower, upper } = widestDifference([[of(56, 70), of(48, 80)]], 0.95);
    const below = (0.2 - pair.lower) / twoSidedZ(0.95);
    expect(lower).toBeCloseTo(below * unifiedSize(0.2 / below, twoSidedZ(0.95)).lower, 12);
    expect(lower).toBeGreaterThan(pair.lower);
    expect(upper).toBeCloseTo(pair.upper, 6); // 0.9e-9 less: the fold is all but gone there
  });

  it('folds at no gap: whichever group may be above the other', () => {
    // 0/5 against 0/100: the observed gap is 0, and the five may still be far above the hundred: by the Wilson bound of 0/5, 0.4344825, times 1.6448459 ÷ 1.9599640 since the size has no sign.
    const { lower, upper } = widestDifference([[of(0, 100), of(0, 5)]], 0.95);
    expect(lower).toBe(0);
    expect(upper).toBeCloseTo((0.4344825 * 1.6448459) / 1.959964, 5);
  });

  it('with many groups reaches up as the pairs do, and down no further than Bonferroni over all pairs', () => {
    const groups = [of(50, 100), of(30, 100), of(28, 100), of(35, 100)];
    const { lower, upper, method } = widestDifference([groups], 0.95);
    expect(method).toBe('simultaneousNewcombe');
    expect(upper).toBeCloseTo(newcombeDifference(groups[0]!, groups[2]!, 0.95).upper, 15);
    expect(lower).toBeGreaterThanOrEqual(newcombeDifference(groups[0]!, groups[2]!, 1 - 0.045 / 6).lower);
    expect(lower).toBeLessThan(newcombeDifference(groups[0]!, groups[2]!, 0.95).lower);
  });

  it('drops pairs that cannot be the widest before correcting for their number', () => {
    // Ten groups near 30 % and one near 90 %: only the ten pairs with the outlier may be the widest, not all 55.
    const near = Array.from({ length: 10 }, (_, i) => of(300 + i, 1000));
    const { lower } = widestDifference([[of(900, 1000), ...near]], 0.95);
    expect(lower).toBeCloseTo(newcombeDifference(of(900, 1000), of(300, 1000), 1 - 0.045 / 10).lower, 12);
  });

  it('takes the widest gap of several families, never across them', () => {
    const { upper } = widestDifference([[of(90, 100), of(88, 100)], [of(10, 100), of(12, 100)]], 0.95);
    expect(upper).toBeLessThan(0.15);
  });

  it('refuses a single group', () => expect(() => widestDifference([[of(1, 2)]], 0.95)).toThrow(RangeError));
});

describe('smallestRatio', () => {
  it('is the interval of the pair when there are two groups', () => {
    const pair = koopmanRatio(of(16, 80), of(36, 40), 0.95);
    expect(smallestRatio([of(36, 40), of(16, 80)], 0.95)).toEqual({ ...pair, lower: expect.closeTo(pair.lower, 6), upper: expect.closeTo(pair.upper, 6) }); // on the scale of the logarithm, 6 standard errors from 0
  });

  it('holds every ratio when nothing was ever counted, and has no negative zero', () => {
    const { lower, upper } = smallestRatio([of(0, 10), of(0, 20)], 0.95);
    expect(Object.is(lower, 0)).toBe(true);
    expect(upper).toBe(1);
  });
});

describe('coverage of nominal 95 % intervals', () => {
  // 800 samples: the standard error of a coverage of 95 % is 0.77 points, so a true 95 % shows at least 92.7 % but for 1 in 700 cases.
  // A longer run with more cases is bench/coverage.mjs.
  const draws = 800;
  it.each([
    ['equal', [0.3, 0.3, 0.3, 0.3]],
    ['one apart', [0.5, 0.3, 0.3, 0.3]],
    ['two extremes', [0.6, 0.2, 0.4, 0.4]],
  ])('is kept for four groups of 100, %s', (name, rates) => {
    const stream = randomStream(0).child(name);
    const widest = Math.max(...rates) - Math.min(...rates);
    const ratio = Math.min(...rates) / Math.max(...rates);
    let [differences, ratios] = [0, 0];
    for (let draw = 0; draw < draws; draw++) {
      const groups = rates.map((rate, group) => {
        let successes = 0;
        for (let i = 0; i < 100; i++) if (stream.uniform((draw * 4 + group) * 100 + i) < rate) successes++;
        return of(successes, 100);
      });
      const gap = widestDifference([groups], 0.95);
      if (gap.lower <= widest + 1e-12 && widest <= gap.upper) differences++;
      const least = smallestRatio(groups, 0.95);
      if (least.lower <= ratio && ratio <= least.upper + 1e-12) ratios++;
    }
    expect(differences / draws).toBeGreaterThan(0.927);
    expect(ratios / draws).toBeGreaterThan(0.927);
  });
});
