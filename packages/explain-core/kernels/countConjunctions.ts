// Sets of rows as bits, and how many rows are in several at once. src/numeric/countConjunctions.ts lays out the memory, and holds the plain twin.
// A set is 1024 bytes, the bits of one block of 8192 rows.
// memory: 128

const SET: usize = 1024;

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/** The set of the rows of a block whose code, u8 [8192], is the one given. */
export function pack(codes: usize, code: u32, set: usize): void {
  const wanted = i8x16.splat(<i8>code);
  for (let byte: usize = 0; byte < SET; byte += 2) {
    store<u16>(set + byte, <u16>i8x16.bitmask(i8x16.eq(v128.load(codes + (byte << 3)), wanted)));
  }
}

/**
 * Adds up rows and marked rows of every refinement of every group. A group is four u32: two sets, whose intersection it is, and where its refinements begin and end
 * among `refinements`, u16 each, numbers of sets. `totals`: u32 [refinements, 2]. `scratch` is room for two sets.
 */
export function count(sets: usize, marked: usize, groups: usize, groupCount: usize, refinements: usize, totals: usize, scratch: usize): void {
  for (let group: usize = 0; group < groupCount; group++) {
    const at = groups + (group << 4);
    const first = sets + <usize>load<u32>(at) * SET;
    const second = sets + <usize>load<u32>(at, 4) * SET;
    const end = <usize>load<u32>(at, 12);
    for (let byte: usize = 0; byte < SET; byte += 16) {
      const both = v128.and(v128.load(first + byte), v128.load(second + byte));
      v128.store(scratch + byte, both);
      v128.store(scratch + byte, v128.and(both, v128.load(marked + byte)), SET);
    }
    for (let refinement = <usize>load<u32>(at, 8); refinement < end; refinement++) {
      const set = sets + <usize>load<u16>(refinements + (refinement << 1)) * SET;
      let rows = i16x8.splat(0);
      let hits = i16x8.splat(0);
      // 16 bytes' worth of bits, up to 8 each, fit a byte lane 31 times; 16 times are a power of two.
      for (let from: usize = 0; from < SET; from += 256) {
        let some = i8x16.splat(0);
        let marks = i8x16.splat(0);
        for (let byte = from; byte < from + 256; byte += 32) {
          const one = v128.load(set + byte);
          const other = v128.load(set + byte, 16);
          some = i8x16.add(some, i8x16.popcnt(v128.and(one, v128.load(scratch + byte))));
          marks = i8x16.add(marks, i8x16.popcnt(v128.and(one, v128.load(scratch + byte, SET))));
          some = i8x16.add(some, i8x16.popcnt(v128.and(other, v128.load(scratch + byte, 16))));
          marks = i8x16.add(marks, i8x16.popcnt(v128.and(other, v128.load(scratch + byte, SET + 16))));
        }
        rows = i16x8.add(rows, i16x8.extadd_pairwise_i8x16_u(some));
        hits = i16x8.add(hits, i16x8.extadd_pairwise_i8x16_u(marks));
      }
      const total = totals + (refinement << 3);
      store<u32>(total, load<u32>(total) + sum(rows));
      store<u32>(total, load<u32>(total, 4) + sum(hits), 4);
    }
  }
}

// @ts-ignore: decorator
@inline
function sum(lanes: v128): u32 {
  const four = i32x4.extadd_pairwise_i16x8_u(lanes);
  return i32x4.extract_lane(four, 0) + i32x4.extract_lane(four, 1) + i32x4.extract_lane(four, 2) + i32x4.extract_lane(four, 3);
}
