import { ExplainError } from '../../errors.js';
import { predictMargins } from '../../models/treeEnsemble.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { asRead, type TreeGame } from './game.js';
import { isTabulable } from './groups.js';
import { addTables, slotCount, tableLayout, type TableBackground, type TableLayout } from './tablesKernel.js';
import { addBackground, addPaths, walkLayout, widthOf, type Order, type WalkLayout } from './walkKernel.js';

/** Shapley values of rows. In exact arithmetic base + Σ values = answer; `gaps` is what rounding left of that. */
export interface TreeAttributions {
  /** [n, outputs, players] */
  readonly values: Float64Array;
  /** What the model answers where nothing is known of a row. [n, outputs] */
  readonly bases: Float64Array;
  /** What it answers for the row: leaves added in float64, whatever the model's own precision. [n, outputs] */
  readonly answers: Float64Array;
  /** base + Σ values − answer. [n, outputs] */
  readonly gaps: Float64Array;
}

/**
 * Shapley interaction values: off the diagonal half the Shapley interaction index of two players (Grabisch, Roubens 1999), on it what remains of a player's Shapley value, so that a row of
 * the matrix adds up to that value (Lundberg et al. 2018).
 */
export interface TreeInteractions extends TreeAttributions {
  /** [n, outputs, players, players], symmetric. */
  readonly interactions: Float64Array;
}

/** Turns a margin of a row (by its number in the call) into what is explained. */
export type Transform = (margin: number, row: number, output: number) => number;

/** How values are found: by walking trees for each row, or from tables of leaf patterns. Both give the same values up to rounding. */
export type Way = 'walk' | 'tables';

export interface TreeExplainer {
  readonly game: TreeGame;
  /** Rows of the ensemble's matrix, [n, features]. Without `way` the one whose estimated time is less. */
  explain(rows: Matrix, way?: Way): TreeAttributions;
  interactions(rows: Matrix, way?: Way): TreeInteractions;
}

export interface InterventionalExplainer extends TreeExplainer {
  /**
   * Values of a transformed margin (a probability, a loss). For each row x and background row z the values of the margin's game are stretched by (g(f(x)) − g(f(z))) ÷ (f(x) − f(z)), or 1 where
   * f(x) = f(z), and then averaged: the definition of the package shap (cext/tree_shap.h, dense_independent). They add up to g(f(x)) − E g(f(z)), but are not the Shapley values of the game
   * g(margin), which no sum over trees gives. The margin of an output must be all its answer hangs on, so this does not serve a softmax of several.
   */
  explainTransformed(rows: Matrix, transform: Transform): TreeAttributions;
}

/**
 * Path-dependent Tree SHAP: a player who is out is averaged over both branches of its splits, by the training weight that went either way.
 *   φ_i = Σ_leaves v · (o_i − r_i) · ∫₀¹ Π_{j ≠ i} (t·o_j + (1 − t)·r_j) dt
 * o_j is 1 where the row holds to the leaf's path at every split of player j and 0 where not, r_j the product of the path's shares of training weight there.
 * Lundberg et al. 2018, "Consistent individualized feature attribution for tree ensembles"; as an integral after Owen 1972, "Multilinear extensions of games", which Gauss–Legendre
 * points give without error; one pass of a tree as in Yu et al. 2022, "Linear TreeShap". Time O(nodes · players on a path) a row. Throws UNSUPPORTED where the file has no training weights.
 */
export function pathDependentExplainer(game: TreeGame): TreeExplainer {
  const { trees, base } = game.ensemble;
  const bare = trees.findIndex((tree) => tree.feature[0] >= 0 && !(tree.cover[0] > 0));
  if (bare >= 0) throw new ExplainError('UNSUPPORTED', `Path-dependent Tree SHAP needs the training weight of each node, and tree ${bare} of this ${game.ensemble.source} model has none. Explain it against a background (interventional).`);
  const layouts = layoutsOf(game);
  const mean = pathMeans(layouts.walk(), base);
  return {
    game,
    explain: (rows, way) => attributionsOf(game, rows, base.length, (read, phi) => explainBy(layouts, read, phi, null, 'values', way), (_row, k) => mean[k]),
    interactions: (rows, way) => interactionsOf(layouts, rows, null, way, (_row, k) => mean[k]),
  };
}

/**
 * Interventional Tree SHAP: a player who is out takes its value from a background row, and the game is averaged over the background.
 *   φ_i = Σ_z w_z · φ_i(x, z);   for one leaf on whose path p players hold to x and not to z, and n to z and not to x,
 *   φ_i(x, z) = v · (p − 1)! n! ÷ (p + n)! for the former, −v · p! (n − 1)! ÷ (p + n)! for the latter.
 * Lundberg et al. 2020, "From local explanations to global understanding with explainable AI for trees"; from tables of patterns as in Nadel, Wettenstein 2026, "From decision trees to Boolean logic: a fast and unified SHAP algorithm" (AAAI). `weights`: one a
 * background row, none negative, not all 0; equal if left out. Time O(n · m · nodes reached) by walking, O((n + m) · groups) by tables.
 */
