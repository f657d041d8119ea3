import { instantiate, roomsOf, type Kernel } from '../../numeric/kernels/instantiate.js';
import { treeShapTablesWasm } from '../../numeric/kernels/treeShapTables.wasm.js';
import type { Matrix } from '../../numeric/matrix.js';
import { orderingShares, type TreeGame } from './game.js';
import { leafGroups, MOST_BITS, type LeafGroup } from './groups.js';
import { pairSlot } from './pairSlot.js';
import { planeCount, planesOf, type Planes } from './planes.js';
import type { Order } from './walkKernel.js';

/** Trees laid out for tables, in portions whose tables fit the kernel's memory. Made once for a game. */
export interface TableLayout {
  readonly game: TreeGame;
  readonly order: Order;
  readonly planes: Planes;
  readonly portions: readonly Portion[];
  /** Patterns looked up for one row, and sums that filling all tables takes. */
  readonly lookups: number;
  readonly fillings: number;
}

interface Portion {
  readonly groupCount: number;
  readonly groupWords: Uint32Array;
  readonly leafWords: Uint32Array;
  readonly leafNumbers: Float64Array;
}

/** null where bins, rows or values are more than the kernel has room for. `trees` are numbers of trees for which isTabulable. */
export function tableLayout(game: TreeGame, trees: readonly number[], order: Order): TableLayout | null {
  const chosen = trees.map((number) => game.ensemble.trees[number]);
  const planes = planesOf(chosen);
  const thresholds = planes.columns.reduce((sum, column) => sum + (column.kind === 'number' ? column.thresholds.length : 0), 0);
  const setWords = planes.columns.reduce((sum, column) => sum + (column.kind === 'category' ? column.set.length : 0), 0);
  const slots = slotCount(game, order);
  const isRoom =
    BLOCK * planes.count <= PLANES_BYTES && 8 * thresholds <= THRESHOLDS_BYTES && 4 * setWords <= WORDS_BYTES && 24 * planes.columns.length <= COLUMNS_BYTES && strideOf(order) * slots <= VALUES_BYTES && 8 * BLOCK * game.ensemble.features.length <= ROWS_BYTES;
  if (!isRoom) return null;
  const groups = chosen.flatMap((tree) => leafGroups(tree, game.players, planes));
  const portions: Portion[] = [];
  for (let from = 0; from < groups.length; ) {
    let to = from;
    let [bytes, words] = [0, 0];
    while (to < groups.length && to - from < MOST_GROUPS && bytes + tableBytes(groups[to], order) <= TABLES_BYTES && words + groupLength(groups[to], order) <= GROUPS_BYTES >> 2) {
      bytes += tableBytes(groups[to], order);
      words += groupLength(groups[to], order);
      to++;
    }
    portions.push(portionOf(groups.slice(from, to), game.playerCount, order));
    from = to;
  }
  return {
    game,
    order,
    planes,
    portions,
    lookups: groups.reduce((sum, group) => sum + slotsOf(group, order), 0),
    fillings: groups.reduce((sum, { leaves }) => sum + leaves.reduce((all, { players }) => all + players.reduce((product) => 3 * product, 1), 0), 0),
  };
}

/** A background and its weights, one a row, adding up to 1; null: the training weights of the branches. */
export type TableBackground = { readonly rows: Matrix; readonly weights: Float64Array } | null;

