// Rows walked through trees. src/models/treeKernel.ts lays out the memory; src/models/treeWalk.ts holds the plain twin.
// A block is 64 rows, turned so that a feature's 64 values lie together, f64: a node's feature is then one offset for all rows, and rows differ by constants known when compiled.
// A node is 16 bytes: f64 threshold, u32 offset of its feature in the block, u32 address of its left child; the right one follows it. A leaf has the threshold NaN and the address 16 bytes
// before its own, so that every comparison sends a row on to the leaf it is at: all rows take as many steps as the tree is deep, and none waits for a branch.
// Beside each node, at a sixteenth and half of its distance from the first: u8 flags, f64 value.
// memory: 1024

/** Bytes of one feature of a block. */
const COLUMN: usize = 512;
/** Rows that are walked at once: enough that no step waits for the one before. */
const LANES: usize = 8;

const MISSING_LEFT: u32 = 1;
const ZERO_IS_MISSING: u32 = 2;
const IS_CATEGORY: u32 = 4;
/** In a deep tree it is asked every so many levels whether all rows are at leaves. */
const STRIDE: u32 = 8;

/** Where the caller's memory begins. */
export function memoryStart(): usize {
  return __heap_base;
}

/** Rows, f64 [rows, width], into a block, [width, 64]; rounded to float32 where the source reads them so. At most 64 rows; what is beyond them stays what it was. */
export function turn(rows: usize, count: usize, width: usize, single: bool, block: usize): void {
  for (let row: usize = 0; row < count; row++) {
    let from = rows + row * (width << 3);
    let to = block + (row << 3);
    const end = from + (width << 3);
    if (single) {
      for (; from < end; from += 8, to += COLUMN) store<f64>(to, <f64>(<f32>load<f64>(from)));
    } else {
      for (; from < end; from += 8, to += COLUMN) store<f64>(to, load<f64>(from));
    }
  }
}

/** Whether a value of a block is NaN. */
export function holdsNaN(block: usize, width: usize): bool {
  const end = block + width * COLUMN;
  for (let at = block; at < end; at += COLUMN) {
    let found = i64x2.splat(0);
    for (let row: usize = 0; row < COLUMN; row += 16) {
      const two = v128.load(at + row);
      found = v128.or(found, f64x2.ne(two, two));
    }
    if (v128.any_true(found)) return true;
  }
  return false;
}

/**
 * Adds the leaves of trees to margins, f64 [rows, margins], tree by tree in order; each sum is rounded to float32 where the source adds so. `trees`: u32 [count, 4]: address of the root,
 * depth, margin, whether some split is on categories or takes zero for missing. `sets`: category sets, u32 words; the threshold of a category split holds their place and number.
 */
export function addTrees(block: usize, rows: usize, missing: bool, trees: usize, count: usize, nodes: usize, values: usize, flags: usize, sets: usize, single: bool, margins: usize, stride: usize): void {
  const end = trees + (count << 4);
  for (let tree = trees; tree < end; tree += 16) {
    const root = <usize>load<u32>(tree);
    const depth = load<u32>(tree, 4);
    const isRare = load<u32>(tree, 12) !== 0;
    let out = margins + (<usize>load<u32>(tree, 8) << 3);
    for (let row: usize = 0; row < rows; row += LANES) {
      const x = block + (row << 3);
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      let e = root;
      let f = root;
      let g = root;
      let h = root;
      if (isRare) {
        a = walkRare(x, 0, root, nodes, flags, sets);
        if (row + 1 < rows) b = walkRare(x, 8, root, nodes, flags, sets);
        if (row + 2 < rows) c = walkRare(x, 16, root, nodes, flags, sets);
        if (row + 3 < rows) d = walkRare(x, 24, root, nodes, flags, sets);
        if (row + 4 < rows) e = walkRare(x, 32, root, nodes, flags, sets);
        if (row + 5 < rows) f = walkRare(x, 40, root, nodes, flags, sets);
        if (row + 6 < rows) g = walkRare(x, 48, root, nodes, flags, sets);
        if (row + 7 < rows) h = walkRare(x, 56, root, nodes, flags, sets);
      } else if (missing) {
        for (let level = depth; level > 0; level--) {
          a = stepMissing(x, 0, a, nodes, flags);
          b = stepMissing(x, 8, b, nodes, flags);
          c = stepMissing(x, 16, c, nodes, flags);
          d = stepMissing(x, 24, d, nodes, flags);
          e = stepMissing(x, 32, e, nodes, flags);
          f = stepMissing(x, 40, f, nodes, flags);
          g = stepMissing(x, 48, g, nodes, flags);
          h = stepMissing(x, 56, h, nodes, flags);
          if ((level & (STRIDE - 1)) === 1 && level > 1 && areLeaves(a, b, c, d, e, f, g, h)) break;
        }
      } else {
        for (let level = depth; level > 0; level--) {
          a = step(x, 0, a);
          b = step(x, 8, b);
          c = step(x, 16, c);
          d = step(x, 24, d);
          e = step(x, 32, e);
          f = step(x, 40, f);
          g = step(x, 48, g);
          h = step(x, 56, h);
          if ((level & (STRIDE - 1)) === 1 && level > 1 && areLeaves(a, b, c, d, e, f, g, h)) break;
        }
      }
      const left = rows - row;
      out = add(out, a, nodes, values, single, stride);
      if (left > 1) out = add(out, b, nodes, values, single, stride);
      if (left > 2) out = add(out, c, nodes, values, single, stride);
      if (left > 3) out = add(out, d, nodes, values, single, stride);
      if (left > 4) out = add(out, e, nodes, values, single, stride);
      if (left > 5) out = add(out, f, nodes, values, single, stride);
      if (left > 6) out = add(out, g, nodes, values, single, stride);
      if (left > 7) out = add(out, h, nodes, values, single, stride);
    }
  }
}

