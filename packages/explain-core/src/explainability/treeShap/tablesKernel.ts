import { instantiate, type Kernel } from '../../numeric/kernels/instantiate.js';
import { treeShapTablesWasm } from '../../numeric/kernels/treeShapTables.wasm.js';
import type { Matrix } from '../../numeric/matrix.js';
import { orderingShares, type TreeGame } from './game.js';
import { leafGroups, MOST_BITS, type LeafGroup } from './groups.js';
import { planeCount, planesOf, type Planes } from './planes.js';

/** Trees laid out for tables, in portions whose tables fit the kernel's memory. Made once for a game. */
export interface TableLayout {
  readonly game: TreeGame;
  readonly planes: Planes;
  readonly portions: readonly Portion[];
  /** Patterns looked up for one row, and sums that filling all tables takes. */
  readonly lookups: number;
  readonly fillings: number;
}

interface Portion {
  readonly groups: readonly LeafGroup[];
  readonly groupWords: Uint32Array;
  readonly leafWords: Uint32Array;
  readonly leafNumbers: Float64Array;
}

/** null where bins, rows or values are more than the kernel has room for. `trees` are numbers of trees for which isTabulable. */
export function tableLayout(game: TreeGame, trees: readonly number[]): TableLayout | null {
  const chosen = trees.map((number) => game.ensemble.trees[number]);
  const planes = planesOf(chosen);
  const thresholds = planes.columns.reduce((sum, column) => sum + (column.kind === 'number' ? column.thresholds.length : 0), 0);
  const setWords = planes.columns.reduce((sum, column) => sum + (column.kind === 'category' ? column.set.length : 0), 0);
  const slots = game.ensemble.base.length * game.playerCount;
  const isRoom =
    BLOCK * planes.count <= PLANES_BYTES && 8 * thresholds <= THRESHOLDS_BYTES && 4 * setWords <= WORDS_BYTES && 24 * planes.columns.length <= COLUMNS_BYTES && 8 * BLOCK * slots <= VALUES_BYTES && 8 * BLOCK * game.ensemble.features.length <= ROWS_BYTES;
  if (!isRoom) return null;
  const groups = chosen.flatMap((tree) => leafGroups(tree, game.players, planes));
  const portions: Portion[] = [];
  for (let from = 0; from < groups.length; ) {
    let to = from;
    let [bytes, words] = [0, 0];
    while (to < groups.length && to - from < MOST_GROUPS && bytes + tableBytes(groups[to]) <= TABLES_BYTES && words + groupLength(groups[to]) <= GROUPS_BYTES >> 2) {
      bytes += tableBytes(groups[to]);
      words += groupLength(groups[to]);
      to++;
    }
    portions.push(portionOf(groups.slice(from, to), game.playerCount));
    from = to;
  }
  return {
    game,
    planes,
    portions,
    lookups: groups.reduce((sum, { players }) => sum + players.length, 0),
    fillings: groups.reduce((sum, { leaves }) => sum + leaves.reduce((all, { players }) => all + 3 ** players.length, 0), 0),
  };
}

/** A background and its weights, one a row, adding up to 1; null: the training weights of the branches. */
export type TableBackground = { readonly rows: Matrix; readonly weights: Float64Array } | null;

/** Adds the Shapley values of rows, as the ensemble reads them, to `phi`, [n, outputs, players]. Whoever asks must not change the background. */
export function addTables(layout: TableLayout, rows: Matrix, background: TableBackground, phi: Float64Array): void {
  const { kernel, at, numbers } = (loaded ??= load());
  const slots = layout.game.ensemble.base.length * layout.game.playerCount;
  for (const portion of layout.portions) {
    fillTables(layout, portion, background);
    for (let from = 0; from < rows.rows; from += BLOCK) {
      const count = Math.min(BLOCK, rows.rows - from);
      numbers.fill(0, at.values >> 3, (at.values >> 3) + BLOCK * slots);
      binRows(layout, rows, from, count);
      kernel.addValues(at.groups, portion.groups.length, at.planes, 8 * Math.ceil(count / 8), at.tables, at.values);
      for (let slot = 0; slot < slots; slot++) {
        const column = numbers.subarray((at.values >> 3) + slot * BLOCK, (at.values >> 3) + slot * BLOCK + count);
        for (let row = 0, to = from * slots + slot; row < count; row++, to += slots) phi[to] += column[row];
      }
    }
  }
}

interface TreeShapTablesKernel extends Kernel {
  bin(rows: number, count: number, width: number, columns: number, columnCount: number, thresholds: number, words: number, planes: number): void;
  addFrequencies(groups: number, groupCount: number, planes: number, weights: number, rows: number, to: number): void;
  addValues(groups: number, groupCount: number, planes: number, rows: number, tables: number, values: number): void;
  tabulate(groups: number, groupCount: number, leaves: number, numbers: number, counted: number, shares: number, tables: number): void;
}

/** Rows of a block; the kernel is written for them. */
const BLOCK = 1024;
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

function tableBytes({ players, bits }: LeafGroup): number {
  return 8 * players.length * 2 ** bits.length;
}

/** Words of a group's description. */
function groupLength({ bits, players }: LeafGroup): number {
  return 2 + bits.reduce((sum, steps) => sum + 1 + steps.length, 0) + players.length;
}

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;
let binned: TableLayout | undefined;
/** Of what the tables in memory are. */
let filled: { readonly portion: Portion; readonly background: TableBackground } | undefined;

function load() {
  const kernel = instantiate<TreeShapTablesKernel>(treeShapTablesWasm);
  let next = Math.ceil(kernel.memoryStart() / 64) * 64;
  const room = (bytes: number): number => (next += bytes) - bytes;
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
    numbers.fill(0, at.frequencies >> 3, (at.frequencies >> 3) + portion.groups.length * 2 ** MOST_BITS);
    for (let from = 0; from < background.rows.rows; from += BLOCK) {
      const count = Math.min(BLOCK, background.rows.rows - from);
      binRows(layout, background.rows, from, count);
      numbers.set(background.weights.subarray(from, from + count), at.weights >> 3);
      kernel.addFrequencies(at.groups, portion.groups.length, at.planes, at.weights, count, at.frequencies);
    }
  }
  kernel.tabulate(at.groups, portion.groups.length, at.leaves, at.leafNumbers, background === null ? 0 : at.frequencies, at.shares, at.tables);
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
function portionOf(groups: readonly LeafGroup[], playerCount: number): Portion {
  const groupWords = groups.flatMap(({ bits, players, margin }) => [
    bits.length,
    players.length,
    ...bits.flatMap((steps) => [steps.length, ...steps.map(({ plane, bound, isLeft }) => ((plane << 9) | (isLeft ? 256 : 0) | bound) >>> 0)]),
    ...players.map((player) => margin * playerCount + player),
  ]);
  const leafWords = groups.flatMap(({ leaves }) => [leaves.length, ...leaves.flatMap(({ players }) => [players.length, ...players.flatMap(({ slot, must, mustNot }) => [slot, must, mustNot])])]);
  const leafNumbers = groups.flatMap(({ leaves }) => leaves.flatMap(({ value, players }) => [value, ...players.map(({ chance }) => chance)]));
  return { groups, groupWords: Uint32Array.from(groupWords), leafWords: Uint32Array.from(leafWords), leafNumbers: Float64Array.from(leafNumbers) };
}
