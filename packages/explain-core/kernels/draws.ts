// Many draws from one stream. src/numeric/draws.ts lays out the memory and finishes what is left open here; src/numeric/drawsPlain.ts holds the plain twin.
// memory: 16

import { eightWords, rounds } from './parts/philox';

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/** Philox's words of the counters (first + c, 0, 0, 0), eight counters at a time, u32 [counters, 4]. `count` is a multiple of 8. */
export function fill(key0: u32, key1: u32, first: u32, count: u32, words: usize): void {
  const none = i32x4.splat(0);
  const early = i32x4(0, 1, 2, 3);
  const late = i32x4(4, 5, 6, 7);
  for (let c: u32 = 0; c < count; c += 8) {
    const start = i32x4.splat(first + c);
    rounds(i32x4.add(start, early), none, none, none, i32x4.add(start, late), none, none, none, key0, key1, 10);
    for (let four: usize = 0; four < 32; four += 16, words += 64) {
      const a = v128.load(eightWords + four);
      const b = v128.load(eightWords + four, 32);
      const c = v128.load(eightWords + four, 64);
      const d = v128.load(eightWords + four, 96);
      const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
      const abLate = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
      const cdLate = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
      v128.store(words, v128.shuffle<u64>(ab, cd, 0, 2));
      v128.store(words, v128.shuffle<u64>(ab, cd, 1, 3), 16);
      v128.store(words, v128.shuffle<u64>(abLate, cdLate, 0, 2), 32);
      v128.store(words, v128.shuffle<u64>(abLate, cdLate, 1, 3), 48);
    }
  }
}

/**
 * A word chooses an item, by where it falls among the ends, and what the choice leaves of it a value from the item's table.
 * ends, starts, scales: f64 [items]; tables: f64 [items, 514], two more than 512 steps; values f64; chosen, which items, u32.
 */
export function choose(words: usize, count: usize, items: usize, ends: usize, starts: usize, scales: usize, tables: usize, values: usize, chosen: usize): void {
  const last = (items - 1) << 3;
  for (let i: usize = 0; i < count; i++) {
    const uniform = <f64>load<u32>(words + (i << 2)) * 2.3283064365386963e-10;
    let item: u32 = 0;
    for (let at: usize = 0; at < last; at += 8) item += <u32>(uniform >= load<f64>(ends + at));
    const place = <usize>item << 3;
    const at = (uniform - load<f64>(starts + place)) * load<f64>(scales + place);
    const step = min<i32>(<i32>at, 511);
    const knot = tables + (<usize>item * 514 + <usize>step) * 8;
    const value = load<f64>(knot);
    store<f64>(values + (i << 3), value + (load<f64>(knot, 8) - value) * (at - <f64>step));
    store<u32>(chosen + (i << 2), item);
  }
}

/** The item alone, of any number of them. */
export function pick(words: usize, count: usize, items: usize, ends: usize, chosen: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const uniform = <f64>load<u32>(words + (i << 2)) * 2.3283064365386963e-10;
    let low: usize = 0;
    let high = items - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (uniform >= load<f64>(ends + (middle << 3))) low = middle + 1;
      else high = middle;
    }
    store<u32>(chosen + (i << 2), <u32>low);
  }
}

/**
 * The ziggurat's first look: of two words, eight bits name the layer, one the sign, 53 the place in it. Where the place is not surely under the curve the draw is left open, and its
 * number put among `open`, u32; how many there are. ratios and widths: f64 [256].
 */
export function normals(words: usize, count: usize, ratios: usize, widths: usize, values: usize, open: usize): usize {
  let left: usize = 0;
  for (let i: usize = 0; i < count; i++) {
    const low = load<u32>(words + (i << 3));
    const layer = <usize>(low & 255) << 3;
    const place = (<f64>(low >>> 11) * 4294967296 + <f64>load<u32>(words + (i << 3), 4)) * 1.1102230246251565e-16;
    const value = place * load<f64>(widths + layer);
    store<f64>(values + (i << 3), low & 256 ? -value : value);
    store<u32>(open + (left << 2), <u32>i);
    left += <usize>!(place < load<f64>(ratios + layer));
  }
  return left;
}
