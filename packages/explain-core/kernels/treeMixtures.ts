// Trees asked about mixtures of one row and a background row: which of the two a split reads hangs on whose its player is, so below the splits where both go the same way a tree is a function of a few bits.
// It is tabulated once for a background row and looked up for every mixture. src/explainability/treeMixtures.ts lays out the memory; asking about the mixtures written out (src/models/treeWalk.ts) is the plain twin.
// memory: 1024

import { lefts, useSplits, way } from './parts/splits';

/** Beside the columns of parts/splits.ts: u32 player, f64 value. */
let players: usize = 0;
let values: usize = 0;

/** u8 [players, lanes]: 255 where a mixture has the row's own value, else 0. `lanes`, a multiple of 16, is the number of mixtures, filled up. */
let planes: usize = 0;
let lanes: usize = 0;

/** Players that tables tell apart at most. */
const MOST_BITS: u32 = 8;
/** A player without a bit. */
const NONE: u8 = 255;

/** u8 [players]: the bit of each in the table at hand. NONE before and after. */
let places: usize = 0;
/** u8 [lanes]: where in the table each mixture is. */
let entries: usize = 0;

/** u32 [MOST_BITS]: whose the bits are. */
const chosen: usize = memory.data(4 * 8);
/** u32 [entries, 3]: a node, the bits that are settled on the way to it, and what they are. A way settles a bit a step, so there are at most 2^8 ends and 2^9 − 1 nodes on the ways to them. */
const forks: usize = memory.data(12 * 512);
const ends: usize = memory.data(12 * 256);
/** f64 [2^8] values, or u32 [2^8] nodes where some players have no bit. */
const table: usize = memory.data(8 * 256);

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

export function useNodes(left: usize, threshold: usize, column: usize, player: usize, flag: usize, setPlace: usize, value: usize, set: usize): void {
  useSplits(left, threshold, column, flag, setPlace, set);
  players = player;
  values = value;
}

export function useMixtures(plane: usize, count: usize, place: usize, entry: usize): void {
  planes = plane;
  lanes = count;
  places = place;
  entries = entry;
}

/**
 * Adds the leaves of trees to margins, f64 [background rows, outputs, lanes], tree by tree in order; each sum is rounded to float32 where the source adds so. `trees`: u32 [count, 2]: first node, output.
 * `own`: f64 [width]; `others`: f64 [background rows, width]. At most `bits` players are told apart by a table.
 */
export function addTrees(trees: usize, count: usize, own: usize, others: usize, rows: usize, width: usize, bits: u32, outputs: usize, single: bool, margins: usize): void {
  const stride = (outputs * lanes) << 3;
  const end = trees + (count << 3);
  for (let row: usize = 0; row < rows; row++, others += width << 3, margins += stride) {
    for (let tree = trees; tree < end; tree += 8) addTree(load<u32>(tree), own, others, bits, single, margins + ((<usize>load<u32>(tree, 4) * lanes) << 3));
  }
}

