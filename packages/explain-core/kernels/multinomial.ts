// Replicates of a multinomial by conditional binomials, replicates side by side. src/numeric/multinomialPlain.ts defines every draw and must get the same bits: what is computed here in two
// lanes is, operation by operation, what is computed there in one.
// memory: 12

import { exp, exp2, log, log2, stirlingTail } from './parts/elementary';
import { eightWords, open, open2, philox, rounds, words } from './parts/philox';

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/** Bytes of what is known of a cell: p, q, odds, log q (f64), position (u32), whether the draw is of the complement (u32). */
const CELL: usize = 40;
/** Below this mean a draw is by inversion. */
const SMALL_MEAN: f64 = 30;
/** Steps of an inversion before its uniform is given up. */
const MOST_STEPS: usize = 110;

// For each of up to 128 replicates, f64.
const trials: usize = memory.data(1024, 16);
const uniforms: usize = memory.data(1024, 16);
const none: usize = memory.data(1024, 16);
// For each pair of them what Philox's second round makes of their number alone, u32.
const pairHigh: usize = memory.data(256, 16);
const pairLow: usize = memory.data(256, 16);
// Those still to be drawn: their numbers u32, and in the same order f64; all with room for filling the last eight up.
const waiting: usize = memory.data(576, 16);
const waitingTrials: usize = memory.data(1088, 16);
const seconds: usize = memory.data(1088, 16);
const proposals: usize = memory.data(1088, 16);
const heights: usize = memory.data(1088, 16);
const verdicts: usize = memory.data(1088, 16);
// Should the attempt fail, the next: its uniform, what it proposes, and whether that has to wait.
const nextUniforms: usize = memory.data(1088, 16);
const nextProposals: usize = memory.data(1088, 16);
const nextWaits: usize = memory.data(1088, 16);
// Verdicts: the proposal is drawn; nothing is, and the replicate waits on; the bell does not tell, or the mean is small.
const DRAWN: u64 = 0;
const WAITS: u64 = 1;
const UNDECIDED: u64 = 2;

// The engine makes a vector constant anew wherever it is used, which takes longer than to load it.
const reals: usize = memory.data<f64>([0.5, 1, 0.43, 0.92, 4.2, 1.15, 2.53, -0.0873, 0.0248, 0.01, 2.83, 5.1, 1 / 3.0, 0.625, 1 / 6.0, 30, 4503599627370496], 16);
const HALF: usize = 0;
const ONE: usize = 1;
/** Half the width of the rectangle that lies under every curve, and its height, HEIGHT0 − HEIGHT1 / b. */
const WIDTH: usize = 2;
const HEIGHT0: usize = 3;
const HEIGHT1: usize = 4;
/** b = B0 + B1 · spread; a = A0 + A1 · b + A2 · p; alpha · b = (ALPHA0 · b + ALPHA1) · spread. */
const B0: usize = 5;
const B1: usize = 6;
const A0: usize = 7;
const A1: usize = 8;
const A2: usize = 9;
const ALPHA0: usize = 10;
const ALPHA1: usize = 11;
const THIRD: usize = 12;
const FIVE_EIGHTHS: usize = 13;
const SIXTH: usize = 14;
/** SMALL_MEAN. */
const SMALL: usize = 15;
/** 2^52: a whole number below 2^52 that is added stands in the last places. */
const WHOLE: usize = 16;

// @ts-ignore: decorator
@inline
function real(index: usize): v128 {
  return v128.load_splat<f64>(reals + (index << 3));
}

/** 1 / k at k. */
const reciprocals: usize = memory.data(1024, 16);

/**
 * Draws cell after cell for replicates from … from + replicates − 1. `from` is even, `replicates` a multiple of 8 up to 128.
 * left f64 [replicates]: rows not yet given to a cell, changed in place; counts u32 [replicates, stride bytes].
 */
