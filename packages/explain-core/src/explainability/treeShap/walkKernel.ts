import { ExplainError } from '../../errors.js';
import { instantiate, type Kernel } from '../../numeric/kernels/instantiate.js';
import { layColumns } from '../../numeric/kernels/layColumns.js';
import { treeShapWalkWasm } from '../../numeric/kernels/treeShapWalk.wasm.js';
import type { Matrix } from '../../numeric/matrix.js';
import { mostOnPath, orderingShares, walkNodes, type TreeGame, type WalkNodes, type WalkTree } from './game.js';
import { pathPoints, type PathPoints } from './pathPoints.js';

/** A game laid out for the kernel, in portions that fit its memory. Made once for a game. */
export interface WalkLayout {
  readonly game: TreeGame;
  readonly portions: readonly WalkNodes[];
  readonly depth: number;
  /** Nodes of the largest tree. */
  readonly largest: number;
  readonly factors: Float64Array;
  readonly points: PathPoints;
}

export function walkLayout(game: TreeGame): WalkLayout {
  const { trees, base } = game.ensemble;
  if (game.playerCount * base.length > MOST_VALUES) throw new ExplainError('RESOURCE_LIMIT', `${game.playerCount} features × ${base.length} outputs are more values a row than are explained (${MOST_VALUES}).`);
  const large = trees.findIndex((tree) => sizeOf(tree) > NODES_BYTES || tree.feature.length > STEPS_BYTES);
  if (large >= 0) throw new ExplainError('RESOURCE_LIMIT', `Tree ${large} has ${trees[large].feature.length} nodes, which is more than Tree SHAP has room for.`);
  const portions: WalkNodes[] = [];
  for (let from = 0; from < trees.length; ) {
    let to = from;
    for (let bytes = 0; to < trees.length && bytes + sizeOf(trees[to]) <= NODES_BYTES; to++) bytes += sizeOf(trees[to]);
    portions.push(walkNodes(game, from, to));
    from = to;
  }
  const most = mostOnPath(game);
  const depth = trees.reduce((most, tree) => Math.max(most, tree.depth), 0);
  const largest = trees.reduce((most, { feature }) => Math.max(most, feature.length), 1);
  return { game, portions, depth, largest, factors: orderingShares(most + 1), points: pathPoints(most) };
}

/** What is added up of each row: a value for each player, or for each two. */
export type Order = 'values' | 'interactions';

/** [outputs, players] or [outputs, players, players] a row. */
export function widthOf({ game }: WalkLayout, order: Order): number {
  return game.ensemble.base.length * game.playerCount * (order === 'values' ? 1 : game.playerCount);
}

/** Adds what training weights make of the branches not taken to `phi`, [n, widthOf]. Rows are as the ensemble reads them. */
export function addPaths(layout: WalkLayout, rows: Matrix, order: Order, phi: Float64Array): void {
  const { kernel } = (loaded ??= load());
  const nobody = useScratch(layout);
  overTrees(layout, rows, order, phi, (tree, steps, to) => {
    if (order === 'values') kernel.addPath(tree.root, steps, to);
    else kernel.addPathInteractions(tree.root, steps, to, nobody);
  });
}

/**
 * Adds weight times the game of each row against each background row to `phi`, [n, widthOf]. `weights`: one a background row, or for each row and output its own, [n, outputs, m].
 */
export function addBackground(layout: WalkLayout, rows: Matrix, background: Matrix, weights: Float64Array, order: Order, phi: Float64Array): void {
  const { kernel, at, numbers } = (loaded ??= load());
  useScratch(layout);
  const outputs = layout.game.ensemble.base.length;
  const isOwn = weights.length !== background.rows;
  const chunk = Math.max(1, Math.min(WEIGHTS_BYTES >> 3, Math.floor(DECISIONS_BYTES / layout.largest), Math.floor(ROWS_BYTES / (8 * background.columns))));
  for (let from = 0; from < background.rows; from += chunk) {
    const to = Math.min(from + chunk, background.rows);
    if (!isOwn) numbers.set(weights.subarray(from, to), at.weights >> 3);
    overTrees(layout, rows, order, phi, (tree, steps, where, row, nodes) => {
      const decisions = decisionsOf(nodes, tree, background, from, to);
      if (isOwn) {
        const start = (row * outputs + tree.margin) * background.rows;
        numbers.set(weights.subarray(start + from, start + to), at.weights >> 3);
      }
      if (order === 'values') kernel.addPairs(tree.root, tree.nodes, steps, decisions, at.weights, to - from, where);
      else kernel.addPairInteractions(tree.root, tree.nodes, steps, decisions, at.weights, to - from, where);
    });
  }
}