// @ts-ignore: decorator
@inline
function step(x: usize, lane: usize, node: usize): usize {
  return <usize>load<u32>(node, 12) + (<usize>!(load<f64>(x + lane + <usize>load<u32>(node, 8)) <= load<f64>(node)) << 4);
}

// @ts-ignore: decorator
@inline
function stepMissing(x: usize, lane: usize, node: usize, nodes: usize, flags: usize): usize {
  const value = load<f64>(x + lane + <usize>load<u32>(node, 8));
  const isRight = <u32>!(value <= load<f64>(node)) & ~(<u32>(value !== value) & <u32>load<u8>(flags + ((node - nodes) >> 4)));
  return <usize>load<u32>(node, 12) + (<usize>(isRight & 1) << 4);
}

// @ts-ignore: decorator
@inline
function areLeaves(a: usize, b: usize, c: usize, d: usize, e: usize, f: usize, g: usize, h: usize): bool {
  return isLeaf(a) && isLeaf(b) && isLeaf(c) && isLeaf(d) && isLeaf(e) && isLeaf(f) && isLeaf(g) && isLeaf(h);
}

// @ts-ignore: decorator
@inline
function isLeaf(node: usize): bool {
  return <usize>load<u32>(node, 12) + 16 === node;
}

/** The leaf of one row in a tree of any splits. */
function walkRare(x: usize, lane: usize, root: usize, nodes: usize, flags: usize, sets: usize): usize {
  let node = root;
  while (!isLeaf(node)) {
    const value = load<f64>(x + lane + <usize>load<u32>(node, 8));
    const flag = <u32>load<u8>(flags + ((node - nodes) >> 4));
    let isRight: bool;
    if (value !== value) isRight = (flag & MISSING_LEFT) === 0;
    else if ((flag & IS_CATEGORY) !== 0) isRight = !holdsCode(sets + (<usize>load<u32>(node) << 2), load<u32>(node, 4), value);
    else if ((flag & ZERO_IS_MISSING) !== 0 && value >= -ZERO_BAND && value <= ZERO_BAND) isRight = (flag & MISSING_LEFT) === 0;
    else isRight = !(value <= load<f64>(node));
    node = <usize>load<u32>(node, 12) + (<usize>isRight << 4);
  }
  return node;
}

/** LightGBM's kZeroThreshold: 1e-35 as a float32. */
const ZERO_BAND: f64 = <f64>(<f32>1e-35);

function holdsCode(set: usize, words: u32, code: f64): bool {
  if (!(code >= 0 && code < <f64>words * 32)) return false;
  const whole = <u32>code;
  return ((load<u32>(set + (<usize>(whole >> 5) << 2)) >> (whole & 31)) & 1) !== 0;
}

// @ts-ignore: decorator
@inline
function add(out: usize, node: usize, nodes: usize, values: usize, single: bool, stride: usize): usize {
  const sum = load<f64>(out) + load<f64>(values + ((node - nodes) >> 1));
  store<f64>(out, single ? <f64>(<f32>sum) : sum);
  return out + stride;
}