export function drawCells(cells: usize, size: usize, key0: u32, key1: u32, from: u32, replicates: usize, left: usize, counts: usize, stride: usize): void {
  for (let k: usize = 1; k <= MOST_STEPS + 1; k++) store<f64>(reciprocals + (k << 3), 1 / <f64>k);
  for (let pair: usize = 0; pair < replicates >> 1; pair++) {
    const product = <u64>0xd2511f53 * <u64>(((from >> 1) + <u32>pair) ^ key0);
    store<u32>(pairHigh + (pair << 2), <u32>(product >> 32));
    store<u32>(pairLow + (pair << 2), <u32>product);
  }
  for (let i: usize = 0; i < size; i++) {
    const cell = cells + i * CELL;
    firstUniforms(load<u32>(cell, 32), key0, key1, replicates);
    // Which way is taken is a matter of speed alone: each can draw both small and large means.
    if (load<f64>(left) * load<f64>(cell) < SMALL_MEAN) invertAll(cell, key0, key1, from, replicates, left, counts + (i << 2), stride);
    else rejectAll(cell, key0, key1, from, replicates, left, counts + (i << 2), stride);
  }
}

/** By inversion, in steps that two replicates take together. */
function invertAll(cell: usize, key0: u32, key1: u32, from: u32, replicates: usize, left: usize, counts: usize, stride: usize): void {
  const p = v128.load_splat<f64>(cell);
  const odds = v128.load_splat<f64>(cell, 16);
  const logComplement = v128.load_splat<f64>(cell, 24);
  for (let r: usize = 0; r < replicates; r += 2) v128.store(none + (r << 3), exp2(f64x2.mul(v128.load(left + (r << 3)), logComplement)));
  for (let r: usize = 0; r < replicates; r += 2) {
    const n = v128.load(left + (r << 3));
    let u = v128.load(uniforms + (r << 3));
    let probability = v128.load(none + (r << 3));
    const factor = f64x2.mul(f64x2.add(n, real(ONE)), odds);
    const most = f64x2.min(n, f64x2.splat(<f64>MOST_STEPS));
    const small = f64x2.lt(f64x2.mul(n, p), real(SMALL));
    let active = v128.and(small, f64x2.gt(u, probability));
    let k = f64x2.splat(0);
    let step = k;
    let reciprocal = reciprocals + 8;
    while (v128.any_true(active)) {
      u = f64x2.sub(u, probability);
      step = f64x2.add(step, real(ONE));
      k = v128.bitselect(step, k, active);
      probability = f64x2.mul(probability, f64x2.sub(f64x2.mul(factor, v128.load_splat<f64>(reciprocal)), odds));
      reciprocal += 8;
      active = v128.and(active, v128.and(f64x2.gt(u, probability), f64x2.le(step, most)));
    }
    if (i64x2.all_true(v128.and(small, f64x2.le(k, most)))) {
      giveTwo(cell, n, k, left + (r << 3), counts + r * stride, stride);
    } else {
      for (let at = r; at < r + 2; at++) {
        const own = load<f64>(left + (at << 3));
        give(cell, own, draw(cell, own, key0, key1, from + <u32>at, load<f64>(uniforms + (at << 3))), left + (at << 3), counts + at * stride);
      }
    }
  }
}

/**
 * By rejection: first what one uniform decides, for all replicates; then attempt after attempt for those that wait. Lists are kept without branches, which would be mispredicted, and an
 * attempt is made in several short loops, whose rounds the processor overlaps.
 */
