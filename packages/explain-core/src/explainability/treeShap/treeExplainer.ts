import { predictMargins } from '../../models/treeEnsemble.js';
import type { Matrix } from '../../numeric/matrix.js';
import { asRead, type TreeGame } from './game.js';
import type { TableBackground } from './tablesKernel.js';
import { widthOf } from './walkKernel.js';
import { explainBy, type Layouts, type Way } from './ways.js';

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

export interface TreeExplainer {
  readonly game: TreeGame;
  /** Rows of the ensemble's matrix, [n, features]. Without `way` the one whose estimated time is less. */
  explain(rows: Matrix, way?: Way): TreeAttributions;
  interactions(rows: Matrix, way?: Way): TreeInteractions;
}

/** Values by `way`, with what they should add up to. `means`: of each output where nothing is known of a row. */
export function valuesOf(layouts: Layouts, rows: Matrix, background: TableBackground, means: readonly number[], way: Way | undefined): TreeAttributions {
  const { game } = layouts.walk();
  const outputs = means.length;
  const values = new Float64Array(rows.rows * outputs * game.playerCount);
  explainBy(layouts, asRead(game, rows), values, background, 'values', way);
  const answers = predictMargins(game.ensemble, rows, 'float64').values;
  return withGaps(values, answers.map((_, at) => means[at % outputs]), answers, game.playerCount);
}

/** `values`: [k, players] for k bases and answers. */
export function withGaps(values: Float64Array, bases: Float64Array, answers: Float64Array, players: number): TreeAttributions {
  const gaps = answers.map((answer, at) => {
    let sum = bases[at];
    for (let player = at * players; player < (at + 1) * players; player++) sum += values[player];
    return sum - answer;
  });
  return { values, bases, answers, gaps };
}

export function interactionsOf(layouts: Layouts, rows: Matrix, background: TableBackground, means: readonly number[], way: Way | undefined): TreeInteractions {
  const walk = layouts.walk();
  const { game } = walk;
  const { playerCount: m } = game;
  const found = valuesOf(layouts, rows, background, means, way);
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
