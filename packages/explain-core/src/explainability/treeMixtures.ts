import type { Table } from '../data/table.js';
import { log2 } from '../elementary/logarithm.js';
import type { TreePredictor } from '../models/predictor.js';
import type { Tree } from '../models/tree.js';
import { instantiate, roomsOf, type Kernel } from '../numeric/kernels/instantiate.js';
import { layColumns } from '../numeric/kernels/layColumns.js';
import { treeMixturesWasm } from '../numeric/kernels/treeMixtures.wasm.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { asRead, modelGame, walkNodes, type WalkNodes } from './treeShap/game.js';

/**
 * Sums of a model's trees for mixtures of a row and background rows that are not written out: of each background row in turn, with each coalition `from` to `from + count` of `masks`,
 * [coalitions, columns of the background], bit for bit what predictMargins gives for the background row with the row's own value where the coalition has a 1. [background rows · count, outputs]
 */
export type MixtureMargins = (row: Table, masks: Uint8Array, from: number, count: number) => Matrix;

/** Most coalitions of a call. */
export const MIXTURE_LANES = 1024;

/** Null where the kernel's memory has no room for such trees, rows or outputs. */
export function mixtureMargins(model: TreePredictor, background: Table): MixtureMargins | null {
  const { ensemble, features } = model;
  const { base, precision } = ensemble;
  const width = ensemble.features.length;
  const portions = portionsOf(model);
  if (portions === null || width > MOST_COLUMNS || features.length > MOST_PLAYERS || base.length > MOST_OUTPUTS) return null;
  const game = modelGame(model);
  const others = asRead(game, model.encode(background));
  const columns = features.map((name) => background.columns.findIndex((column) => column.name === name));
  return (row, masks, from, count) => {
    const { kernel, at, numbers } = (loaded ??= load());
    const lanes = LANES * Math.ceil(count / LANES);
    layMixtures(masks.subarray(from * background.columns.length, (from + count) * background.columns.length), count, lanes, columns);
    numbers.set(asRead(game, model.encode(row)).values, at.own >> 3);
    // A table of a quarter as many places as there are to look up in it.
    const bits = Math.max(1, Math.min(MOST_BITS, Math.floor(log2(count)) - 2));
    const margins = matrix(others.rows * count, base.length);
    const chunk = Math.max(1, Math.min(Math.floor(MARGINS_BYTES / (8 * base.length * lanes)), Math.floor(ROWS_BYTES / (8 * width))));
    for (let first = 0; first < others.rows; first += chunk) {
      const rows = Math.min(chunk, others.rows - first);
      for (let i = 0, start = at.margins >> 3; i < rows * base.length; i++, start += lanes) numbers.fill(base[i % base.length], start, start + lanes);
      numbers.set(others.values.subarray(first * width, (first + rows) * width), at.others >> 3);
      for (const nodes of portions) {
        makeResident(nodes);
        kernel.addTrees(at.trees, nodes.trees.length, at.own, at.others, rows, width, bits, base.length, precision === 'float32' ? 1 : 0, at.margins);
      }
      for (let i = 0, start = at.margins >> 3; i < rows * base.length; i++, start += lanes) {
        const [other, output] = [first + Math.floor(i / base.length), i % base.length];
        for (let c = 0, to = other * count * base.length + output; c < count; c++, to += base.length) margins.values[to] = numbers[start + c];
      }
    }
    return margins;
  };
}

interface TreeMixturesKernel extends Kernel {
  useNodes(left: number, threshold: number, column: number, player: number, flag: number, setPlace: number, value: number, set: number): void;
  useMixtures(plane: number, count: number, place: number, entry: number): void;
  addTrees(trees: number, count: number, own: number, others: number, rows: number, width: number, bits: number, outputs: number, single: number, margins: number): void;
}

/** Mixtures that the kernel looks at in one step. */
const LANES = 16;
/** Players that the kernel's tables tell apart. */
const MOST_BITS = 8;