interface TreeShapWalkKernel extends Kernel {
  useNodes(left: number, threshold: number, column: number, player: number, flag: number, setPlace: number, value: number, share: number, set: number): void;
  decide(rows: number, count: number, width: number, first: number, nodes: number, out: number): void;
  useFactors(table: number, length: number, owner: number): void;
  addPairs(root: number, nodes: number, row: number, background: number, weights: number, count: number, to: number): void;
  usePath(at: number, depth: number, count: number): void;
  addPairInteractions(root: number, nodes: number, row: number, background: number, weights: number, count: number, to: number): void;
  usePoints(table: number, count: number, state: number, product: number, back: number, level: number): void;
  addPath(root: number, row: number, to: number): void;
  addPathInteractions(root: number, row: number, to: number, nobody: number): void;
}

const MIB = 2 ** 20;
/** Rooms in 96 MiB. */
const NODES_BYTES = 32 * MIB;
const DECISIONS_BYTES = 24 * MIB;
/** One row of the widest matrix that is read, twice: rows and background. */
const ROWS_BYTES = 8 * MIB;
const STEPS_BYTES = 2 * MIB;
const VALUES_BYTES = 8 * MIB;
const MOST_VALUES = VALUES_BYTES >> 3;
const WEIGHTS_BYTES = MIB;
/** What a node takes; the sets of categories come on top. */
const NODE_BYTES = 4 + 8 + 4 + 4 + 1 + 8 + 8 + 8;
const SLACK = 128;

function sizeOf({ feature, sets }: { readonly feature: Int32Array; readonly sets: readonly Uint32Array[] }): number {
  return NODE_BYTES * feature.length + SLACK + sets.reduce((sum, set) => sum + 4 * set.length, 0);
}

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;
let resident: WalkNodes | undefined;
let inScratch: WalkLayout | undefined;
let nobodyPlace = 0;
/** The background rows whose decisions are in the kernel's memory, and at whose nodes: of one tree, or of all of a portion (null). */
let decided: { readonly nodes: WalkNodes; readonly tree: WalkTree | null; readonly rows: Float64Array; readonly from: number } | undefined;

function load() {
  const kernel = instantiate<TreeShapWalkKernel>(treeShapWalkWasm);
  const nodes = Math.ceil(kernel.memoryStart() / 64) * 64;
  const decisions = nodes + NODES_BYTES;
  const rows = decisions + DECISIONS_BYTES;
  const background = rows + ROWS_BYTES;
  const steps = background + ROWS_BYTES;
  const values = steps + STEPS_BYTES;
  const weights = values + VALUES_BYTES;
  const scratch = weights + WEIGHTS_BYTES;
  const { buffer } = kernel.memory;
  return { kernel, at: { nodes, decisions, rows, background, steps, values, weights, scratch }, bytes: new Uint8Array(buffer), words: new Uint32Array(buffer), numbers: new Float64Array(buffer), end: buffer.byteLength };
}

