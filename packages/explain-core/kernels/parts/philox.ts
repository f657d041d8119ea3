// Philox4x32-10, one counter or eight at a time: the words of src/random/philox.ts, and uniforms made of them.

/** A uniform in (0, 1), an odd multiple of 2^−53, from 52 of 64 bits. */
// @ts-ignore: decorator
@inline
export function open(high: u32, low: u32): f64 {
  return reinterpret<f64>((((<u64>high << 32) | <u64>low) >> 12) | 0x3ff0000000000000) - (1 - 1.1102230246251565e-16);
}

// @ts-ignore: decorator
@inline
export function open2(bits: v128): v128 {
  return f64x2.sub(v128.or(i64x2.shr_u(bits, 12), v128.load_splat<u64>(bitsOfOne)), v128.load_splat<f64>(belowOne));
}

/** The bits of 1, and 1 − 2^−53; loaded, because the engine makes a vector constant anew wherever it is used. */
const bitsOfOne: usize = memory.data<u64>([0x3ff0000000000000], 16);
const belowOne: usize = memory.data<f64>([1 - 1.1102230246251565e-16], 16);

/** Philox's four words of one counter. */
export const words: usize = memory.data(16, 16);
/** The same of eight counters: [word, counter]. */
export const eightWords: usize = memory.data(128, 16);

/** Philox4x32-10 of the counter (position, replicate, attempt, 0). */
export function philox(position: u32, replicate: u32, attempt: u32, key0: u32, key1: u32): void {
  let c0 = position;
  let c1 = replicate;
  let c2 = attempt;
  let c3: u32 = 0;
  for (let round = 0; round < 10; round++) {
    const one = <u64>0xd2511f53 * <u64>c0;
    const two = <u64>0xcd9e8d57 * <u64>c2;
    c0 = <u32>(two >> 32) ^ c1 ^ key0;
    c1 = <u32>two;
    c2 = <u32>(one >> 32) ^ c3 ^ key1;
    c3 = <u32>one;
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  store<u32>(words, c0);
  store<u32>(words, c1, 4);
  store<u32>(words, c2, 8);
  store<u32>(words, c3, 12);
}

/** Philox's multipliers and the increments of its key, four times each. */
const multipliers: usize = memory.data<u32>([0xd2511f53, 0xd2511f53, 0xd2511f53, 0xd2511f53, 0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57], 16);
const increments: usize = memory.data<u32>([0x9e3779b9, 0x9e3779b9, 0x9e3779b9, 0x9e3779b9, 0xbb67ae85, 0xbb67ae85, 0xbb67ae85, 0xbb67ae85], 16);

/** The last rounds of Philox for twice four counters, into eightWords: while one four waits for a product, the other goes on. */
// @ts-ignore: decorator
@inline
export function rounds(c0: v128, c1: v128, c2: v128, c3: v128, d0: v128, d1: v128, d2: v128, d3: v128, key0: u32, key1: u32, left: i32): void {
  let k0 = i32x4.splat(key0);
  let k1 = i32x4.splat(key1);
  for (let round = 0; round < left; round++) {
    const m0 = v128.load(multipliers);
    const m1 = v128.load(multipliers, 16);
    const oneLow = i64x2.extmul_low_i32x4_u(c0, m0);
    const oneHigh = i64x2.extmul_high_i32x4_u(c0, m0);
    const twoLow = i64x2.extmul_low_i32x4_u(c2, m1);
    const twoHigh = i64x2.extmul_high_i32x4_u(c2, m1);
    const threeLow = i64x2.extmul_low_i32x4_u(d0, m0);
    const threeHigh = i64x2.extmul_high_i32x4_u(d0, m0);
    const fourLow = i64x2.extmul_low_i32x4_u(d2, m1);
    const fourHigh = i64x2.extmul_high_i32x4_u(d2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<u32>(twoLow, twoHigh, 1, 3, 5, 7), c1), k0);
    c1 = v128.shuffle<u32>(twoLow, twoHigh, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<u32>(oneLow, oneHigh, 1, 3, 5, 7), c3), k1);
    c3 = v128.shuffle<u32>(oneLow, oneHigh, 0, 2, 4, 6);
    d0 = v128.xor(v128.xor(v128.shuffle<u32>(fourLow, fourHigh, 1, 3, 5, 7), d1), k0);
    d1 = v128.shuffle<u32>(fourLow, fourHigh, 0, 2, 4, 6);
    d2 = v128.xor(v128.xor(v128.shuffle<u32>(threeLow, threeHigh, 1, 3, 5, 7), d3), k1);
    d3 = v128.shuffle<u32>(threeLow, threeHigh, 0, 2, 4, 6);
    k0 = i32x4.add(k0, v128.load(increments));
    k1 = i32x4.add(k1, v128.load(increments, 16));
  }
  v128.store(eightWords, c0);
  v128.store(eightWords, d0, 16);
  v128.store(eightWords, c1, 32);
  v128.store(eightWords, d1, 48);
  v128.store(eightWords, c2, 64);
  v128.store(eightWords, d2, 80);
  v128.store(eightWords, c3, 96);
  v128.store(eightWords, d3, 112);
}
