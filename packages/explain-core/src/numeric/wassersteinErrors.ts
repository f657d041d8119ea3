import type { RandomStream } from '../random/stream.js';
import type { Distribution } from './distribution.js';
import { multinomialReplicates } from './multinomial.js';

/** Bins in which values are drawn: an interval needs fewer than the distance itself. */
const BINS = 512;
/** Shares of weight become whole numbers of so many; rounding a share to 10⁻⁶ changes no interval. */
const SHARES = 1_000_000;

/**
 * How far bootstrap replicates F*, G* of two samples lie from the samples: ∫ |(F* − F) − (G* − G)|, for each replicate. |W(F*, G*) − W(F, G)| is at most that.
 * Values are drawn in bins that hold about 1/512 of the pooled weight each, every value standing at its bin's mean.
 *   n: independent draws of each sample; weights that are not counts only say in what shares. Rounded to whole numbers.
 */
export function wassersteinErrors([first, second]: readonly [Distribution, Distribution], [n1, n2]: readonly [number, number], random: RandomStream, replicates: number): number[] {
  const bins = binned(first, second);
  const draw = (shares: Float64Array, n: number, name: string): { drawn: Uint32Array; total: number } => {
    const total = Math.max(1, Math.round(n));
    const isWhole = shares.every(Number.isInteger);
    const sum = shares.reduce((a, b) => a + b, 0);
    return { drawn: multinomialReplicates(isWhole ? shares : shares.map((share) => Math.round((share / sum) * SHARES)), total, random.child(name), 0, replicates), total };
  };
  const one = draw(bins.first, n1, 'first');
  const other = draw(bins.second, n2, 'second');
  const [w1, w2] = [bins.first, bins.second].map((weights) => weights.reduce((a, b) => a + b, 0)) as [number, number];
  const size = bins.values.length;
  return Array.from({ length: replicates }, (_, replicate) => {
    let error = 0;
    let gap = 0;
    for (let bin = 0; bin + 1 < size; bin++) {
      const at = replicate * size + bin;
      gap += one.drawn[at]! / one.total - bins.first[bin]! / w1 - (other.drawn[at]! / other.total - bins.second[bin]! / w2);
      error += Math.abs(gap) * (bins.values[bin + 1]! - bins.values[bin]!);
    }
    return error;
  });
}

/** Both samples on the same bins, which are cut where another 1/512 of the pooled weight is reached. */
function binned(first: Distribution, second: Distribution): { values: Float64Array; first: Float64Array; second: Float64Array } {
  const pooled = new Map<number, [number, number]>();
  [first, second].forEach(({ values, weights }, sample) =>
    values.forEach((value, i) => {
      if (weights[i] === 0) return;
      let both = pooled.get(value);
      if (!both) pooled.set(value, (both = [0, 0]));
      both[sample] += weights[i]!;
    }),
  );
  const sorted = [...pooled].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, [a, b]]) => sum + a + b, 0);
  const bins: { value: number; first: number; second: number }[] = [];
  let before = 0;
  let last = -1;
  for (const [value, [a, b]] of sorted) {
    const bin = Math.min(BINS - 1, Math.floor((before / total) * BINS));
    if (bin !== last) bins.push({ value: 0, first: 0, second: 0 });
    last = bin;
    const into = bins.at(-1)!;
    into.value += value * (a + b);
    into.first += a;
    into.second += b;
    before += a + b;
  }
  return {
    values: Float64Array.from(bins, ({ value, first, second }) => value / (first + second)),
    first: Float64Array.from(bins, (bin) => bin.first),
    second: Float64Array.from(bins, (bin) => bin.second),
  };
}
