import type { RandomStream } from '../random/stream.js';

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
  const values = Float64Array.from(groups.flat());
  const n = values.length;
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

/** Null where a group's own spread is 0. */
function wald(values: Float64Array, order: Int32Array, sizes: Int32Array, common: number | null): number | null {
  let [total, weighted, squares] = [0, 0, 0];
  const origin = values[0]!; // means are taken from here, so that squares of large equal parts do not cancel
  for (let g = 0, from = 0; g < sizes.length; from += sizes[g]!, g++) {
    const to = from + sizes[g]!;
    const spread = common ?? variance(values, order, from, to);
    if (!(spread > 0)) return null;
    const weight = sizes[g]! / spread;
    const mean = meanFrom(values, order, from, to) - origin;
    total += weight;
    weighted += weight * mean;
    squares += weight * mean * mean;
  }
  return Math.max(0, squares - (weighted * weighted) / total);
}

function meanFrom(values: Float64Array, order: Int32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[order[i]!]!;
  return sum / (to - from);
}

/** Of a sample; 0 of values that are all equal. */
function variance(values: Float64Array, order: Int32Array, from: number, to: number): number {
  const first = values[order[from]!]!;
  let isSpread = false;
  for (let i = from + 1; i < to; i++) if (values[order[i]!] !== first) isSpread = true;
  if (!isSpread) return 0;
  const mean = meanFrom(values, order, from, to);
  let squares = 0;
  for (let i = from; i < to; i++) squares += (values[order[i]!]! - mean) ** 2;
  return squares / (to - from - 1);
}
