// Nodes of trees, and which way rows go at them.

/** Columns of nodes, a tree after another: u32 left child (its own number at a leaf; the right child follows the left one), f64 threshold, u32 column, u8 flags, u32 words [2] place and length of a category set. */
export let lefts: usize = 0;
let thresholds: usize = 0;
let columns: usize = 0;
let flags: usize = 0;
let setPlaces: usize = 0;
let sets: usize = 0;

const MISSING_LEFT: u32 = 1;
const ZERO_IS_MISSING: u32 = 2;
const IS_CATEGORY: u32 = 4;
/** LightGBM's kZeroThreshold: 1e-35 as a float32. */
const ZERO_BAND: f64 = <f64>(<f32>1e-35);

export function useSplits(left: usize, threshold: usize, column: usize, flag: usize, setPlace: usize, set: usize): void {
  lefts = left;
  thresholds = threshold;
  columns = column;
  flags = flag;
  setPlaces = setPlace;
  sets = set;
}

/** Whether each row, f64 [count, width], would go right at each node of a tree, reached or not: u8 [count, nodes]. At a leaf it means nothing. */
export function decide(rows: usize, count: usize, width: usize, first: usize, nodes: usize, out: usize): void {
  const stride = width << 3;
  const end = out + count * nodes;
  for (let number: usize = 0; number < nodes; number++) {
    const node = first + number;
    if (<usize>load<u32>(lefts + (node << 2)) === node) continue;
    let x = rows + (<usize>load<u32>(columns + (node << 2)) << 3);
    const flag = <u32>load<u8>(flags + node);
    const missingLeft = flag & MISSING_LEFT;
    if (flag < ZERO_IS_MISSING) {
      const threshold = load<f64>(thresholds + (node << 3));
      for (let to = out + number; to < end; to += nodes, x += stride) {
        const value = load<f64>(x);
        store<u8>(to, <u32>!(value <= threshold) & ~(<u32>(value !== value) & missingLeft));
      }
    } else {
      for (let to = out + number; to < end; to += nodes, x += stride) store<u8>(to, goesRightRarely(load<f64>(x), node, flag));
    }
  }
}

/** 1 where a row, f64 [width], goes right at a node that is no leaf, else 0. */
// @ts-ignore: decorator
@inline
export function way(row: usize, node: usize): usize {
  const value = load<f64>(row + (<usize>load<u32>(columns + (node << 2)) << 3));
  const flag = <u32>load<u8>(flags + node);
  if (flag >= ZERO_IS_MISSING) return <usize>goesRightRarely(value, node, flag);
  return <usize>(<u32>!(value <= load<f64>(thresholds + (node << 3))) & ~(<u32>(value !== value) & flag));
}

/** At a split on categories, or where zero is missing. */
function goesRightRarely(value: f64, node: usize, flag: u32): u8 {
  if (value !== value) return (flag & MISSING_LEFT) === 0 ? 1 : 0;
  if ((flag & IS_CATEGORY) !== 0) return holdsCode(sets + (<usize>load<u32>(setPlaces + (node << 3)) << 2), load<u32>(setPlaces + (node << 3), 4), value) ? 0 : 1;
  if (value >= -ZERO_BAND && value <= ZERO_BAND) return (flag & MISSING_LEFT) === 0 ? 1 : 0;
  return value <= load<f64>(thresholds + (node << 3)) ? 0 : 1;
}

function holdsCode(set: usize, words: u32, code: f64): bool {
  if (!(code >= 0 && code < <f64>words * 32)) return false;
  const whole = <u32>code;
  return ((load<u32>(set + (<usize>(whole >> 5) << 2)) >> (whole & 31)) & 1) !== 0;
}
