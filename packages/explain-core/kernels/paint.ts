// Blocks of rows made of one row's values and a background's, written where they are not what they should be. src/explainability/canvasKernel.ts lays out the memory; src/explainability/canvas.ts holds the plain twin.
// memory: 48

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/**
 * Makes blocks of the values that coalitions ask for. `columns`: u32 [features, 4], of each the address of its blocks, one after another, of its background values and of its own value, eight bytes (a shorter
 * one twice), and the bytes of a block, a multiple of four. `held`, `masks`: u8 [count, features], what stands in the blocks and what is to: 1 the own value, 0 the background's, in `held` else neither.
 * Both are read sixteen at a time, so what is behind their end must be alike.
 */
export function paint(columns: usize, features: usize, held: usize, masks: usize, count: usize): void {
  const all = count * features;
  let block: usize = 0;
  let first: usize = 0;
  for (let at: usize = 0; at < all; at += 16) {
    const wanted = v128.load(masks + at);
    let differing = <u32>i8x16.bitmask(i8x16.ne(wanted, v128.load(held + at)));
    if (differing === 0) continue;
    v128.store(held + at, wanted);
    for (; differing !== 0; differing &= differing - 1) {
      const place = at + <usize>ctz(differing);
      while (place >= first + features) {
        first += features;
        block++;
      }
      const column = columns + ((place - first) << 4);
      const bytes = <usize>load<u32>(column, 12);
      const to = <usize>load<u32>(column) + block * bytes;
      if (load<u8>(masks + place) === 1) fill(to, load<u64>(<usize>load<u32>(column, 8)), bytes);
      else copy(to, <usize>load<u32>(column, 4), bytes);
    }
  }
}

// @ts-ignore: decorator
@inline
function fill(to: usize, value: u64, bytes: usize): void {
  const two = i64x2.splat(value);
  const end = to + bytes;
  for (; to + 16 <= end; to += 16) v128.store(to, two);
  if (to + 8 <= end) {
    store<u64>(to, value);
    to += 8;
  }
  if (to < end) store<u32>(to, <u32>value);
}

// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<u32>(to, load<u32>(from));
}
