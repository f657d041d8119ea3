// Mixed-radix keys of rows from columns of codes, and their histogram. src/numeric/countCells.ts lays out the memory, and holds the plain twin.
// Keys are made of a multiple of 32 rows: the caller fills the last block up with code 0, which every column has.
// memory: 8

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/** Cells at most of the histograms below. */
const CELLS: usize = 8192;
/** Bytes from one histogram to the next: not a power of 2, which would put the same cell of all on the same line of the cache. */
const NEXT: usize = 4 * CELLS + 192;
/**
 * Four histograms u32 [CELLS], for rows 0, 1, 2, 3 modulo 4: rows that follow each other often have the same key, and one histogram would wait for each increment before the next.
 * In a place known when compiled, so that finding a count takes no addition.
 */
const histograms: usize = memory.data(4 * NEXT, 64);
/** Four times the keys of a block, u16: where in a histogram the count is. */
const offsets: usize = memory.data(2 * 8192, 64);

/** The counts of the first cells, a multiple of 4, u32 [cells]; they begin at 0 again afterwards. */
export function takeCounts(cells: usize, to: usize): void {
  const none = i32x4.splat(0);
  for (let cell: usize = 0; cell < cells; cell += 4) {
    const at = histograms + (cell << 2);
    v128.store(to + (cell << 2), i32x4.add(i32x4.add(v128.load(at), v128.load(at, NEXT)), i32x4.add(v128.load(at, 2 * NEXT), v128.load(at, 3 * NEXT))));
    v128.store(at, none);
    v128.store(at, none, NEXT);
    v128.store(at, none, 2 * NEXT);
    v128.store(at, none, 3 * NEXT);
  }
}

/**
 * Counts a block of at most 8192 rows whose codes are bytes, columns [k, stride bytes], by their key; the first column is the most significant. Columns are joined in groups whose keys are
 * bytes too; for every group `plan` holds its number of columns and its radix, then a radix and the largest code for each column: u16 all of them.
 * Answers whether a code is larger than its column's largest; then nothing is counted.
 */
export function countBlock(codes: usize, stride: usize, plan: usize, groups: usize, rows: usize): bool {
  let wrong = i32x4.splat(0);
  for (let row: usize = 0; row < rows; row += 32) {
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let column = codes + row;
    let at = plan;
    for (let group: usize = 0; group < groups; group++) {
      const radix = v128.load_splat<u16>(at, 2);
      const end = at + ((<usize>load<u16>(at) + 1) << 2);
      let low = i32x4.splat(0);
      let high = low;
      for (at += 4; at < end; at += 4) {
        // Two bytes are multiplied as one number: neither product reaches 256, so the lower one cannot touch the upper.
        const times = v128.load_splat<u16>(at);
        const largest = v128.load_splat<u8>(at, 2);
        const one = v128.load(column);
        const two = v128.load(column, 16);
        // What is left of a code that is larger; one instruction, where a comparison without sign takes several.
        wrong = v128.or(wrong, v128.or(i8x16.sub_sat_u(one, largest), i8x16.sub_sat_u(two, largest)));
        low = i8x16.add(i16x8.mul(low, times), one);
        high = i8x16.add(i16x8.mul(high, times), two);
        column += stride;
      }
      a = i16x8.add(i16x8.mul(a, radix), i16x8.extend_low_i8x16_u(low));
      b = i16x8.add(i16x8.mul(b, radix), i16x8.extend_high_i8x16_u(low));
      c = i16x8.add(i16x8.mul(c, radix), i16x8.extend_low_i8x16_u(high));
      d = i16x8.add(i16x8.mul(d, radix), i16x8.extend_high_i8x16_u(high));
    }
    const to = offsets + (row << 1);
    v128.store(to, i16x8.shl(a, 2));
    v128.store(to, i16x8.shl(b, 2), 16);
    v128.store(to, i16x8.shl(c, 2), 32);
    v128.store(to, i16x8.shl(d, 2), 48);
  }
  if (v128.any_true(wrong)) return true;
  const whole = rows & ~7;
  for (let row: usize = 0; row < whole; row += 8) {
    const first = load<u64>(offsets + (row << 1));
    const second = load<u64>(offsets + (row << 1), 8);
    increment(<usize>first & 0xffff, 0);
    increment(<usize>(first >> 16) & 0xffff, NEXT);
    increment(<usize>(first >> 32) & 0xffff, 2 * NEXT);
    increment(<usize>(first >> 48), 3 * NEXT);
    increment(<usize>second & 0xffff, 0);
    increment(<usize>(second >> 16) & 0xffff, NEXT);
    increment(<usize>(second >> 32) & 0xffff, 2 * NEXT);
    increment(<usize>(second >> 48), 3 * NEXT);
  }
  for (let row = whole; row < rows; row++) increment(<usize>load<u16>(offsets + (row << 1)), 0);
  return false;
}

// @ts-ignore: decorator
@inline
function increment(offset: usize, histogram: usize): void {
  store<u32>(offset + histograms + histogram, load<u32>(offset + histograms + histogram) + 1);
}

/** One more column of codes, u8 [rows], into keys, u32 [rows]: key · radix + code. Answers as byteKeys does. */
export function appendBytes(codes: usize, radix: u32, rows: usize, keys: usize): bool {
  let wrong = i32x4.splat(0);
  const times = i32x4.splat(radix);
  const last = i32x4.splat(radix - 1);
  for (let row: usize = 0; row < rows; row += 4) {
    wrong = v128.or(wrong, append(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(codes + row))), times, last, keys + (row << 2)));
  }
  return v128.any_true(wrong);
}

/** The same for codes u16 [rows]. */
export function appendShorts(codes: usize, radix: u32, rows: usize, keys: usize): bool {
  let wrong = i32x4.splat(0);
  const times = i32x4.splat(radix);
  const last = i32x4.splat(radix - 1);
  for (let row: usize = 0; row < rows; row += 4) {
    wrong = v128.or(wrong, append(v128.load_ext<u16>(codes + (row << 1)), times, last, keys + (row << 2)));
  }
  return v128.any_true(wrong);
}

/** The same for codes i32 [rows]; a negative one is out of range. */
export function appendWords(codes: usize, radix: u32, rows: usize, keys: usize): bool {
  let wrong = i32x4.splat(0);
  const times = i32x4.splat(radix);
  const last = i32x4.splat(radix - 1);
  for (let row: usize = 0; row < rows; row += 4) {
    wrong = v128.or(wrong, append(v128.load(codes + (row << 2)), times, last, keys + (row << 2)));
  }
  return v128.any_true(wrong);
}

// @ts-ignore: decorator
@inline
function append(code: v128, times: v128, last: v128, key: usize): v128 {
  v128.store(key, i32x4.add(i32x4.mul(v128.load(key), times), code));
  return i32x4.gt_u(code, last);
}