/** Adds the values of rows, as the ensemble reads them, to `phi`, [n, slots]: outputs × players, or outputs × pairSlot of two players. Whoever asks must not change the background. */
export function addTables(layout: TableLayout, rows: Matrix, background: TableBackground, phi: Float64Array): void {
  const { kernel, at, numbers } = (loaded ??= load());
  const slots = slotCount(layout.game, layout.order);
  const stride = strideOf(layout.order);
  const part = layout.order === 'values' ? BLOCK : PAIRS_BLOCK;
  for (const portion of layout.portions) {
    fillTables(layout, portion, background);
    for (let from = 0; from < rows.rows; from += BLOCK) {
      const count = Math.min(BLOCK, rows.rows - from);
      binRows(layout, rows, from, count);
      for (let first = 0; first < count; first += part) {
        const some = Math.min(part, count - first);
        numbers.fill(0, at.values >> 3, (at.values + stride * slots) >> 3);
        kernel.addValues(at.groups, portion.groupCount, at.planes + first, 8 * Math.ceil(some / 8), at.tables, at.values, stride);
        for (let slot = 0; slot < slots; slot++) {
          const start = (at.values + slot * stride) >> 3;
          for (let row = 0, to = (from + first) * slots + slot; row < some; row++, to += slots) phi[to] += numbers[start + row];
        }
      }
    }
  }
}

export function slotCount({ ensemble, playerCount }: TreeGame, order: Order): number {
  return ensemble.base.length * (order === 'values' ? playerCount : (playerCount * (playerCount - 1)) / 2);
}

interface TreeShapTablesKernel extends Kernel {
  bin(rows: number, count: number, width: number, columns: number, columnCount: number, thresholds: number, words: number, planes: number): void;
  addFrequencies(groups: number, groupCount: number, planes: number, weights: number, rows: number, to: number): void;
  addValues(groups: number, groupCount: number, planes: number, rows: number, tables: number, values: number, stride: number): void;
  tabulate(groups: number, groupCount: number, leaves: number, numbers: number, counted: number, shares: number, pairs: number, tables: number): void;
}

/** Rows of a block; the kernel is written for them. */
const BLOCK = 1024;
/** Rows whose pairs are looked up at once: the sums of more would leave the second-level cache. */
const PAIRS_BLOCK = 128;
const MIB = 2 ** 20;
/** Rooms in 128 MiB. */
const TABLES_BYTES = 32 * MIB;
const PLANES_BYTES = 12 * MIB;
const VALUES_BYTES = 12 * MIB;
const ROWS_BYTES = 16 * MIB;
const THRESHOLDS_BYTES = 4 * MIB;
const WORDS_BYTES = 2 * MIB;
const COLUMNS_BYTES = MIB;
/** Groups of a portion, by the room for their frequencies and descriptions. */
const MOST_GROUPS = 8192;
const GROUPS_BYTES = 16 * MIB;
const FREQUENCIES_BYTES = MOST_GROUPS * 2 ** MOST_BITS * 8;

/** Bytes from the sums of a slot to those of the next. A line more than a power of two, which would put the same row of all slots on the same line of the cache. */
function strideOf(order: Order): number {
  return 8 * (order === 'values' ? BLOCK : PAIRS_BLOCK) + 64;
}

function slotsOf({ players }: LeafGroup, order: Order): number {
  return order === 'values' ? players.length : (players.length * (players.length - 1)) / 2;
}

function tableBytes(group: LeafGroup, order: Order): number {
  return 8 * slotsOf(group, order) * 2 ** group.bits.length;
}

/** Words of a group's description. */
function groupLength(group: LeafGroup, order: Order): number {
  return 2 + group.bits.reduce((sum, steps) => sum + 1 + steps.length, 0) + slotsOf(group, order);
}

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;
let binned: TableLayout | undefined;
/** Of what the tables in memory are. */
let filled: { readonly portion: Portion; readonly background: TableBackground } | undefined;

function load() {
  const kernel = instantiate<TreeShapTablesKernel>(treeShapTablesWasm);
  const room = roomsOf(kernel);
  const { buffer } = kernel.memory;
  const at = {
    tables: room(TABLES_BYTES),
    planes: room(PLANES_BYTES),
    values: room(VALUES_BYTES),
    rows: room(ROWS_BYTES),
    thresholds: room(THRESHOLDS_BYTES),
    words: room(WORDS_BYTES),
    columns: room(COLUMNS_BYTES),
    weights: room(8 * BLOCK),
    shares: room(8 * 128),
    frequencies: room(FREQUENCIES_BYTES),
    groups: room(GROUPS_BYTES),
    leaves: room(16 * MIB),
    leafNumbers: room(0),
  };
  const numbers = new Float64Array(buffer);
  numbers.set(orderingShares(MOST_BITS + 1), at.shares >> 3);
  return { kernel, at, numbers, words: new Uint32Array(buffer) };
}