function rejectAll(cell: usize, key0: u32, key1: u32, from: u32, replicates: usize, left: usize, counts: usize, stride: usize): void {
  const p = v128.load_splat<f64>(cell);
  const q = v128.load_splat<f64>(cell, 8);
  let end = waiting;
  for (let r: usize = 0; r < replicates; r += 2) {
    const n = v128.load(left + (r << 3));
    const mean = f64x2.mul(n, p);
    const b = f64x2.add(real(B0), f64x2.mul(real(B1), f64x2.sqrt(f64x2.mul(mean, q))));
    const u = f64x2.sub(f64x2.div(f64x2.mul(v128.load(uniforms + (r << 3)), b), f64x2.sub(f64x2.mul(real(HEIGHT0), b), real(HEIGHT1))), real(WIDTH));
    const k = number2(u, slope2(b, p), b, mean);
    const waits = i64x2.bitmask(v128.or(f64x2.gt(u, real(WIDTH)), f64x2.lt(mean, real(SMALL))));
    v128.store(trials + (r << 3), n);
    giveTwo(cell, n, k, left + (r << 3), counts + r * stride, stride);
    store<u32>(end, <u32>r);
    end += <usize>(waits & 1) << 2;
    store<u32>(end, <u32>r + 1);
    end += <usize>(waits >> 1) << 2;
  }
  for (let attempt: u32 = 1; end > waiting; attempt++) {
    const size = (end - waiting) >> 2;
    // The list is filled up with its last entry.
    v128.store(end, v128.load_splat<u32>(end - 4));
    v128.store(end, v128.load_splat<u32>(end - 4), 16);
    for (let i: usize = 0; i < size; i += 8) laterUniforms(load<u32>(cell, 32), from, i, attempt, key0, key1);
    for (let i: usize = 0; i < size; i += 2) proposeTwo(p, q, i);
    for (let i: usize = 0; i < size; i += 2) judgeTwo(p, q, i);
    end = waiting;
    for (let i: usize = 0; i < size; i++) {
      const at = i << 3;
      const r = <usize>load<u32>(waiting + (i << 2));
      let k = load<f64>(proposals + at);
      let verdict = load<u64>(verdicts + at);
      const n = load<f64>(trials + (r << 3));
      if (verdict === UNDECIDED) {
        verdict = DRAWN;
        if (n * load<f64>(cell) < SMALL_MEAN) {
          k = draw(cell, n, key0, key1, from + <u32>r, load<f64>(uniforms + (r << 3)));
        } else if (!(load<f64>(heights + at) <= logRatio(n, load<f64>(cell, 16), floor((n + 1) * load<f64>(cell)), k))) {
          k = load<f64>(nextProposals + at);
          verdict = load<u64>(nextWaits + at) & WAITS;
        }
      }
      give(cell, n, k, left + (r << 3), counts + r * stride);
      store<f64>(uniforms + (r << 3), load<f64>(nextUniforms + at));
      store<u32>(end, <u32>r);
      end += <usize>verdict << 2;
    }
  }
}

/** What two waiting replicates propose with a second uniform, the logarithm's argument of its height; and what their next uniforms would propose. */
// @ts-ignore: decorator
@inline
function proposeTwo(p: v128, q: v128, i: usize): void {
  const r0 = <usize>load<u32>(waiting + (i << 2)) << 3;
  const r1 = <usize>load<u32>(waiting + (i << 2), 4) << 3;
  const n = v128.load_lane<u64>(trials + r1, v128.load_zero<u64>(trials + r0), 1);
  const v = v128.load_lane<u64>(uniforms + r1, v128.load_zero<u64>(uniforms + r0), 1);
  const at = i << 3;
  const w = v128.load(seconds + at);
  const next = v128.load(nextUniforms + at);
  const mean = f64x2.mul(n, p);
  const spread = f64x2.sqrt(f64x2.mul(mean, q));
  const b = f64x2.add(real(B0), f64x2.mul(real(B1), spread));
  const a = slope2(b, p);
  const low = f64x2.sub(f64x2.mul(real(HEIGHT0), b), real(HEIGHT1));
  const scaled = f64x2.mul(v, b);
  const above = f64x2.ge(scaled, low);
  const beyond = f64x2.sub(f64x2.sub(f64x2.div(scaled, low), real(WIDTH)), real(HALF));
  const half = v128.or(real(HALF), v128.and(beyond, i64x2.splat(i64.MIN_VALUE))); // with the sign of `beyond`
  const u = v128.bitselect(f64x2.sub(w, real(HALF)), f64x2.sub(half, beyond), above);
  const y = v128.bitselect(v, f64x2.div(f64x2.mul(w, low), b), above);
  const k = number2(u, a, b, mean);
  const edge = f64x2.sub(real(HALF), f64x2.abs(u));
  const numerator = f64x2.mul(f64x2.mul(y, f64x2.add(f64x2.mul(real(ALPHA0), b), real(ALPHA1))), spread);
  v128.store(proposals + at, k);
  v128.store(heights + at, f64x2.div(numerator, f64x2.mul(f64x2.add(f64x2.div(a, f64x2.mul(edge, edge)), b), b)));
  v128.store(waitingTrials + at, n);
  const nextU = f64x2.sub(f64x2.div(f64x2.mul(next, b), low), real(WIDTH));
  v128.store(nextProposals + at, number2(nextU, a, b, mean));
  v128.store(nextWaits + at, f64x2.gt(nextU, real(WIDTH)));
}

