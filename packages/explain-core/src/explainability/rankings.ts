import { pow } from '../elementary/power.js';

/** How contributions of the same features compare as rankings by size, |φ|; of equals the feature that comes first ranks first, unless said otherwise. */

/** Positions of the `most` largest contributions by size, largest first; all where there are no more. */
export function largestFirst(contributions: readonly number[], most: number): number[] {
  return Array.from(contributions.keys())
    .sort((a, b) => Math.abs(contributions[b]!) - Math.abs(contributions[a]!) || a - b)
    .slice(0, most);
}

/** |A ∩ B| ÷ |A ∪ B| of two sets of distinct items; null where both are empty. */
export function jaccard(first: readonly number[], second: readonly number[]): number | null {
  const common = first.filter((item) => second.includes(item)).length;
  const all = first.length + second.length - common;
  return all === 0 ? null : common / all;
}

/**
 * Rank-biased overlap of two whole rankings of the same n items, extrapolated (RBO_ext): (1 − p) Σ_{d=1}^{n} p^{d−1} A_d + p^n A_n, A_d the share of the first d that both have. With whole rankings A_n = 1.
 *   p: persistence in (0, 1); the first 1 ÷ (1 − p) places bear most of the weight.
 * Webber, Moffat, Zobel 2010, "A similarity measure for indefinite rankings", ACM TOIS 28.
 */
export function rankBiasedOverlap(first: readonly number[], second: readonly number[], p: number): number {
  const n = first.length;
  const [seenFirst, seenSecond] = [new Set<number>(), new Set<number>()];
  let [common, sum, agreement] = [0, 0, 0];
  for (let d = 1; d <= n; d++) {
    const [a, b] = [first[d - 1]!, second[d - 1]!];
    seenFirst.add(a);
    seenSecond.add(b);
    common += a === b ? 1 : (seenSecond.has(a) ? 1 : 0) + (seenFirst.has(b) ? 1 : 0);
    agreement = common / d;
    sum += pow(p, d - 1) * agreement;
  }
  return Math.min(1, (1 - p) * sum + pow(p, n) * agreement);
}

/** Ranks from 1, the smallest first; equals share the mean of their places. */
export function averageRanks(values: readonly number[]): number[] {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let i = from; i <= to; i++) ranks[order[i]!] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
}
