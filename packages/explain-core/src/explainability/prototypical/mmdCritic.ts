import { log } from '../../elementary/logarithm.js';
import type { Matrix } from '../../numeric/matrix.js';

/**
 * Squared maximum mean discrepancy between all rows and some of them, the biased estimate: mean k(all, all) − 2 mean k(all, some) + mean k(some, some). 0 where both have the same mean in the kernel's space, which for
 * all rows themselves they have. Gretton et al. 2012, equation 5.
 *   kernel: [n, n], symmetric and positive semidefinite; some: distinct rows, one at least; means: mean k(i, all) of every row
 */
export function mmdSquared(kernel: Matrix, some: ArrayLike<number>, means = meanLikeness(kernel)): number {
  let [all, cross, own] = [0, 0, 0];
  for (let i = 0; i < kernel.rows; i++) all += means[i]! / kernel.rows;
  for (let a = 0; a < some.length; a++) {
    cross += means[some[a]!]! / some.length;
    for (let b = 0; b < some.length; b++) own += kernel.values[some[a]! * kernel.rows + some[b]!]! / some.length ** 2;
  }
  // What rounding leaves below 0 is 0.
  return Math.max(0, all - 2 * cross + own);
}

/**
 * Rows that stand for all, one after the other, each the one that lowers the discrepancy most: the greedy maximum of J(S) = 2/(n|S|) Σ k(all, S) − Σ k(S, S)/|S|² (Kim, Khanna, Koyejo 2016, equation 4 and
 * algorithm 1), which is mean k(all, all) less the squared discrepancy. Where J is monotone and submodular the greedy set has 1 − 1/e of the best set's J at least. Of equally good rows the first.
 * Returns `count` rows, or all where there are no more.
 */
export function greedyPrototypes(kernel: Matrix, count: number): number[] {
  const n = kernel.rows;
  const means = meanLikeness(kernel);
  const chosen: number[] = [];
  /** Σ k(i, S) */
  const near = new Float64Array(n);
  while (chosen.length < Math.min(count, n)) {
    const size = chosen.length + 1;
    let best = -1;
    let most = -Infinity;
    for (let i = 0; i < n; i++) {
      if (chosen.includes(i)) continue;
      // |S ∪ i| times what i adds to J, less what is the same for all.
      const gain = 2 * means[i]! - (2 * near[i]! + kernel.values[i * n + i]!) / size;
      if (gain > most) [best, most] = [i, gain];
    }
    chosen.push(best);
    for (let i = 0; i < n; i++) near[i]! += kernel.values[best * n + i]!;
  }
  return chosen;
}

/** mean k(i, all) − mean k(i, some) of every row: above 0 where there are more rows than the chosen ones let expect, below where fewer. Gretton et al. 2012, section 2.3. */
export function witness(kernel: Matrix, some: readonly number[]): Float64Array {
  const n = kernel.rows;
  return meanLikeness(kernel).map((mean, i) => mean - some.reduce((sum, j) => sum + kernel.values[i * n + j]! / some.length, 0));
}

/** A row is no criticism where the kernel says as much of it by those before: what is left of its own part is rounding. */
const ALIKE = 1e-9;

/**
 * Rows that the prototypes tell least of: the greedy maximum of Σ |witness| + log det k(C, C), whose second part keeps criticisms apart from each other (Kim, Khanna, Koyejo 2016, equations 5 and 6).
 * Prototypes are none, nor rows that are the same as a criticism; so there may be fewer than `count`.
 */
export function greedyCriticisms(kernel: Matrix, prototypes: readonly number[], count: number): number[] {
  const n = kernel.rows;
  const size = witness(kernel, prototypes).map(Math.abs);
  const chosen: number[] = [];
  /** Rows of the Cholesky factor of k(C, C) for every row, and what is left of its own part: log det grows by the logarithm of that. */
  const factors: Float64Array[] = [];
  const left = Float64Array.from({ length: n }, (_, i) => kernel.values[i * n + i]!);
  while (chosen.length < count) {
    let best = -1;
    let most = -Infinity;
    for (let i = 0; i < n; i++) {
      if (left[i]! <= ALIKE || chosen.includes(i) || prototypes.includes(i)) continue;
      const gain = size[i]! + log(left[i]!);
      if (gain > most) [best, most] = [i, gain];
    }
    if (best < 0) break;
    const root = Math.sqrt(left[best]!);
    const factor = Float64Array.from({ length: n }, (_, i) => (kernel.values[best * n + i]! - factors.reduce((sum, earlier) => sum + earlier[best]! * earlier[i]!, 0)) / root);
    factors.push(factor);
    for (let i = 0; i < n; i++) left[i]! -= factor[i]! * factor[i]!;
    chosen.push(best);
  }
  return chosen;
}

/** mean k(i, all) of every row. */
export function meanLikeness({ rows: n, values }: Matrix): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += values[i * n + j]!;
    return sum / n;
  });
}