export function interventionalExplainer(game: TreeGame, background: Matrix, weights?: Float64Array): InterventionalExplainer {
  const { base } = game.ensemble;
  const outputs = base.length;
  // A copy: what is derived from it is kept.
  const read = asRead(game, matrix(background.rows, background.columns, background.values.slice()));
  const shares = normalised(background.rows, weights);
  const layouts = layoutsOf(game);
  const tables = { rows: read, weights: shares };
  const margins = predictMargins(game.ensemble, background, 'float64');
  const mean = Array.from({ length: outputs }, (_, k) => shares.reduce((sum, weight, z) => sum + weight * margins.values[z * outputs + k], 0));
  return {
    game,
    explain: (rows, way) => attributionsOf(game, rows, outputs, (asked, phi) => explainBy(layouts, asked, phi, tables, 'values', way), (_row, k) => mean[k]),
    interactions: (rows, way) => interactionsOf(layouts, rows, tables, way, (_row, k) => mean[k]),
    explainTransformed(rows, transform) {
      const own = predictMargins(game.ensemble, rows, 'float64');
      const stretched = new Float64Array(rows.rows * outputs * read.rows);
      const bases = new Float64Array(rows.rows * outputs);
      for (let row = 0; row < rows.rows; row++) {
        for (let k = 0; k < outputs; k++) {
          const at = row * outputs + k;
          const margin = own.values[at];
          const answer = transform(margin, row, k);
          for (let z = 0; z < read.rows; z++) {
            const other = margins.values[z * outputs + k];
            const otherAnswer = transform(other, row, k);
            bases[at] += shares[z] * otherAnswer;
            stretched[at * read.rows + z] = shares[z] * (margin === other ? 1 : (answer - otherAnswer) / (margin - other));
          }
        }
      }
      const add = (asked: Matrix, phi: Float64Array): void => addBackground(layouts.walk(), asked, read, stretched, 'values', phi);
      return attributionsOf(game, rows, outputs, add, (row, k) => bases[row * outputs + k], transform);
    },
  };
}

interface Layouts {
  readonly walk: () => WalkLayout;
  /** Trees that have tables, and the walk of those that have none. */
  readonly tables: (order: Order) => { readonly tables: TableLayout; readonly rest: WalkLayout | null } | null;
}

/** Each is made when first needed. */
function layoutsOf(game: TreeGame): Layouts {
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
function explainBy(layouts: Layouts, rows: Matrix, phi: Float64Array, background: TableBackground, order: Order, way: Way | undefined): void {
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
  const groups = portions.reduce((sum, portion) => sum + portion.groups.length, 0);
  const rest = chosen.rest === null ? 0 : (walking * chosen.rest.game.ensemble.trees.length) / trees.length;
  const looking = laying + costs.filling * fillings + (background === null ? 0 : COUNTING * groups * background.rows.rows) + costs.lookup * lookups * rows + rest;
  return looking < walking ? 'tables' : 'walk';
}

function attributionsOf(game: TreeGame, rows: Matrix, outputs: number, add: (read: Matrix, phi: Float64Array) => void, baseOf: (row: number, output: number) => number, transform?: Transform): TreeAttributions {
  const values = new Float64Array(rows.rows * outputs * game.playerCount);
  add(asRead(game, rows), values);
  const margins = predictMargins(game.ensemble, rows, 'float64').values;
  const answers = transform === undefined ? margins : margins.map((margin, at) => transform(margin, Math.floor(at / outputs), at % outputs));
  const bases = answers.map((_, at) => baseOf(Math.floor(at / outputs), at % outputs));
  const gaps = answers.map((answer, at) => {
    let sum = bases[at];
    for (let player = at * game.playerCount; player < (at + 1) * game.playerCount; player++) sum += values[player];
    return sum - answer;
  });
  return { values, bases, answers, gaps };
}

function interactionsOf(layouts: Layouts, rows: Matrix, background: TableBackground, way: Way | undefined, baseOf: (row: number, output: number) => number): TreeInteractions {
  const walk = layouts.walk();
  const { game } = walk;
  const { playerCount: m } = game;
  const found = attributionsOf(game, rows, game.ensemble.base.length, (read, phi) => explainBy(layouts, read, phi, background, 'values', way), baseOf);
  const interactions = new Float64Array(rows.rows * widthOf(walk, 'interactions'));
  explainBy(layouts, asRead(game, rows), interactions, background, 'interactions', way);
  for (let start = 0, of = 0; start < interactions.length; start += m * m, of += m) {
    for (let i = 0; i < m; i++) for (let j = 0; j < i; j++) interactions[start + i * m + j] = interactions[start + j * m + i];
    for (let i = 0; i < m; i++) {
      let own = found.values[of + i];
      for (let j = 0; j < m; j++) if (j !== i) own -= interactions[start + i * m + j];
      interactions[start + i * m + i] = own;
    }
  }
  return { ...found, interactions };
}

/** The mean leaf by training weight, tree by tree. [outputs] */
function pathMeans(walk: WalkLayout, base: readonly number[]): number[] {
  const means = [...base];
  for (const { left, value, share, trees } of walk.portions) {
    const reach = new Float64Array(left.length);
    for (const { root, nodes, margin } of trees) {
      reach[root] = 1;
      for (let node = root; node < root + nodes; node++) {
        if (left[node] === node) means[margin] += reach[node] * value[node];
        else for (const child of [left[node], left[node] + 1]) reach[child] = reach[node] * share[child];
      }
    }
  }
  return means;
}

function normalised(rows: number, weights: Float64Array | undefined): Float64Array {
  if (rows === 0) throw new ExplainError('BAD_OPTIONS', 'Interventional Tree SHAP needs at least one background row.');
  if (weights === undefined) return new Float64Array(rows).fill(1 / rows);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const isUsable = weights.length === rows && weights.every((weight) => weight >= 0) && sum > 0 && Number.isFinite(sum);
  if (!isUsable) throw new ExplainError('BAD_OPTIONS', `The background has ${rows} rows; their weights should be as many numbers, none negative, not all 0.`);
  return weights.map((weight) => weight / sum);
}
