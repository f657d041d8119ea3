import { instantiate, type Kernel } from '../numeric/kernels/instantiate.js';
import { treePredictWasm } from '../numeric/kernels/treePredict.wasm.js';
import { IS_CATEGORY, ZERO_IS_MISSING, type Tree } from './tree.js';
import type { Matrix } from '../numeric/matrix.js';
import type { Precision, TreeEnsemble } from './treeEnsemble.js';

/** Below this many rows the kernel's eight lanes stand idle, and plain code is as fast. */
export const KERNEL_ROWS = 4;

/** Whether the kernel's memory has room for rows so wide, margins so many and trees so large. */
export function fitsKernel({ trees, features, base }: TreeEnsemble): boolean {
  return features.length <= MOST_FEATURES && base.length <= MOST_MARGINS && (prepared.has(trees) || trees.every((tree) => sizeOf(tree) <= TREES_BYTES));
}

/** Adds every tree's leaves to margins, [n, margins], in file order: bit for bit what addTreesPlain does. */
export function addTreesKernel(ensemble: TreeEnsemble, rows: Matrix, margins: Matrix, sums: Precision): void {
  const { kernel, at, memory } = (loaded ??= load());
  const width = ensemble.features.length;
  const isSingle = ensemble.precision === 'float32' ? 1 : 0;
  const roundsSums = sums === 'float32' ? 1 : 0;
  const chunk = BLOCK * Math.max(1, Math.min(CHUNK_BLOCKS, Math.floor(ROWS_BYTES / (8 * BLOCK * width)), Math.floor(MARGINS_BYTES / (8 * BLOCK * margins.columns))));
  for (const portion of portionsOf(ensemble, at.trees)) {
    makeResident(portion);
    const { trees, count, nodes, values, flags, sets } = portion;
    for (let from = 0; from < rows.rows; from += chunk) {
      const to = Math.min(from + chunk, rows.rows);
      memory.set(rows.values.subarray(from * width, to * width), at.rows >> 3);
      const part = margins.values.subarray(from * margins.columns, to * margins.columns);
      memory.set(part, at.margins >> 3);
      for (let row = 0; row < to - from; row += BLOCK) {
        const block = Math.min(BLOCK, to - from - row);
        kernel.turn(at.rows + 8 * row * width, block, width, isSingle, at.block);
        // What an earlier, fuller block left beyond these rows is walked too and added to nothing; a NaN among it costs only time.
        const isMissing = kernel.holdsNaN(at.block, width);
        kernel.addTrees(at.block, block, isMissing, trees, count, nodes, values, flags, sets, roundsSums, at.margins + 8 * row * margins.columns, 8 * margins.columns);
      }
      part.set(memory.subarray(at.margins >> 3, (at.margins >> 3) + part.length));
    }
  }
}

interface TreePredictKernel extends Kernel {
  turn(rows: number, count: number, width: number, single: number, block: number): void;
  holdsNaN(block: number, width: number): number;
  addTrees(block: number, rows: number, missing: number, trees: number, count: number, nodes: number, values: number, flags: number, sets: number, single: number, margins: number, stride: number): void;
}

/** Rows of a block; the kernel is written for them. */
const BLOCK = 64;
/** Blocks that are copied at once; more would leave the second-level cache before they are read. */
const CHUNK_BLOCKS = 8;
/** Room for one block of the widest rows and of the most margins, and for trees what remains of 64 MiB. */
const MOST_FEATURES = 32_768;
const MOST_MARGINS = 8192;
const ROWS_BYTES = 8 * BLOCK * MOST_FEATURES;
const MARGINS_BYTES = 8 * BLOCK * MOST_MARGINS;
const TREES_BYTES = 63 * 2 ** 20 - 2 * ROWS_BYTES - MARGINS_BYTES;

/** Trees as they lie in the kernel's memory, and where in it. */
interface Portion {
  readonly image: Uint8Array;
  readonly trees: number;
  readonly count: number;
  readonly nodes: number;
  readonly values: number;
  readonly flags: number;
  readonly sets: number;
}

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;
let resident: Portion | undefined;
const prepared = new WeakMap<readonly Tree[], readonly Portion[]>();

