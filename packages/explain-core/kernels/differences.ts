// Rows told by which of their features differ from one row's: a bit a feature, 32 to a word. src/numeric/differences.ts lays out the memory and makes the tables; src/numeric/differencesPlain.ts holds the plain twin.
// Weights hang on how many features differ, so pairs of features are counted in whole numbers for each such number: no order of adding changes them.
// memory: 512

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/** Bits of each row's items, u16 [rows, 32 · words], that are not those of `home`, u16 [32 · words]; bits u32 [rows, words]. */
export function compare(items: usize, home: usize, rows: usize, words: usize, bits: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    let own = home;
    for (let word: usize = 0; word < words; word++, items += 64, own += 64, bits += 4) {
      const low = i8x16.narrow_i16x8_s(i16x8.ne(v128.load(items), v128.load(own)), i16x8.ne(v128.load(items, 16), v128.load(own, 16)));
      const high = i8x16.narrow_i16x8_s(i16x8.ne(v128.load(items, 32), v128.load(own, 32)), i16x8.ne(v128.load(items, 48), v128.load(own, 48)));
      store<u32>(bits, <u32>i8x16.bitmask(low) | (<u32>i8x16.bitmask(high) << 16));
    }
  }
}

/** How many features of each row differ, u16 [rows]. */
export function count(bits: usize, rows: usize, words: usize, counts: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    let differing: u32 = 0;
    for (let word: usize = 0; word < words; word++, bits += 4) differing += popcnt(load<u32>(bits));
    store<u16>(counts + (row << 1), <u16>differing);
  }
}

/**
 * Puts rows into `sorted`, u32 [words, size], by their counts. `places`, u32 [levels]: where those of each count begin, moved on by what is put there. Places that stay empty are 0 already.
 */
export function sort(bits: usize, counts: usize, rows: usize, words: usize, places: usize, sorted: usize, size: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const at = places + (<usize>load<u16>(counts + (row << 1)) << 2);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    let to = sorted + (<usize>place << 2);
    for (let word: usize = 0; word < words; word++, bits += 4, to += size << 2) store<u32>(to, load<u32>(bits));
  }
}

/**
 * The rows' bits by feature: `planes`, [32 · words] of size ÷ 8 bytes each. `size`, a multiple of 128, is the number of places. Of 128 rows every fourth are turned together, so bits are in another order
 * than the rows, the same for each feature.
 */
export function transpose(sorted: usize, size: usize, words: usize, planes: usize): void {
  const stride = size >>> 3;
  for (let word: usize = 0; word < words; word++, planes += stride << 5) {
    for (let to = planes; to < planes + stride; to += 16, sorted += 512) {
      let mask = i32x4.splat(0x0000ffff);
      for (let half: usize = 16; half !== 0; half >>= 1, mask = v128.xor(mask, i32x4.shl(mask, <i32>half))) {
        for (let i: usize = 0; i < 32; i = ((i | half) + 1) & ~half) {
          const above = sorted + (i << 4);
          const below = sorted + ((i | half) << 4);
          const upper = v128.load(above);
          const lower = v128.load(below);
          const moved = v128.and(v128.xor(i32x4.shr_u(upper, <i32>half), lower), mask);
          v128.store(above, v128.xor(upper, i32x4.shl(moved, <i32>half)));
          v128.store(below, v128.xor(lower, moved));
        }
      }
      for (let i: usize = 0; i < 32; i++) v128.store(to + i * stride, v128.load(sorted + (i << 4)));
    }
  }
}

/**
 * Adds Σ over counts of weight · rows in which two features both differ to `sums`, f64 [features, features], of which only what is not above the diagonal is made.
 * `ends`, u32 [levels]: where the rows of each count end, in sixteens of bytes; weights f64 [levels].
 */
export function pairs(planes: usize, stride: usize, features: usize, ends: usize, levels: usize, weights: usize, sums: usize): void {
  for (let j: usize = 0; j < features; j++) {
    const own = planes + j * stride;
    for (let k: usize = 0; k <= j; k++) {
      const other = planes + k * stride;
      let sum = load<f64>(sums + ((j * features + k) << 3));
      let at: usize = 0;
      for (let level: usize = 0; level < levels; level++) {
        const end = <usize>load<u32>(ends + (level << 2)) << 4;
        if (at === end) continue;
        let rows = i16x8.splat(0);
        while (at < end) {
          // Up to 8 bits a byte, 31 times.
          const most = min<usize>(end, at + 496);
          let some = i8x16.splat(0);
          for (; at < most; at += 16) some = i8x16.add(some, i8x16.popcnt(v128.and(v128.load(own + at), v128.load(other + at))));
          rows = i16x8.add(rows, i16x8.extadd_pairwise_i8x16_u(some));
        }
        const four = i32x4.extadd_pairwise_i16x8_u(rows);
        const two = i32x4.add(four, v128.shuffle<i32>(four, four, 2, 3, 0, 1));
        sum += load<f64>(weights + (level << 3)) * <f64>(i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1));
      }
      store<f64>(sums + ((j * features + k) << 3), sum);
    }
  }
}

