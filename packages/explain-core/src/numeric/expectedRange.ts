import { binomialProbability } from './binomial.js';
import { log2 } from '../elementary/logarithm.js';
import { assertProportion, type Proportion } from './wilson.js';

/**
 * How far apart the highest and the lowest rate of K groups are on average when all have one and the same rate: what chance alone shows.
 *   E[max p̂ − min p̂] = ∫ 1 − Π F_i(t) − Π (1 − F_i(t)) dt over [0, 1],   F_i(t) = P(X_i ≤ t n_i), X_i binomial with n_i and the pooled rate,
 * which is exact for independent groups: the integrand is a step function, summed step by step. Only where the steps would be more than
 * 32,768 is it read at so many evenly spaced places instead: it rises once and falls once by at most 1, over some 20 standard deviations of the
 * smallest group's rate, so that is then within a thousandth of that deviation (and some 1e-6 of it where groups are like normals). 0 for one group, and when nobody or everybody succeeded.
 * The observed range minus this is a rough correction of its bias where the rates are equal; it over-corrects where they are not.
 */
export function expectedRange(groups: readonly Proportion[]): number {
  for (const { successes, n } of groups) {
    assertProportion(successes, n);
    if (!Number.isInteger(n)) throw new RangeError(`the range of rates needs whole groups, got ${n} rows`);
  }
  const rows = groups.reduce((sum, { n }) => sum + n, 0);
  return rows === 0 ? 0 : expectedRangeAt(groups.map(({ n }) => n), groups.reduce((sum, { successes }) => sum + successes, 0) / rows);
}

/** The same for groups of these sizes and a given rate. */
export function expectedRangeAt(sizes: readonly number[], rate: number): number {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`a rate lies between 0 and 1, got ${rate}`);
  if (sizes.length < 2 || rate === 0 || rate === 1) return 0;
  const distributions = sizes.map((n) => distribution(n, rate));
  const steps = distributions.reduce((sum, { lower }) => sum + lower.length, 0);
  return steps <= MOST_STEPS ? byStep(distributions) : byPlace(distributions);
}

const MOST_STEPS = 0x8000;

// Looked up once: in a sandboxed global scope, as under test runners, each look-up costs more than the rest of the loop.
const { floor } = Math;

/** F(k) and 1 − F(k) for k = from, from + 1, …; outside they are 0 and 1 to the last bit. */
interface Distribution {
  readonly n: number;
  readonly from: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Terms below this change no sum of up to 10^3 of them that is compared with 1. */
const NEGLIGIBLE = 1e-20;

function distribution(n: number, p: number): Distribution {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const top = binomialProbability(mode, n, p);
  const odds = p / (1 - p);
  const down: number[] = [];
  for (let k = mode - 1, mass = top; k >= 0; k--) {
    mass *= (k + 1) / ((n - k) * odds);
    if (mass < NEGLIGIBLE) break;
    down.push(mass);
  }
  const up: number[] = [];
  for (let k = mode + 1, mass = top; k <= n; k++) {
    mass *= ((n - k + 1) / k) * odds;
    if (mass < NEGLIGIBLE) break;
    up.push(mass);
  }
  const masses = [...down.reverse(), top, ...up];
  const lower = new Float64Array(masses.length);
  const upper = new Float64Array(masses.length);
  for (let i = 0, sum = 0; i < masses.length; i++) lower[i] = Math.min(1, (sum += masses[i]!));
  for (let i = masses.length - 2; i >= 0; i--) upper[i] = Math.min(1, upper[i + 1]! + masses[i + 1]!);
  lower[masses.length - 1] = 1;
  return { n, from: mode - down.length, lower, upper };
}

function byStep(distributions: readonly Distribution[]): number {
  const steps = distributions.flatMap(({ n, from, lower }, group) => Array.from(lower, (_, at) => ({ t: (from + at) / n, group, at })));
  steps.sort((a, b) => a.t - b.t);
  const below = new Products(distributions.map(() => 0));
  const above = new Products(distributions.map(() => 1));
  let sum = 0;
  let last = 0;
  for (const { t, group, at } of steps) {
    if (t > last) sum += (t - last) * (1 - below.product() - above.product());
    last = t;
    below.set(group, distributions[group]!.lower[at]!);
    above.set(group, distributions[group]!.upper[at]!);
  }
  return sum;
}

/** A product of factors one of which changes at a time: a tree, since dividing the old factor out would fail at 0. */
class Products {
  private readonly tree: Float64Array;
  private readonly leaves: number;

  constructor(factors: readonly number[]) {
    this.leaves = 2 ** Math.ceil(log2(Math.max(1, factors.length)));
    this.tree = new Float64Array(2 * this.leaves).fill(1);
    factors.forEach((factor, i) => this.set(i, factor));
  }

  set(position: number, factor: number): void {
    let node = this.leaves + position;
    this.tree[node] = factor;
    for (node >>= 1; node >= 1; node >>= 1) this.tree[node] = this.tree[2 * node]! * this.tree[2 * node + 1]!;
  }

  product(): number {
    return this.tree[1]!;
  }
}

function byPlace(distributions: readonly Distribution[]): number {
  const start = Math.min(...distributions.map(({ from, n }) => from / n));
  const end = Math.max(...distributions.map(({ from, n, lower }) => (from + lower.length) / n));
  const width = (end - start) / MOST_STEPS;
  const below = new Float64Array(MOST_STEPS).fill(1);
  const above = new Float64Array(MOST_STEPS).fill(1);
  for (const { n, from, lower, upper } of distributions) {
    for (let i = 0; i < MOST_STEPS; i++) {
      const at = floor((start + (i + 0.5) * width) * n) - from;
      below[i]! *= at < 0 ? 0 : at >= lower.length ? 1 : lower[at]!;
      above[i]! *= at < 0 ? 1 : at >= upper.length ? 0 : upper[at]!;
    }
  }
  let sum = 0;
  for (let i = 0; i < MOST_STEPS; i++) sum += 1 - below[i]! - above[i]!;
  return sum * width;
}