function load() {
  const kernel = instantiate<TreePredictKernel>(treePredictWasm);
  const rows = Math.ceil(kernel.memoryStart() / 64) * 64;
  const block = rows + ROWS_BYTES;
  const margins = block + ROWS_BYTES;
  return { kernel, at: { rows, block, margins, trees: margins + MARGINS_BYTES }, memory: new Float64Array(kernel.memory.buffer), bytes: new Uint8Array(kernel.memory.buffer) };
}

function makeResident(portion: Portion): void {
  if (resident === portion) return;
  const { at, bytes } = loaded!;
  bytes.set(portion.image, at.trees);
  resident = portion;
}

function portionsOf({ trees }: TreeEnsemble, start: number): readonly Portion[] {
  const known = prepared.get(trees);
  if (known) return known;
  const portions: Portion[] = [];
  for (let from = 0; from < trees.length; ) {
    let to = from;
    for (let bytes = 0; to < trees.length && bytes + sizeOf(trees[to]) <= TREES_BYTES; to++) bytes += sizeOf(trees[to]);
    portions.push(portionOf(trees.slice(from, to), start));
    from = to;
  }
  prepared.set(trees, portions);
  return portions;
}

const TABLE_BYTES = 16;
const NODE_BYTES = 16 + 8 + 1;

/** Bytes of a tree at most; eight more than its parts, which begin at multiples of eight. */
function sizeOf({ feature, sets }: Tree): number {
  return TABLE_BYTES + NODE_BYTES * feature.length + 8 + sets.reduce((sum, words) => sum + 4 * words.length, 0);
}

/** The layout that kernels/treePredict.ts reads. */
function portionOf(trees: readonly Tree[], start: number): Portion {
  const total = trees.reduce((sum, { feature }) => sum + feature.length, 0);
  const words = trees.reduce((sum, { sets }) => sum + sets.reduce((all, set) => all + set.length, 0), 0);
  const at = { nodes: TABLE_BYTES * trees.length, values: 0, sets: 0, flags: 0 };
  at.values = at.nodes + 16 * total;
  at.sets = at.values + 8 * total;
  at.flags = at.sets + 8 * Math.ceil(words / 2);
  const image = new Uint8Array(at.flags + total);
  const integers = new Uint32Array(image.buffer, 0, at.flags >> 2);
  const numbers = new Float64Array(image.buffer, 0, at.flags >> 3);
  let first = 0;
  let word = 0;
  trees.forEach((tree, number) => {
    const places = tree.sets.map((set) => {
      integers.set(set, (at.sets >> 2) + word);
      word += set.length;
      return word - set.length;
    });
    const isRare = tree.flags.some((flag) => (flag & (IS_CATEGORY | ZERO_IS_MISSING)) !== 0);
    integers.set([start + at.nodes + 16 * first, tree.depth, tree.margin, isRare ? 1 : 0], 4 * number);
    for (let node = 0; node < tree.feature.length; node++) {
      const here = at.nodes + 16 * (first + node);
      const isLeaf = tree.feature[node] < 0;
      if (isLeaf) numbers[here >> 3] = NaN;
      else if ((tree.flags[node] & IS_CATEGORY) !== 0) integers.set([places[tree.set[node]], tree.sets[tree.set[node]].length], here >> 2);
      else numbers[here >> 3] = tree.threshold[node];
      integers[(here >> 2) + 2] = isLeaf ? 0 : 8 * BLOCK * tree.feature[node];
      integers[(here >> 2) + 3] = isLeaf ? start + here - 16 : start + at.nodes + 16 * (first + tree.left[node]);
      numbers[(at.values >> 3) + first + node] = tree.value[node];
      image[at.flags + first + node] = tree.flags[node];
    }
    first += tree.feature.length;
  });
  return { image, trees: start, count: trees.length, nodes: start + at.nodes, values: start + at.values, sets: start + at.sets, flags: start + at.flags };
}