/** Whether that is drawn, as far as the bell tells. */
// @ts-ignore: decorator
@inline
function judgeTwo(p: v128, q: v128, i: usize): void {
  const at = i << 3;
  const n = v128.load(waitingTrials + at);
  const k = v128.load(proposals + at);
  const mean = f64x2.mul(n, p);
  const variance = f64x2.mul(mean, q);
  const outside = v128.or(f64x2.lt(k, f64x2.splat(0)), f64x2.gt(k, n));
  const height = log2(v128.load(heights + at));
  const mode = f64x2.floor(f64x2.mul(f64x2.add(n, real(ONE)), p));
  const distance = f64x2.abs(f64x2.sub(k, mode));
  const near = f64x2.lt(distance, f64x2.sub(f64x2.mul(variance, real(HALF)), real(ONE)));
  const share = f64x2.div(distance, variance);
  const cubic = f64x2.add(f64x2.mul(f64x2.add(f64x2.mul(distance, real(THIRD)), real(FIVE_EIGHTHS)), distance), real(SIXTH));
  const slack = f64x2.mul(share, f64x2.add(f64x2.div(cubic, variance), real(HALF)));
  const bell = f64x2.neg(f64x2.mul(f64x2.mul(share, distance), real(HALF)));
  const under = v128.andnot(v128.and(near, f64x2.lt(height, f64x2.sub(bell, slack))), outside);
  const over = v128.or(outside, v128.and(near, f64x2.gt(height, f64x2.add(bell, slack))));
  const decided = v128.andnot(v128.or(under, over), f64x2.lt(mean, real(SMALL)));
  v128.store(heights + at, height);
  v128.store(proposals + at, v128.bitselect(v128.load(nextProposals + at), k, v128.and(over, decided)));
  v128.store(verdicts + at, v128.bitselect(v128.and(v128.and(over, v128.load(nextWaits + at)), i64x2.splat(WAITS)), i64x2.splat(UNDECIDED), decided));
}

// @ts-ignore: decorator
@inline
function slope2(b: v128, p: v128): v128 {
  return f64x2.add(f64x2.add(real(A0), f64x2.mul(real(A1), b)), f64x2.mul(real(A2), p));
}

// @ts-ignore: decorator
@inline
function number2(u: v128, a: v128, b: v128, mean: v128): v128 {
  const slope = f64x2.add(f64x2.div(f64x2.add(a, a), f64x2.sub(real(HALF), f64x2.abs(u))), b);
  return f64x2.floor(f64x2.add(f64x2.mul(slope, u), f64x2.add(mean, real(HALF))));
}

/** Puts what was drawn into its cell, or all but that where the complement was drawn. */
// @ts-ignore: decorator
@inline
function give(cell: usize, n: f64, k: f64, left: usize, count: usize): void {
  const taken = load<u32>(cell, 36) ? n - k : k;
  store<f64>(left, n - taken);
  store<u32>(count, <u32>taken);
}

