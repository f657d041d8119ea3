import type { Matrix } from '../../numeric/matrix.js';
import type { TreeGame } from './game.js';
import { isTabulable } from './groups.js';
import { addTables, slotCount, tableLayout, type TableBackground, type TableLayout } from './tablesKernel.js';
import { addBackground, addPaths, walkLayout, type Order, type WalkLayout } from './walkKernel.js';

/** How values are found: by walking trees for each row, or from tables of leaf patterns. Both give the same values up to rounding. */
export type Way = 'walk' | 'tables';

export interface Layouts {
  readonly walk: () => WalkLayout;
  /** Trees that have tables, and the walk of those that have none. */
  readonly tables: (order: Order) => { readonly tables: TableLayout; readonly rest: WalkLayout | null } | null;
}

/** Each is made when first needed. */
export function layoutsOf(game: TreeGame): Layouts {
  let walk: WalkLayout | undefined;
  const known = new Map<Order, ReturnType<Layouts['tables']>>();
  const made = (order: Order): ReturnType<Layouts['tables']> => {
    const { trees } = game.ensemble;
    const chosen = trees.flatMap((tree, number) => (isTabulable(tree, game.players) ? [number] : []));
    const layout = chosen.length === 0 ? null : tableLayout(game, chosen, order);
    const others = trees.filter((tree) => !isTabulable(tree, game.players));
    return layout && { tables: layout, rest: others.length === 0 ? null : walkLayout({ ...game, ensemble: { ...game.ensemble, trees: others } }) };
  };
  return {
    walk: () => (walk ??= walkLayout(game)),
    tables: (order) => {
      if (!known.has(order)) known.set(order, made(order));
      return known.get(order)!;
    },
  };
}

/** Adds values, or interactions at (smaller player, larger player), to `phi`, [n, widthOf]. */
export function explainBy(layouts: Layouts, rows: Matrix, phi: Float64Array, background: TableBackground, order: Order, way: Way | undefined): void {
  const walkBy = (walk: WalkLayout): void => (background === null ? addPaths(walk, rows, order, phi) : addBackground(walk, rows, background.rows, background.weights, order, phi));
  const choice = way ?? cheaperWay(layouts, rows.rows, background, order);
  const chosen = choice === 'tables' ? layouts.tables(order) : null;
  if (chosen === null) return walkBy(layouts.walk());
  if (order === 'values') {
    addTables(chosen.tables, rows, background, phi);
  } else {
    const { playerCount: m, ensemble } = layouts.walk().game;
    const pairs = new Float64Array(rows.rows * slotCount(layouts.walk().game, order));
    addTables(chosen.tables, rows, background, pairs);
    for (let of = 0, from = 0; of < rows.rows * ensemble.base.length; of++) {
      for (let j = 1; j < m; j++) for (let i = 0; i < j; i++) phi[of * m * m + i * m + j] += pairs[from++];
    }
  }
  if (chosen.rest !== null) walkBy(chosen.rest);
}

/** Nanoseconds, measured with bench/tree-shap.mjs: what matters is where the two ways cross. */
const PATH_NODE = 16;
const PAIR_LEVEL = 12;
const LAYING = 6000;
const COUNTING = 2;
const COSTS = { values: { walking: 1, filling: 3, lookup: 0.5 }, interactions: { walking: 3, filling: 12, lookup: 1 } };

/**
 * Tables cost laying out, a count of the background and filling, whatever the rows; a walk costs nothing beforehand and more for each row (and background row). So a few rows walk, and many look up.
 * Trees that have no table walk in both ways. What is there already from an earlier call does not count: the same rows should take the same way, whose rounding is its own.
 */
function cheaperWay(layouts: Layouts, rows: number, background: TableBackground, order: Order): Way {
  const { trees } = layouts.walk().game.ensemble;
  const costs = COSTS[order];
  const nodes = trees.reduce((sum, { feature }) => sum + feature.length, 0);
  const perRow = background === null ? PATH_NODE * nodes : PAIR_LEVEL * background.rows.rows * trees.reduce((sum, { depth }) => sum + depth, 0);
  const walking = rows * perRow * costs.walking;
  const laying = (LAYING * nodes) / 2;
  if (walking < laying) return 'walk';
  const chosen = layouts.tables(order);
  if (chosen === null) return 'walk';
  const { lookups, fillings, portions } = chosen.tables;
  const groups = portions.reduce((sum, { groupCount }) => sum + groupCount, 0);
  const rest = chosen.rest === null ? 0 : (walking * chosen.rest.game.ensemble.trees.length) / trees.length;
  const looking = laying + costs.filling * fillings + (background === null ? 0 : COUNTING * groups * background.rows.rows) + costs.lookup * lookups * rows + rest;
  return looking < walking ? 'tables' : 'walk';
}
