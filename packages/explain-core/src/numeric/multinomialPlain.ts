import { philox } from '../random/philox.js';
import { portableExp, portableLog, stirlingTail } from './portable.js';

// The definition of every draw, one after the other; the kernel does the same, many replicates side by side, and must give the same bits.

/** A cell, given those before it. Of cell and all the rest the less probable one is drawn: `complement` says that it is the rest. */
export interface ConditionalCell {
  readonly position: number;
  readonly complement: boolean;
  /** Probability of what is drawn, at most ½; q = 1 − p; odds = p / q; logComplement = log q. */
  readonly p: number;
  readonly q: number;
  readonly odds: number;
  readonly logComplement: number;
}

export interface MultinomialTask {
  /** Those of count above 0. The last gets what is left. */
  readonly cells: readonly ConditionalCell[];
  readonly total: number;
  readonly key: readonly [number, number];
  readonly from: number;
  readonly replicates: number;
}

/** Below this mean a draw is by inversion. Hörmann's bounds hold from 10 on, but inversion is the quicker one up to about here. */
const SMALL_MEAN = 30;
/** Steps of an inversion before its uniform is given up: more than a mean below 30 ever takes (P < 1e-28), but for rounding. */
const MOST_STEPS = 110;

/** `multinomialReplicates` without the kernel: what that is tested against. `found` is [replicates, width]. */
export function drawPlain({ cells, total, key, from, replicates }: MultinomialTask, found: Uint32Array, width: number): void {
  for (let replicate = from; replicate < from + replicates; replicate++) {
    let left = total;
    cells.forEach((cell, i) => {
      // The last gets what is left.
      let taken = left;
      if (i < cells.length - 1) {
        const k = binomial(left, cell, replicate, key);
        taken = cell.complement ? left - k : k;
      }
      found[(replicate - from) * width + cell.position] = taken;
      left -= taken;
    });
  }
}

const counter = new Uint32Array(4);
const words = new Uint32Array(4);

/** Two uniforms in (0, 1): odd multiples of 2^−53, so that neither 0 nor 1 can come. */
function uniforms(position: number, replicate: number, attempt: number, key: readonly [number, number]): [number, number] {
  counter.set([position, replicate, attempt, 0]);
  philox(counter, key, words);
  return [open(words[0]!, words[1]!), open(words[2]!, words[3]!)];
}

function open(high: number, low: number): number {
  return ((high * 0x100000 + (low >>> 12)) * 2 + 1) / 2 ** 53;
}

/**
 * A binomial draw of n trials with a cell's probability p ≤ ½. Most draws need one uniform: replicates 2j and 2j + 1 share the two of counter (position, j, 0).
 * Whatever an attempt needs beyond that, and the next attempt, come from counter (position, replicate, attempt).
 */
function binomial(n: number, { position, p, q, odds, logComplement }: ConditionalCell, replicate: number, key: readonly [number, number]): number {
  let first = uniforms(position, replicate >>> 1, 0, key)[replicate & 1]!;
  for (let attempt = 1; ; attempt++) {
    const [second, next] = uniforms(position, replicate, attempt, key);
    const k = n * p < SMALL_MEAN ? invert(n, odds, logComplement, first) : propose(n, p, q, odds, first, second);
    if (k !== null) return k;
    first = next;
  }
}

/**
 * The smallest k whose cumulative probability reaches u; null where rounding leaves none.
 * Kachitvichyanukul and Schmeiser 1988, "Binomial random variate generation", CACM 31, algorithm BINV.
 */
function invert(n: number, odds: number, logComplement: number, u: number): number | null {
  let probability = portableExp(n * logComplement);
  const factor = (n + 1) * odds;
  const most = Math.min(n, MOST_STEPS);
  let k = 0;
  while (u > probability) {
    u -= probability;
    k += 1;
    if (k > most) return null;
    probability *= factor * (1 / k) - odds;
  }
  return k;
}

/**
 * The number that v (and w) propose, null when rejected. A pair (u, v), uniform on (−½, ½) × (0, 1), proposes a k and accepts it when v lies under the curve of the binomial at k, transformed.
 * The rectangle |u| ≤ 0.43, v ≤ r lies under it whatever k is, so there one uniform is enough.
 * Hörmann 1993, "The generation of binomial random variates", J. Statistical Computation and Simulation 46, algorithm BTRD.
 */
function propose(n: number, p: number, q: number, odds: number, v: number, w: number): number | null {
  const mean = n * p;
  const variance = mean * q;
  const spread = Math.sqrt(variance);
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const low = 0.92 * b - 4.2; // r · b
  let u = (v * b) / low - 0.43;
  if (u <= 0.43) return number(u, a, b, mean);
  if (v * b >= low) {
    u = w - 0.5;
  } else {
    const beyond = u - 0.5; // in (−0.07, 0.07): beside the rectangle, left or right
    u = (beyond < 0 ? -0.5 : 0.5) - beyond;
    v = (w * low) / b;
  }
  const k = number(u, a, b, mean);
  if (k < 0 || k > n) return null;
  const edge = 0.5 - Math.abs(u);
  const height = portableLog((v * (2.83 * b + 5.1) * spread) / ((a / (edge * edge) + b) * b));
  const mode = Math.floor((n + 1) * p);
  const distance = Math.abs(k - mode);
  // log P(k) − log P(mode) lies within the slack of a bell's, which spares most of the logarithms. Kachitvichyanukul and Schmeiser, step 5.2; they ask for a distance above 20 too, but it
  // holds nearer as well.
  if (distance < variance * 0.5 - 1) {
    const share = distance / variance;
    const slack = share * (((distance * (1 / 3) + 0.625) * distance + 1 / 6) / variance + 0.5);
    const bell = -(share * distance * 0.5);
    if (height < bell - slack) return k;
    if (height > bell + slack) return null;
  }
  return height <= logRatio(n, odds, mode, k) ? k : null;
}

function number(u: number, a: number, b: number, mean: number): number {
  return Math.floor(((a + a) / (0.5 - Math.abs(u)) + b) * u + (mean + 0.5));
}

/** log P(k) − log P(mode) of n trials with these odds. */
export function logRatio(n: number, odds: number, mode: number, k: number): number {
  const atMode = n - mode + 1;
  const atK = n - k + 1;
  return (
    (mode + 0.5) * portableLog((mode + 1) / (odds * atMode)) +
    (n + 1) * portableLog(atMode / atK) +
    (k + 0.5) * portableLog((odds * atK) / (k + 1)) +
    (stirlingTail(mode) + stirlingTail(n - mode) - stirlingTail(k) - stirlingTail(n - k))
  );
}