function addTree(root: usize, own: usize, other: usize, most: u32, single: bool, to: usize): void {
  let bits: u32 = 0;
  let isWhole = true;
  let end = ends;
  let last = forks + 12;
  put(forks, root, 0, 0);
  for (let fork = forks; fork < last; fork += 12) {
    let node = <usize>load<u32>(fork);
    const settled = load<u32>(fork, 4);
    const entry = load<u32>(fork, 8);
    for (;;) {
      const left = <usize>load<u32>(lefts + (node << 2));
      if (left === node) {
        put(end, node, settled, entry);
        end += 12;
        break;
      }
      const mine = way(own, node);
      const theirs = way(other, node);
      if (mine === theirs) {
        node = left + mine;
        continue;
      }
      const player = load<u32>(players + (node << 2));
      let place = load<u8>(places + player);
      if (place === NONE) {
        if (bits === most) {
          isWhole = false;
          put(end, node, settled, entry);
          end += 12;
          break;
        }
        place = <u8>bits;
        store<u8>(places + player, place);
        store<u32>(chosen + (<usize>bits << 2), player);
        bits++;
      }
      const bit = <u32>1 << <u32>place;
      if ((settled & bit) !== 0) {
        node = left + ((entry & bit) !== 0 ? mine : theirs);
        continue;
      }
      put(last, left + mine, settled | bit, entry | bit);
      put(last + 12, left + theirs, settled | bit, entry);
      last += 24;
      break;
    }
  }
  const all = (<u32>1 << bits) - 1;
  for (let at = ends; at < end; at += 12) {
    const node = load<u32>(at);
    const entry = load<u32>(at, 8);
    const free = all & ~load<u32>(at, 4);
    const value = load<f64>(values + (<usize>node << 3));
    for (let part = free; ; part = (part - 1) & free) {
      if (isWhole) store<f64>(table + (<usize>(entry | part) << 3), value);
      else store<u32>(table + (<usize>(entry | part) << 2), node);
      if (part === 0) break;
    }
  }
  find(bits);
  if (isWhole) addValues(single, to);
  else addWalked(own, other, single, to);
  for (let bit: u32 = 0; bit < bits; bit++) store<u8>(places + load<u32>(chosen + (<usize>bit << 2)), NONE);
}

// @ts-ignore: decorator
@inline
function put(at: usize, node: usize, settled: u32, entry: u32): void {
  store<u32>(at, <u32>node);
  store<u32>(at, settled, 4);
  store<u32>(at, entry, 8);
}

/** Every mixture's place in the table. */
function find(bits: u32): void {
  if (bits === 0) {
    memory.fill(entries, 0, lanes);
    return;
  }
  for (let bit: u32 = 0; bit < bits; bit++) {
    const plane = planes + <usize>load<u32>(chosen + (<usize>bit << 2)) * lanes;
    const mask = i8x16.splat(<i8>(<i32>1 << <i32>bit));
    if (bit === 0) for (let lane: usize = 0; lane < lanes; lane += 16) v128.store(entries + lane, v128.and(v128.load(plane + lane), mask));
    else for (let lane: usize = 0; lane < lanes; lane += 16) v128.store(entries + lane, v128.or(v128.load(entries + lane), v128.and(v128.load(plane + lane), mask)));
  }
}

function addValues(single: bool, to: usize): void {
  if (single) {
    for (let lane: usize = 0; lane < lanes; lane += 2, to += 16) {
      const two = load<u16>(entries + lane);
      const sum = f64x2.add(v128.load(to), valuesAt(<usize>two & 255, <usize>two >> 8));
      v128.store(to, f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(sum)));
    }
    return;
  }
  for (let lane: usize = 0; lane < lanes; lane += 4, to += 32) {
    const four = <usize>load<u32>(entries + lane);
    v128.store(to, f64x2.add(v128.load(to), valuesAt(four & 255, (four >> 8) & 255)));
    v128.store(to, f64x2.add(v128.load(to, 16), valuesAt((four >> 16) & 255, four >> 24)), 16);
  }
}

// @ts-ignore: decorator
@inline
function valuesAt(first: usize, second: usize): v128 {
  return v128.load64_lane(table + (second << 3), v128.load64_zero(table + (first << 3)), 1);
}

/** From where the table leaves off, one mixture after another. */
function addWalked(own: usize, other: usize, single: bool, to: usize): void {
  for (let lane: usize = 0; lane < lanes; lane++, to += 8) {
    let node = <usize>load<u32>(table + (<usize>load<u8>(entries + lane) << 2));
    for (;;) {
      const left = <usize>load<u32>(lefts + (node << 2));
      if (left === node) break;
      const isOwn = load<u8>(planes + <usize>load<u32>(players + (node << 2)) * lanes + lane) !== 0;
      node = left + way(isOwn ? own : other, node);
    }
    const sum = load<f64>(to) + load<f64>(values + (node << 3));
    store<f64>(to, single ? <f64>(<f32>sum) : sum);
  }
}