const MIB = 2 ** 20;
/** Rooms in 64 MiB. */
const NODES_BYTES = 24 * MIB;
const TREES_BYTES = MIB;
const ROW_BYTES = MIB;
const ROWS_BYTES = 8 * MIB;
const MARGINS_BYTES = 16 * MIB;
const MOST_PLAYERS = 4096;
const MOST_COLUMNS = ROW_BYTES / 8;
const MOST_OUTPUTS = MARGINS_BYTES / 8 / MIXTURE_LANES;
const PLANES_BYTES = MOST_PLAYERS * MIXTURE_LANES;
const MOST_TREES = TREES_BYTES / 8;
/** What a node takes; the sets of categories come on top. */
const NODE_BYTES = 4 + 8 + 4 + 4 + 1 + 8 + 8;
/** Columns begin at multiples of eight. */
const SLACK = 64;

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;
let resident: WalkNodes | undefined;
const prepared = new WeakMap<readonly Tree[], { readonly origins: readonly number[]; readonly portions: readonly WalkNodes[] | null }>();

function load() {
  const kernel = instantiate<TreeMixturesKernel>(treeMixturesWasm);
  const room = roomsOf(kernel);
  const at = {
    nodes: room(NODES_BYTES), trees: room(TREES_BYTES), own: room(ROW_BYTES), others: room(ROWS_BYTES), margins: room(MARGINS_BYTES),
    planes: room(PLANES_BYTES), places: room(MOST_PLAYERS), entries: room(MIXTURE_LANES),
  };
  const { buffer } = kernel.memory;
  const bytes = new Uint8Array(buffer);
  bytes.fill(255, at.places, at.places + MOST_PLAYERS);
  return { kernel, at, bytes, words: new Uint32Array(buffer), numbers: new Float64Array(buffer) };
}

/** The model's trees in portions that fit the kernel's memory; null where a tree does not. Made once for a model. */
function portionsOf(model: TreePredictor): readonly WalkNodes[] | null {
  const { ensemble: { trees }, origins } = model;
  const known = prepared.get(trees);
  if (known?.origins === origins) return known.portions;
  const fits = trees.every((tree) => sizeOf(tree) <= NODES_BYTES);
  const portions: WalkNodes[] = [];
  for (let from = 0; fits && from < trees.length; ) {
    let to = from;
    for (let bytes = 0; to < trees.length && to - from < MOST_TREES && bytes + sizeOf(trees[to]) <= NODES_BYTES; to++) bytes += sizeOf(trees[to]);
    portions.push(walkNodes(modelGame(model), from, to));
    from = to;
  }
  const found = fits ? portions : null;
  prepared.set(trees, { origins, portions: found });
  return found;
}

function sizeOf({ feature, sets }: Tree): number {
  return NODE_BYTES * feature.length + SLACK + sets.reduce((sum, set) => sum + 4 * set.length, 0);
}

function makeResident(nodes: WalkNodes): void {
  if (resident === nodes) return;
  const { kernel, at, words } = loaded!;
  const { left, threshold, column, player, flags, setPlace, value, sets, trees } = nodes;
  kernel.useNodes(...layColumns(kernel, at.nodes, [left, threshold, column, player, flags, setPlace, value, sets]));
  words.set(trees.flatMap(({ root, margin }) => [root, margin]), at.trees >> 2);
  resident = nodes;
}

/** `columns`: where each player's mark is among those of a coalition. */
function layMixtures(masks: Uint8Array, count: number, lanes: number, columns: readonly number[]): void {
  const { kernel, at, bytes } = loaded!;
  const stride = masks.length / count;
  columns.forEach((column, player) => {
    for (let c = 0, from = column, to = at.planes + player * lanes; c < count; c++, from += stride, to++) bytes[to] = -masks[from];
  });
  kernel.useMixtures(at.planes, lanes, at.places, at.entries);
}