// @ts-ignore: decorator
@inline
function giveTwo(cell: usize, n: v128, k: v128, left: usize, count: usize, stride: usize): void {
  const taken = load<u32>(cell, 36) ? f64x2.sub(n, k) : k;
  v128.store(left, f64x2.sub(n, taken));
  // Added to 2^52, a whole number below 2^32 stands in the lower word. What was only proposed may be none, and is overwritten.
  const whole = f64x2.add(taken, real(WHOLE));
  store<u32>(count, i32x4.extract_lane(whole, 0));
  store<u32>(count + stride, i32x4.extract_lane(whole, 2));
}

/** A binomial draw by itself, its first uniform given. */
function draw(cell: usize, n: f64, key0: u32, key1: u32, replicate: u32, first: f64): f64 {
  const small = n * load<f64>(cell) < SMALL_MEAN;
  let attempt: u32 = 0;
  let k: f64;
  do {
    attempt += 1;
    k = small ? invert(cell, n, first) : propose(cell, n, key0, key1, replicate, attempt, first);
    if (k < 0) {
      philox(load<u32>(cell, 32), replicate, attempt, key0, key1);
      first = open(load<u32>(words, 8), load<u32>(words, 12));
    }
  } while (k < 0);
  return k;
}

/** The smallest k whose cumulative probability reaches u; −1 where rounding leaves none. */
function invert(cell: usize, n: f64, u: f64): f64 {
  const odds = load<f64>(cell, 16);
  let probability = exp(n * load<f64>(cell, 24));
  const factor = (n + 1) * odds;
  const most = min(n, <f64>MOST_STEPS);
  let k: f64 = 0;
  while (u > probability) {
    u -= probability;
    k += 1;
    if (k > most) return -1;
    probability *= factor * load<f64>(reciprocals + (<usize>k << 3)) - odds;
  }
  return k;
}

/** The number proposed, −1 when rejected. */
function propose(cell: usize, n: f64, key0: u32, key1: u32, replicate: u32, attempt: u32, v: f64): f64 {
  const p = load<f64>(cell);
  const mean = n * p;
  const variance = mean * load<f64>(cell, 8);
  const spread = sqrt(variance);
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const low = 0.92 * b - 4.2;
  let u = (v * b) / low - 0.43;
  if (u <= 0.43) return number(u, a, b, mean);
  philox(load<u32>(cell, 32), replicate, attempt, key0, key1);
  const w = open(load<u32>(words), load<u32>(words, 4));
  if (v * b >= low) {
    u = w - 0.5;
  } else {
    const beyond = u - 0.5;
    u = (beyond < 0 ? -0.5 : 0.5) - beyond;
    v = (w * low) / b;
  }
  const k = number(u, a, b, mean);
  if (k < 0 || k > n) return -1;
  const edge = 0.5 - abs(u);
  const height = log((v * (2.83 * b + 5.1) * spread) / ((a / (edge * edge) + b) * b));
  const mode = floor((n + 1) * p);
  const distance = abs(k - mode);
  if (distance < variance * 0.5 - 1) {
    const share = distance / variance;
    const slack = share * (((distance * (1 / 3.0) + 0.625) * distance + 1 / 6.0) / variance + 0.5);
    const bell = -(share * distance * 0.5);
    if (height < bell - slack) return k;
    if (height > bell + slack) return -1;
  }
  return height <= logRatio(n, load<f64>(cell, 16), mode, k) ? k : -1;
}

// @ts-ignore: decorator
@inline
function number(u: f64, a: f64, b: f64, mean: f64): f64 {
  return floor(((a + a) / (0.5 - abs(u)) + b) * u + (mean + 0.5));
}

/** log P(k) − log P(mode). */
function logRatio(n: f64, odds: f64, mode: f64, k: f64): f64 {
  const atMode = n - mode + 1;
  const atK = n - k + 1;
  const logs = log2(f64x2.replace_lane(f64x2.splat((mode + 1) / (odds * atMode)), 1, atMode / atK));
  return (
    (mode + 0.5) * f64x2.extract_lane(logs, 0) +
    (n + 1) * f64x2.extract_lane(logs, 1) +
    (k + 0.5) * log((odds * atK) / (k + 1)) +
    (stirlingTail(mode) + stirlingTail(n - mode) - stirlingTail(k) - stirlingTail(n - k))
  );
}