/** Calls `add` for every tree and row, with where the row's decisions are and where its values go. */
function overTrees(layout: WalkLayout, rows: Matrix, order: Order, phi: Float64Array, add: (tree: WalkTree, steps: number, to: number, row: number, nodes: WalkNodes) => void): void {
  const { kernel, at, numbers } = loaded!;
  const width = widthOf(layout, order);
  const each = width / layout.game.ensemble.base.length;
  if (width > MOST_VALUES) throw new ExplainError('RESOURCE_LIMIT', `The interactions of ${layout.game.playerCount} features and ${layout.game.ensemble.base.length} outputs are ${width} numbers a row; at most ${MOST_VALUES} are computed.`);
  const chunk = Math.max(1, Math.min(Math.floor(STEPS_BYTES / layout.largest), Math.floor(MOST_VALUES / width), Math.floor(ROWS_BYTES / (8 * rows.columns))));
  for (let from = 0; from < rows.rows; from += chunk) {
    const to = Math.min(from + chunk, rows.rows);
    const part = phi.subarray(from * width, to * width);
    numbers.set(part, at.values >> 3);
    for (const nodes of layout.portions) {
      makeResident(nodes);
      numbers.set(rows.values.subarray(from * rows.columns, to * rows.columns), at.rows >> 3);
      for (const tree of nodes.trees) {
        kernel.decide(at.rows, to - from, rows.columns, tree.root, tree.nodes, at.steps);
        for (let row = from; row < to; row++) add(tree, at.steps + (row - from) * tree.nodes, at.values + 8 * ((row - from) * width + tree.margin * each), row, nodes);
      }
    }
    part.set(numbers.subarray(at.values >> 3, (at.values >> 3) + part.length));
  }
}

/** Where the decisions of background rows, from (inclusive) to (exclusive), at a tree's nodes are; those at all trees are kept where there is room for them. Whoever asks must not change the rows. */
function decisionsOf(nodes: WalkNodes, tree: WalkTree, { values, columns }: Matrix, from: number, to: number): number {
  const { kernel, at, numbers } = loaded!;
  const count = to - from;
  const isRoom = nodes.left.length * count <= DECISIONS_BYTES;
  const wanted = isRoom ? null : tree;
  if (decided?.nodes !== nodes || decided.tree !== wanted || decided.rows !== values || decided.from !== from) {
    numbers.set(values.subarray(from * columns, to * columns), at.background >> 3);
    for (const { root, nodes: own } of wanted === null ? nodes.trees : [wanted]) kernel.decide(at.background, count, columns, root, own, at.decisions + (isRoom ? root * count : 0));
    decided = { nodes, tree: wanted, rows: values, from };
  }
  return at.decisions + (isRoom ? tree.root * count : 0);
}

function makeResident(nodes: WalkNodes): void {
  if (resident === nodes) return;
  const { kernel, at } = loaded!;
  const { left, threshold, column, player, flags, setPlace, value, share, sets } = nodes;
  kernel.useNodes(...layColumns(kernel, at.nodes, [left, threshold, column, player, flags, setPlace, value, share, sets]));
  resident = nodes;
  decided = undefined;
}

/** Tables and states of a layout; answers where the state of a player is that was not asked yet. */
function useScratch(layout: WalkLayout): number {
  if (inScratch === layout) return nobodyPlace;
  const { kernel, at, bytes, words, numbers, end } = loaded!;
  const { factors, points, depth } = layout;
  const { playerCount } = layout.game;
  let next = at.scratch;
  const room = (size: number): number => {
    const start = Math.ceil(next / 16) * 16;
    next = start + size;
    if (next > end) throw new ExplainError('RESOURCE_LIMIT', `Trees ${depth} levels deep on ${playerCount} features are more than Tree SHAP has room for.`);
    return start;
  };
  const count = points.rising.length;
  const table = room(factors.byteLength);
  const owners = room(playerCount);
  const held = room(8 * (depth + 1));
  const quadrature = room(3 * 8 * count);
  const states = room(4 * playerCount);
  const products = room(8 * count * (depth + 2));
  const returned = room(8 * count * (depth + 2));
  const levels = room((16 + 16 * count) * (depth + 1));
  const nobody = room(16 + 16 * count);
  numbers.set(factors, table >> 3);
  bytes.fill(0, owners, owners + playerCount);
  numbers.set([...points.rising, ...points.falling, ...points.weights], quadrature >> 3);
  numbers.fill(1, nobody >> 3, (nobody >> 3) + 2 + count);
  numbers.fill(0, (nobody >> 3) + 2 + count, (nobody >> 3) + 2 + 2 * count);
  words.fill(nobody, states >> 2, (states >> 2) + playerCount);
  kernel.useFactors(table, Math.sqrt(factors.length), owners);
  kernel.usePath(held, depth + 1, playerCount);
  kernel.usePoints(quadrature, count, states, products, returned, levels);
  inScratch = layout;
  nobodyPlace = nobody;
  return nobody;
}
