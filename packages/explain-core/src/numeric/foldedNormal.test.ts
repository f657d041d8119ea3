import { describe, expect, it } from '@jest/globals';
import { sizeBounds, unifiedSize } from './foldedNormal.js';
import { normalCdf } from './normalCdf.js';
import { difference, transformed, uncertainProportion, type Uncertain } from './uncertain.js';

const Z = 1.959963984540054;
const Z80 = 1.2815515655446004;

/** Symmetric, or with standard errors of its own on either side. */
const number = (value: number, below: number, above = below): Uncertain => ({ value, proportion: null, bounds: (z) => ({ lower: value - z * below, upper: value + z * above }) });

describe('unifiedSize', () => {
  // Acceptance regions solved for with scipy 1.17.1 (norm, brentq), by a threshold on the likelihood ratio.
  it.each([
    [Z, 0.5, 0, 2.333261846655359],
    [Z, 1.5, 0, 3.457004967442808],
    [Z, 2.2, 0.5229335749964755, 4.1599480279714145],
    [Z, 3, 1.3550818831004696, 4.9599639806556475],
    [Z80, 0.5, 0, 1.5921339249769408],
    [Z80, 1.5, 0.591277910895142, 2.777085058106104],
    [Z80, 3, 1.5986457378580463, 4.281551559606158],
  ])('is that of scipy for z = %d, x = %d', (z, x, lower, upper) => {
    const found = unifiedSize(x, z);
    expect(found.lower).toBeCloseTo(lower, 9);
    expect(found.upper).toBeCloseTo(upper, 9);
  });

  it('has an upper end where nothing at all was seen', () => {
    // The ratio hardly changes with x there, so the end is known to fewer digits.
    expect(unifiedSize(0, Z)).toEqual({ lower: 0, upper: expect.closeTo(1.6448458841389417, 5) });
  });

  it('far from 0 is what it would be with a sign', () => {
    expect(unifiedSize(12, Z)).toEqual({ lower: 12 - Z, upper: 12 + Z });
    const near = unifiedSize(4.2, Z).upper;
    expect(near).toBeCloseTo(4.2 + Z, 9);
  });

  it.each([0.5, 1, 2, 4])('holds a size of %d standard errors in 95 %% of samples', (theta) => {
    // The x with which it goes are an interval: where the upper end first reaches it, to where the lower end passes it.
    const first = (isBeyond: (x: number) => boolean): number => {
      let [low, high] = [0, theta + 4];
      for (let step = 0; step < 24; step++) {
        const middle = (low + high) / 2;
        if (isBeyond(middle)) high = middle;
        else low = middle;
      }
      return high;
    };
    const from = unifiedSize(0, Z).upper >= theta ? 0 : first((x) => unifiedSize(x, Z).upper >= theta);
    const to = first((x) => unifiedSize(x, Z).lower > theta);
    const upTo = (x: number): number => normalCdf(x - theta) - normalCdf(-x - theta);
    expect(upTo(to) - upTo(from)).toBeCloseTo(0.95, 6);
  });
});

describe('sizeBounds', () => {
  it('holds 0 exactly where the interval with a sign does', () => {
    for (const d of [0, 0.5, 1.9, 1.95996, 1.96, 2.5, 7]) {
      for (const sign of [1, -1]) {
        const signed = number(sign * d, 1).bounds(Z);
        expect(sizeBounds(number(sign * d, 1), Z).lower === 0).toBe(signed.lower <= 0 && signed.upper >= 0);
      }
    }
  });

  it('does not hang on the sign, and holds the size', () => {
    for (const d of [0, 0.3, 1, 2.1, 3.7]) {
      const found = sizeBounds(number(d, 0.5, 1.5), Z);
      expect(sizeBounds(number(-d, 1.5, 0.5), Z)).toEqual(found);
      expect(found.lower).toBeLessThanOrEqual(d);
      expect(found.upper).toBeGreaterThanOrEqual(d);
    }
  });

  it('keeps what a lopsided interval knows where the sign is known, and the wider side where it is not', () => {
    expect(sizeBounds(number(20, 0.5, 1.5), Z)).toEqual({ lower: expect.closeTo(20 - 0.5 * Z, 12), upper: expect.closeTo(20 + 1.5 * Z, 12) });
    for (const [below, above] of [[2, 1], [1, 2]] as const) expect(sizeBounds(number(0, below, above), Z).upper).toBeCloseTo(2 * unifiedSize(0, Z).upper, 12);
  });

  it('counts the wider side as long as the sign is open', () => {
    // d is half a standard error of the wider side, and a whole one of the narrower: that one alone would end at 2.913.
    expect(sizeBounds(number(1, 2, 1), Z).upper).toBeCloseTo(2 * unifiedSize(0.5, Z).upper, 12);
  });

  it('rises with the size, from one that the sign leaves open to one that it does not', () => {
    let last = { lower: 0, upper: 0 };
    for (let d = 0; d < 5; d += 0.25) {
      const found = sizeBounds(number(d, 1.1), Z);
      expect(found.lower).toBeGreaterThanOrEqual(last.lower);
      expect(found.upper).toBeGreaterThanOrEqual(last.upper);
      last = found;
    }
  });

  it('takes an end without doubt, and a number without end, as they are', () => {
    expect(sizeBounds(number(2, 0), Z)).toEqual({ lower: 2, upper: 2 });
    const share = (successes: number) => uncertainProportion({ successes, n: 10 });
    expect(sizeBounds(difference(share(10), share(0)), Z).upper).toBe(1);
    const never: Uncertain = { value: 0, proportion: null, bounds: () => ({ lower: 0, upper: 0.5 }) };
    expect(sizeBounds(transformed(never, Math.log), Z)).toEqual({ lower: Math.log(2), upper: Infinity });
    const perhaps: Uncertain = { value: 0.5, proportion: null, bounds: () => ({ lower: 0, upper: 3 }) };
    expect(sizeBounds(transformed(perhaps, Math.log), Z)).toEqual({ lower: 0, upper: Infinity });
  });
});