function fillTables(layout: TableLayout, portion: Portion, background: TableBackground): void {
  if (filled?.portion === portion && filled.background === background) return;
  const { kernel, at, numbers, words } = loaded!;
  words.set(portion.groupWords, at.groups >> 2);
  words.set(portion.leafWords, at.leaves >> 2);
  numbers.set(portion.leafNumbers, at.leafNumbers >> 3);
  if (background !== null) {
    numbers.fill(0, at.frequencies >> 3, (at.frequencies >> 3) + portion.groupCount * 2 ** MOST_BITS);
    for (let from = 0; from < background.rows.rows; from += BLOCK) {
      const count = Math.min(BLOCK, background.rows.rows - from);
      binRows(layout, background.rows, from, count);
      numbers.set(background.weights.subarray(from, from + count), at.weights >> 3);
      kernel.addFrequencies(at.groups, portion.groupCount, at.planes, at.weights, count, at.frequencies);
    }
  }
  kernel.tabulate(at.groups, portion.groupCount, at.leaves, at.leafNumbers, background === null ? 0 : at.frequencies, at.shares, layout.order === 'values' ? 0 : 1, at.tables);
  filled = { portion, background };
}

function binRows(layout: TableLayout, rows: Matrix, from: number, count: number): void {
  const { kernel, at, numbers, words } = loaded!;
  const { columns } = layout.planes;
  if (binned !== layout) {
    let threshold = 0;
    let word = 0;
    columns.forEach((column, number) => {
      const isSet = column.kind === 'category';
      const kind = (column.missingRight ? 1 : 0) + (isSet ? 4 : column.zeroIsMissing ? 2 : 0);
      if (isSet) words.set(column.set, (at.words >> 2) + word);
      else numbers.set(column.thresholds, (at.thresholds >> 3) + threshold);
      const length = isSet ? column.set.length : column.thresholds.length;
      words.set([column.column, kind, isSet ? word : threshold, length, column.firstPlane, planeCount(column)], (at.columns >> 2) + 6 * number);
      if (isSet) word += length;
      else threshold += length;
    });
    binned = layout;
  }
  numbers.set(rows.values.subarray(from * rows.columns, (from + count) * rows.columns), at.rows >> 3);
  kernel.bin(at.rows, count, rows.columns, at.columns, columns.length, at.thresholds, at.words, at.planes);
}

/** The layout that kernels/treeShapTables.ts reads. */
function portionOf(groups: readonly LeafGroup[], playerCount: number, order: Order): Portion {
  const groupWords: number[] = [];
  const leafWords: number[] = [];
  const leafNumbers: number[] = [];
  for (const group of groups) {
    const { bits, players, margin, leaves } = group;
    groupWords.push(bits.length, slotsOf(group, order));
    for (const steps of bits) {
      groupWords.push(steps.length);
      for (const { plane, bound, isLeft } of steps) groupWords.push(((plane << 9) | (isLeft ? 256 : 0) | bound) >>> 0);
    }
    if (order === 'values') for (const player of players) groupWords.push(margin * playerCount + player);
    else for (let j = 1; j < players.length; j++) for (let i = 0; i < j; i++) groupWords.push((margin * playerCount * (playerCount - 1)) / 2 + pairSlot(players[i], players[j]));
    leafWords.push(leaves.length);
    for (const { value, players: own } of leaves) {
      leafWords.push(own.length);
      leafNumbers.push(value);
      for (const { slot, must, mustNot, chance } of own) {
        leafWords.push(slot, must, mustNot);
        leafNumbers.push(chance);
      }
    }
  }
  return { groupCount: groups.length, groupWords: Uint32Array.from(groupWords), leafWords: Uint32Array.from(leafWords), leafNumbers: Float64Array.from(leafNumbers) };
}