/** Two uniforms of the counters (position, replicate, attempt, 0) for eight waiting replicates from the i-th on. */
function laterUniforms(position: u32, from: u32, i: usize, attempt: u32, key0: u32, key1: u32): void {
  const own = waiting + (i << 2);
  const first = i32x4.splat(from);
  const c0 = i32x4.splat(position);
  const c2 = i32x4.splat(attempt);
  const zero = i32x4.splat(0);
  rounds(c0, i32x4.add(v128.load(own), first), c2, zero, c0, i32x4.add(v128.load(own, 16), first), c2, zero, key0, key1, 10);
  for (let half: usize = 0; half < 2; half++) {
    const four = eightWords + (half << 4);
    const to = (i + (half << 2)) << 3;
    const w0 = v128.load(four);
    const w1 = v128.load(four, 32);
    const w2 = v128.load(four, 64);
    const w3 = v128.load(four, 96);
    v128.store(seconds + to, open2(v128.shuffle<u32>(w1, w0, 0, 4, 1, 5)));
    v128.store(seconds + to, open2(v128.shuffle<u32>(w1, w0, 2, 6, 3, 7)), 16);
    v128.store(nextUniforms + to, open2(v128.shuffle<u32>(w3, w2, 0, 4, 1, 5)));
    v128.store(nextUniforms + to, open2(v128.shuffle<u32>(w3, w2, 2, 6, 3, 7)), 16);
  }
}

/** The uniforms of counters (position, pair, 0, 0), two for each pair of replicates. Half of the first three rounds is the same for all pairs, and part of the rest is in pairHigh and pairLow. */
function firstUniforms(position: u32, key0: u32, key1: u32, replicates: usize): void {
  const one = <u64>0xd2511f53 * <u64>position;
  const two = <u64>0xcd9e8d57 * <u64>(<u32>(one >> 32) ^ key1);
  const c0 = i32x4.splat(<u32>(two >> 32) ^ (key0 + 0x9e3779b9));
  const c1 = i32x4.splat(<u32>two);
  const own = i32x4.splat(<u32>one ^ (key1 + 0xbb67ae85));
  for (let pair: usize = 0; pair < replicates >> 1; pair += 8) {
    const high = pairHigh + (pair << 2);
    const low = pairLow + (pair << 2);
    rounds(c0, c1, v128.xor(v128.load(high), own), v128.load(low), c0, c1, v128.xor(v128.load(high, 16), own), v128.load(low, 16), key0 + 2 * 0x9e3779b9, key1 + 2 * 0xbb67ae85, 8);
    for (let half: usize = 0; half < 2; half++) {
      const four = eightWords + (half << 4);
      const to = uniforms + ((pair + (half << 2)) << 4);
      const w0 = v128.load(four);
      const w1 = v128.load(four, 32);
      const w2 = v128.load(four, 64);
      const w3 = v128.load(four, 96);
      const a = v128.shuffle<u32>(w1, w0, 0, 4, 1, 5);
      const b = v128.shuffle<u32>(w3, w2, 0, 4, 1, 5);
      const c = v128.shuffle<u32>(w1, w0, 2, 6, 3, 7);
      const d = v128.shuffle<u32>(w3, w2, 2, 6, 3, 7);
      v128.store(to, open2(v128.shuffle<u64>(a, b, 0, 2)));
      v128.store(to, open2(v128.shuffle<u64>(a, b, 1, 3)), 16);
      v128.store(to, open2(v128.shuffle<u64>(c, d, 0, 2)), 32);
      v128.store(to, open2(v128.shuffle<u64>(c, d, 1, 3)), 48);
    }
  }
}
