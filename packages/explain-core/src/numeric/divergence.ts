import { log } from '../elementary/logarithm.js';

/** How often each of several values was seen, in an order that both sides share. */
export type ValueCounts = readonly number[];

/**
 * Kullback–Leibler divergence Σ p log(p/q) in nats, 0 log 0 = 0. Null where a side is empty, and where p has a value that q never has:
 * that would be infinite.
 * Kullback and Leibler 1951, "On information and sufficiency", Annals of Mathematical Statistics 22.
 */
export function kullbackLeibler(first: ValueCounts, second: ValueCounts): number | null {
  const sides = shares(first, second);
  if (sides === null || sides.p.some((p, i) => p > 0 && sides.q[i] === 0)) return null;
  return Math.max(0, relativeEntropy(sides.p, sides.q));
}

/**
 * Jensen–Shannon divergence: the mean of each side's Kullback–Leibler divergence from the mean of both, in nats, in [0, log 2]; its square
 * root is a distance. Always finite. Null where a side is empty.
 * Lin 1991, "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37.
 */
export function jensenShannon(first: ValueCounts, second: ValueCounts): number | null {
  const sides = shares(first, second);
  if (sides === null) return null;
  const mean = sides.p.map((p, i) => (p + sides.q[i]!) / 2);
  return Math.min(Math.LN2, Math.max(0, (relativeEntropy(sides.p, mean) + relativeEntropy(sides.q, mean)) / 2));
}

/** Total variation ½ Σ |p − q|, in [0, 1]: the largest difference in probability of any set of values. Null where a side is empty. */
export function totalVariation(first: ValueCounts, second: ValueCounts): number | null {
  const sides = shares(first, second);
  return sides === null ? null : Math.min(1, sides.p.reduce((sum, p, i) => sum + Math.abs(p - sides.q[i]!), 0) / 2);
}

function shares(first: ValueCounts, second: ValueCounts): { p: number[]; q: number[] } | null {
  if (first.length !== second.length) throw new RangeError(`both sides need the same values, got ${first.length} and ${second.length}`);
  const [m, n] = [first, second].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (!(m! > 0 && n! > 0)) return null;
  return { p: first.map((count) => count / m!), q: second.map((count) => count / n!) };
}

function relativeEntropy(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, share, i) => (share === 0 ? sum : sum + share * log(share / q[i]!)), 0);
}
