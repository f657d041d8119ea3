// Mixed-radix keys of rows from columns of codes, and their histogram. src/numeric/countCells.ts lays out the memory, and holds the plain twin.
// Keys are made of a multiple of 32 rows: the caller fills the last block up with code 0, which every column has.
// memory: 12

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/** Cells at most of the histograms below: what four times a key in 16 bits reaches. */
const CELLS: usize = 16384;
/** Bytes from one histogram to the next: not a power of 2, which would put the same cell of all on the same line of the cache. */
const NEXT: usize = 4 * CELLS + 192;
/**
 * Two histograms u32 [CELLS], for even and odd rows: rows that follow each other often have the same key, and one histogram would wait for each increment before the next. Four would wait
 * less for rows that all are the same, but for a few thousand cells they no longer fit the processor's first cache, which costs more.
 * In a place known when compiled, so that finding a count takes no addition.
 */
const histograms: usize = memory.data(2 * NEXT, 64);
/** Rows whose keys are made at once. */
const BLOCK: usize = 32;
/** Four times the keys of two blocks, u16 [2, BLOCK]: where in a histogram the count is. */
const offsets: usize = memory.data(4 * BLOCK, 64);

/** The counts of the first cells, a multiple of 4, u32 [cells]; they begin at 0 again afterwards. */
export function takeCounts(cells: usize, to: usize): void {
  const none = i32x4.splat(0);
  for (let cell: usize = 0; cell < cells; cell += 4) {
    const at = histograms + (cell << 2);
    v128.store(to + (cell << 2), i32x4.add(v128.load(at), v128.load(at, NEXT)));
    v128.store(at, none);
    v128.store(at, none, NEXT);
  }
}

/**
 * Counts rows whose codes are bytes, columns [k, stride bytes], by their key; the first column is the most significant. Columns are joined in groups whose keys are bytes too; for every group
 * `plan` holds its number of columns and its radix, then a radix and the largest code for each column: u16 all of them.
 * Answers whether a code is larger than its column's largest; then what has been counted is of no use.
 * A block is counted while the keys of the next are made: one waits for memory, the other for arithmetic.
 */
export function countBytes(codes: usize, stride: usize, plan: usize, groups: usize, rows: usize): bool {
  let wrong = i32x4.splat(0);
  const end = (rows + BLOCK - 1) & ~(BLOCK - 1);
  for (let row: usize = 0; row < end; row += BLOCK) {
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let column = codes + row;
    let at = plan;
    for (let group: usize = 0; group < groups; group++) {
      const radix = v128.load_splat<u16>(at, 2);
      const next = at + ((<usize>load<u16>(at) + 1) << 2);
      let low = i32x4.splat(0);
      let high = low;
      for (at += 4; at < next; at += 4) {
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
    const to = offsetsOf(row);
    v128.store(to, i16x8.shl(a, 2));
    v128.store(to, i16x8.shl(b, 2), 16);
    v128.store(to, i16x8.shl(c, 2), 32);
    v128.store(to, i16x8.shl(d, 2), 48);
    if (row > 0) countBlock(offsetsOf(row - BLOCK));
  }
  if (end > 0) {
    const last = offsetsOf(end - BLOCK);
    for (let at = last; at < last + ((rows + BLOCK - end) << 1); at += 2) increment(load<u16>(at), 0);
  }
  return v128.any_true(wrong);
}

/** Of the block that begins at a row: the two take turns. */
// @ts-ignore: decorator
@inline
function offsetsOf(row: usize): usize {
  return offsets + ((row & BLOCK) << 1);
}

// @ts-ignore: decorator
@inline
function countBlock(at: usize): void {
  for (const end = at + 2 * BLOCK; at < end; at += 16) {
    increment(load<u16>(at), 0);
    increment(load<u16>(at, 2), NEXT);
    increment(load<u16>(at, 4), 0);
    increment(load<u16>(at, 6), NEXT);
    increment(load<u16>(at, 8), 0);
    increment(load<u16>(at, 10), NEXT);
    increment(load<u16>(at, 12), 0);
    increment(load<u16>(at, 14), NEXT);
  }
}

// @ts-ignore: decorator
@inline
function increment(offset: usize, histogram: usize): void {
  store<u32>(offset + histograms + histogram, load<u32>(offset + histograms + histogram) + 1);
}

/** Codes i32 [rows], as bytes: each less the least one. Answers whether one is less than `least` or more than `largest` above it, which is at most 255; then the bytes are of no use. */
export function narrowWords(codes: usize, least: i32, largest: u32, rows: usize, to: usize): bool {
  let wrong = i32x4.splat(0);
  const from = i32x4.splat(least);
  const last = i32x4.splat(largest);
  for (let row: usize = 0; row < rows; row += 16) {
    const at = codes + (row << 2);
    const a = i32x4.sub(v128.load(at), from);
    const b = i32x4.sub(v128.load(at, 16), from);
    const c = i32x4.sub(v128.load(at, 32), from);
    const d = i32x4.sub(v128.load(at, 48), from);
    wrong = v128.or(wrong, v128.or(v128.or(i32x4.gt_u(a, last), i32x4.gt_u(b, last)), v128.or(i32x4.gt_u(c, last), i32x4.gt_u(d, last))));
    v128.store(to + row, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
  }
  return v128.any_true(wrong);
}

/** One more column of codes, u8 [rows], into keys, u32 [rows]: key · radix + code − least. Answers whether a code is out of range; then the keys are of no use. */
export function appendBytes(codes: usize, least: i32, radix: u32, rows: usize, keys: usize): bool {
  let wrong = i32x4.splat(0);
  const from = i32x4.splat(least);
  const times = i32x4.splat(radix);
  const last = i32x4.splat(radix - 1);
  for (let row: usize = 0; row < rows; row += 4) {
    wrong = v128.or(wrong, append(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<u32>(codes + row))), from, times, last, keys + (row << 2)));
  }
  return v128.any_true(wrong);
}

/** The same for codes u16 [rows]. */
export function appendShorts(codes: usize, least: i32, radix: u32, rows: usize, keys: usize): bool {
  let wrong = i32x4.splat(0);
  const from = i32x4.splat(least);
  const times = i32x4.splat(radix);
  const last = i32x4.splat(radix - 1);
  for (let row: usize = 0; row < rows; row += 4) {
    wrong = v128.or(wrong, append(v128.load_ext<u16>(codes + (row << 1)), from, times, last, keys + (row << 2)));
  }
  return v128.any_true(wrong);
}

/** The same for codes i32 [rows]. */
export function appendWords(codes: usize, least: i32, radix: u32, rows: usize, keys: usize): bool {
  let wrong = i32x4.splat(0);
  const from = i32x4.splat(least);
  const times = i32x4.splat(radix);
  const last = i32x4.splat(radix - 1);
  for (let row: usize = 0; row < rows; row += 4) {
    wrong = v128.or(wrong, append(v128.load(codes + (row << 2)), from, times, last, keys + (row << 2)));
  }
  return v128.any_true(wrong);
}

// @ts-ignore: decorator
@inline
function append(code: v128, from: v128, times: v128, last: v128, key: usize): v128 {
  const digit = i32x4.sub(code, from);
  v128.store(key, i32x4.add(i32x4.mul(v128.load(key), times), digit));
  return i32x4.gt_u(digit, last);
}
