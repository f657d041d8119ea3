// Mixed-radix keys of rows from columns of codes, and their histogram. src/numeric/countCells.ts lays out the memory, and holds the plain twin.
// `rows` is a multiple of 32 wherever keys are made: the caller fills the last block up with code 0, which every column has.
// memory: 8

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/**
 * Keys below 2^16 of a block of rows whose codes are bytes: columns [columns, stride], radices u16 [columns], largest codes u8 [columns], first column most significant
 * -> keys u16 [rows]. Answers whether a code is larger than its column's largest; the keys are then of no use.
 */
export function byteKeys(codes: usize, stride: usize, columns: usize, radices: usize, largest: usize, rows: usize, keys: usize): bool {
  let wrong = i32x4.splat(0);
  for (let row: usize = 0; row < rows; row += 32) {
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let at = codes + row;
    for (let column: usize = 0; column < columns; column++) {
      const radix = v128.load_splat<u16>(radices + (column << 1));
      const last = v128.load_splat<u8>(largest + column);
      const low = v128.load(at);
      const high = v128.load(at, 16);
      wrong = v128.or(wrong, v128.or(i8x16.gt_u(low, last), i8x16.gt_u(high, last)));
      a = i16x8.add(i16x8.mul(a, radix), i16x8.extend_low_i8x16_u(low));
      b = i16x8.add(i16x8.mul(b, radix), i16x8.extend_high_i8x16_u(low));
      c = i16x8.add(i16x8.mul(c, radix), i16x8.extend_low_i8x16_u(high));
      d = i16x8.add(i16x8.mul(d, radix), i16x8.extend_high_i8x16_u(high));
      at += stride;
    }
    const to = keys + (row << 1);
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
  return v128.any_true(wrong);
}

/**
 * Adds 1 to the count of every key. Four histograms u32 [4, cells], for rows 0, 1, 2, 3 modulo 4: rows that follow each other often have the same key, and one
 * histogram would wait for each increment before the next.
 */
export function addKeys(keys: usize, rows: usize, histograms: usize, cells: usize): void {
  const second = histograms + (cells << 2);
  const third = second + (cells << 2);
  const fourth = third + (cells << 2);
  const whole = rows & ~3;
  for (let row: usize = 0; row < whole; row += 4) {
    const four = load<u64>(keys + (row << 1));
    increment(histograms + ((<usize>four & 0xffff) << 2));
    increment(second + ((<usize>(four >> 16) & 0xffff) << 2));
    increment(third + ((<usize>(four >> 32) & 0xffff) << 2));
    increment(fourth + (<usize>(four >> 48) << 2));
  }
  for (let row = whole; row < rows; row++) increment(histograms + (<usize>load<u16>(keys + (row << 1)) << 2));
}

// @ts-ignore: decorator
@inline
function increment(count: usize): void {
  store<u32>(count, load<u32>(count) + 1);
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
