import { hypot } from '../elementary/roots.js';
import { koopmanBounds } from './koopman.js';
import { newcombeBounds } from './newcombe.js';
import { wilsonBounds, type Bounds, type Proportion } from './wilson.js';

/**
 * A number with its doubt as a function of how sure one wants to be: `bounds(z)` is its interval for a normal quantile z. Numbers of groups that have
 * no row in common are independent, and then the doubt of their difference or ratio follows from the doubt of each.
 */
export interface Uncertain {
  readonly value: number;
  bounds(z: number): Bounds;
  /** Of a number that noise moves one way: what it most likely is without. Doubt lies around that, and so does what follows from it. */
  middle?(): number;
  /** Where the number is a share of n trials: sharper methods exist then. */
  readonly proportion: Proportion | null;
}

export function uncertainProportion(proportion: Proportion): Uncertain {
  return { value: proportion.successes / proportion.n, bounds: (z) => wilsonBounds(proportion, z), proportion };
}

/**
 * Interval of a − b by the method of variance estimates recovery, from the intervals [l, u] of each:
 *   a − b − √((a − l_a)² + (u_b − b)²)   to   a − b + √((u_a − a)² + (b − l_b)²)
 * where a number that noise moves one way is its `middle`: a shift adds up, it is not a spread that partly cancels.
 * Zou, Donner 2008, "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine 27. Of two Wilson
 * intervals it is Newcombe's.
 */
export function differenceBounds(a: Uncertain, b: Uncertain, z: number): Bounds {
  if (a.proportion !== null && b.proportion !== null) return newcombeBounds(a.proportion, b.proportion, z);
  const one = a.bounds(z);
  const two = b.bounds(z);
  const [first, second] = [middleOf(a), middleOf(b)];
  return {
    lower: first - second - hypot(first - one.lower, two.upper - second),
    upper: first - second + hypot(one.upper - first, second - two.lower),
  };
}

const middleOf = ({ value, middle }: Uncertain): number => middle?.() ?? value;

/** a − b as a number that can be compared in its turn. */
export function difference(a: Uncertain, b: Uncertain): Uncertain {
  return { value: middleOf(a) - middleOf(b), bounds: (z) => differenceBounds(a, b, z), proportion: null };
}

/**
 * Interval of a ÷ b, both ≥ 0 and b > 0: Koopman's for two shares, else by variance estimates recovery for ratios (Donner, Zou 2012, "Closed-form
 * confidence intervals for functions of the normal mean and standard deviation", Statistical Methods in Medical Research 21, section 2):
 * the ratios r for which the interval of a − r b holds 0. The upper bound is Infinity where b may be 0.
 */
export function ratioBounds(a: Uncertain, b: Uncertain, z: number): Bounds {
  if (a.proportion !== null && b.proportion !== null) return koopmanBounds(a.proportion, b.proportion, z);
  const one = a.bounds(z);
  const two = b.bounds(z);
  const product = a.value * b.value;
  // Cut at 0: both numbers are, and an interval that reaches below says no more than that.
  const [l1, l2] = [Math.max(0, one.lower), Math.max(0, two.lower)];
  const low = Math.sqrt(Math.max(0, product * product - l1 * two.upper * (2 * a.value - l1) * (2 * b.value - two.upper)));
  const high = Math.sqrt(Math.max(0, product * product - one.upper * l2 * (2 * a.value - one.upper) * (2 * b.value - l2)));
  const below = two.upper * (2 * b.value - two.upper);
  const above = l2 * (2 * b.value - l2);
  return {
    // Where b's interval reaches beyond twice b, the quadratic has no lower root but the quotient of the ends.
    lower: below > 0 ? Math.max(0, (product - low) / below) : l1 / two.upper,
    upper: above > 0 ? (product + high) / above : Infinity,
  };
}

export interface Term {
  readonly factor: number;
  readonly of: Uncertain;
}

/**
 * Interval of Σ c_i v_i by variance estimates recovery (Zou, Donner 2008): with D_i how far the end of c_i v_i that counts is from it,
 *   value − √(Σ_ij r_ij D_i D_j)   to   value + √(Σ_ij r_ij D_i D_j)
 * `correlation`: r_ij of c_i v_i and c_j v_j, 1 on the diagonal; left out where the v_i are independent. What rounding leaves below 0 under the root is 0.
 */
export function sumBounds(terms: readonly Term[], z: number, correlation?: (i: number, j: number) => number): Bounds {
  const value = terms.reduce((sum, { factor, of }) => sum + factor * of.value, 0);
  const ends = terms.map(({ factor, of }) => {
    const { lower, upper } = of.bounds(z);
    const [low, high] = factor >= 0 ? [of.value - lower, upper - of.value] : [of.value - upper, lower - of.value];
    return { low: factor * low, high: factor * high };
  });
  const spread = (side: 'low' | 'high'): number => {
    let sum = 0;
    for (const [i, end] of ends.entries()) {
      sum += end[side] ** 2;
      if (correlation) for (let j = 0; j < i; j++) sum += 2 * correlation(i, j) * end[side] * ends[j]![side];
    }
    return Math.sqrt(Math.max(0, sum));
  };
  return { lower: value - spread('low'), upper: value + spread('high') };
}

/** Σ c_i v_i as a number that can be compared in its turn. */
export function weightedSum(terms: readonly Term[], correlation?: (i: number, j: number) => number): Uncertain {
  return { value: terms.reduce((sum, { factor, of }) => sum + factor * of.value, 0), bounds: (z) => sumBounds(terms, z, correlation), proportion: null };
}

/** f(v) for an increasing f: an interval stays one. f may be infinite at the end of an interval. */
export function transformed({ value, bounds }: Uncertain, f: (v: number) => number): Uncertain {
  return {
    value: f(value),
    bounds(z) {
      const { lower, upper } = bounds(z);
      return { lower: f(lower), upper: f(upper) };
    },
    proportion: null,
  };
}