/** Adds w (y − origin) to one number of each byte of a row's bits, tables f64 [4 · words, 256], and Σ w (y − origin) and Σ w (y − origin)² to `sums`, f64 [2]. */
export function addAnswers(bits: usize, counts: usize, rows: usize, words: usize, answers: usize, origin: f64, weights: usize, tables: usize, sums: usize): void {
  let sum = load<f64>(sums);
  let squares = load<f64>(sums, 8);
  for (let row: usize = 0; row < rows; row++) {
    const answer = load<f64>(answers + (row << 3)) - origin;
    const weighted = load<f64>(weights + (<usize>load<u16>(counts + (row << 1)) << 3)) * answer;
    sum += weighted;
    squares += weighted * answer;
    let table = tables;
    for (let byte: usize = 0; byte < words << 2; byte++, bits++, table += 2048) {
      const at = table + (<usize>load<u8>(bits) << 3);
      store<f64>(at, load<f64>(at) + weighted);
    }
  }
  store<f64>(sums, sum);
  store<f64>(sums, squares, 8);
}

/**
 * Of a regression on some of the features: adds Σ w r² and Σ s² to `sums`, f64 [2], s = w r ÷ (1 − w h), and s² to one number of each pair of four of those features, `found`, f64 [pairs, 256].
 * patterns: u32 [4 · words, 256], the chosen bits of each byte side by side; fits: f64, alike, what they take from the answer; leverages: f64 [pairs, 256], what each pair of fours adds to h.
 */
export function addMeat(
  bits: usize, counts: usize, rows: usize, words: usize, answers: usize, weights: usize, patterns: usize, fits: usize, fours: usize, leverages: usize, base: f64, found: usize, sums: usize,
): void {
  let left = load<f64>(sums);
  let total = load<f64>(sums, 8);
  for (let row: usize = 0; row < rows; row++) {
    let residual = load<f64>(answers + (row << 3));
    let pattern: u32 = 0;
    for (let byte: usize = 0; byte < words << 2; byte++, bits++) {
      const at = (byte << 8) + <usize>load<u8>(bits);
      residual -= load<f64>(fits + (at << 3));
      pattern |= load<u32>(patterns + (at << 2));
    }
    const weight = load<f64>(weights + (<usize>load<u16>(counts + (row << 1)) << 3));
    let leverage = base;
    let table = leverages;
    for (let g: usize = 0; g < fours; g++) {
      const own = <usize>((pattern >>> <u32>(g << 2)) & 15) << 7;
      for (let h: usize = 0; h <= g; h++, table += 2048) leverage += load<f64>(table + own + (<usize>((pattern >>> <u32>(h << 2)) & 15) << 3));
    }
    const weighted = weight * residual;
    left += weighted * residual;
    const share = weighted / max<f64>(1 - weight * leverage, 1e-6);
    const square = share * share;
    total += square;
    table = found;
    for (let g: usize = 0; g < fours; g++) {
      const own = <usize>((pattern >>> <u32>(g << 2)) & 15) << 7;
      for (let h: usize = 0; h <= g; h++, table += 2048) {
        const at = table + own + (<usize>((pattern >>> <u32>(h << 2)) & 15) << 3);
        store<f64>(at, load<f64>(at) + square);
      }
    }
  }
  store<f64>(sums, left);
  store<f64>(sums, total, 8);
}

/** Adds d and d² to `sums`, f64 [2], d = w (b² − a²), a and b what `first` and `second` leave of the answers; tables as `fits` above, each on top of its own base. */
export function addAdvantage(bits: usize, counts: usize, rows: usize, words: usize, answers: usize, weights: usize, first: usize, second: usize, sums: usize): void {
  let sum = load<f64>(sums);
  let squares = load<f64>(sums, 8);
  for (let row: usize = 0; row < rows; row++) {
    let a = load<f64>(answers + (row << 3));
    let b = a;
    for (let byte: usize = 0; byte < words << 2; byte++, bits++) {
      const at = ((byte << 8) + <usize>load<u8>(bits)) << 3;
      a -= load<f64>(first + at);
      b -= load<f64>(second + at);
    }
    const difference = load<f64>(weights + (<usize>load<u16>(counts + (row << 1)) << 3)) * (b * b - a * a);
    sum += difference;
    squares += difference * difference;
  }
  store<f64>(sums, sum);
  store<f64>(sums, squares, 8);
}
