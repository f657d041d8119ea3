import type { RandomStream } from '../random/stream.js';
import { pairwiseSum } from './sum.js';

/** That the means of several groups are equal. */
export interface MeansTest {
  readonly statistic: number;
  readonly pValue: number;
  /** Dealings whose statistic was at least as large. */
  readonly asExtreme: number;
}

/** Orders of n things, `count` for each n; the same whoever asks. */
export interface Dealings {
  readonly count: number;
  of(n: number): (draw: number) => Int32Array;
}

/** Beyond so many numbers orders are drawn again and not kept. */
const MOST_KEPT = 2_000_000;

/** Tests that share dealings are each as right as by dealings of their own, and cost a fraction. */
export function dealings(count: number, random: RandomStream): Dealings {
  const kept = new Map<number, readonly Int32Array[]>();
  return {
    count,
    of(n) {
      const order = (draw: number): Int32Array => random.child(n).child(draw).permutation(n);
      if (n * count > MOST_KEPT) return order;
      const all = kept.get(n) ?? Array.from({ length: count }, (_, draw) => order(draw));
      kept.set(n, all);
      return (draw) => all[draw]!;
    },
  };
}

/**
 * Permutation test that groups of independent values have equal means: the values are dealt anew to groups of the same sizes, p = (b + 1) ÷ (dealings + 1), b dealings whose statistic is at least the
 * observed one (Phipson, Smyth 2010). The statistic is
 *   W = Σ_g w_g (m_g − m)²,   m = Σ w_g m_g ÷ Σ w_g,
 *   spread "own": w_g = n_g ÷ s²_g, of two groups Welch's t². Right for many rows wherever the means are equal, and exact where the distributions are, while dealing with a plain gap goes wrong where spreads differ
 *     (Janssen 1997, Statistics & Probability Letters 36; Chung, Romano 2013, Annals of Statistics 41; Pauly, Brunner, Konietschke 2015, JRSS B 77).
 *   spread "common": w_g = n_g ÷ s², s² = Σ (x − mean)² ÷ n of all values; of zeros and ones Pearson's chi-square. There equal means are equal distributions, so the test is exact.
 * A dealing in which W does not exist counts as extreme. Null where the observed W does not: fewer than two groups, a group of one value, own spread of a group whose values are all equal, or common spread of values all equal.
 */
export function meansTest(groups: readonly (readonly number[])[], spread: 'own' | 'common', dealt: Dealings): MeansTest | null {
  if (groups.length < 2 || groups.some(({ length }) => length < 2)) return null;
  const given = Float64Array.from(groups.flat());
  const n = given.length;
  const middle = pairwiseSum(given) / n;
  const values = given.map((value) => value - middle);
  const sizes = Int32Array.from(groups, ({ length }) => length);
  const asGiven = Int32Array.from({ length: n }, (_, i) => i);
  const common = spread === 'own' ? null : (variance(values, asGiven, 0, n) * (n - 1)) / n;
  const statistic = common === 0 ? null : wald(values, asGiven, sizes, common);
  if (statistic === null) return null;
  // The same values in another order add up a little differently.
  const least = statistic * (1 - ROUNDING);
  const orders = dealt.of(n);
  let asExtreme = 0;
  for (let draw = 0; draw < dealt.count; draw++) {
    const other = wald(values, orders(draw), sizes, common);
    if (other === null || other >= least) asExtreme++;
  }
  return { statistic, pValue: (asExtreme + 1) / (dealt.count + 1), asExtreme };
}

const ROUNDING = 1e-12;

/** Null where a group's own spread is 0. Deviations are from the mean of all values, so that squares of large equal parts do not cancel. */
function wald(deviations: Float64Array, order: Int32Array, sizes: Int32Array, common: number | null): number | null {
  let total = 0;
  let weighted = 0;
  let squares = 0;
  for (let g = 0, from = 0; g < sizes.length; g++) {
    const size = sizes[g]!;
    const to = from + size;
    let sum = 0;
    let square = 0;
    for (let i = from; i < to; i++) {
      const deviation = deviations[order[i]!]!;
      sum += deviation;
      square += deviation * deviation;
    }
    const mean = sum / size;
    let spread = common;
    if (spread === null) {
      const own = square - sum * mean;
      // Of a group far from the mean of all and hardly spread, little is left of the difference: there it is summed from its own mean.
      spread = own > CANCELS * square ? own / (size - 1) : variance(deviations, order, from, to);
    }
    if (!(spread > 0)) return null;
    const weight = size / spread;
    total += weight;
    weighted += weight * mean;
    squares += weight * mean * mean;
    from = to;
  }
  const found = squares - (weighted * weighted) / total;
  return found > 0 ? found : 0;
}

/** Above this share of the sum of squares, a difference has lost two digits at most. */
const CANCELS = 0.01;

/** Of a sample; 0 of values that are all equal. */
function variance(values: Float64Array, order: Int32Array, from: number, to: number): number {
  const first = values[order[from]!]!;
  let isSpread = false;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = values[order[i]!]!;
    if (value !== first) isSpread = true;
    sum += value;
  }
  if (!isSpread) return 0;
  const mean = sum / (to - from);
  let squares = 0;
  for (let i = from; i < to; i++) squares += (values[order[i]!]! - mean) * (values[order[i]!]! - mean);
  return squares / (to - from - 1);
}
