import { ExplainError } from '../../errors.js';
import { predictMargins } from '../../models/treeEnsemble.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { asRead, type TreeGame } from './game.js';
import type { Answer } from './answer.js';
import { interactionsOf, valuesOf, withGaps, type TreeAttributions, type TreeExplainer } from './treeExplainer.js';
import { addBackground } from './walkKernel.js';
import { layoutsOf } from './ways.js';

export interface InterventionalExplainer extends TreeExplainer {
  /**
   * Values of an answer that is a function of the margins (answer.ts says what they are). One output: [n, 1, players]. They add up to g(f(x)) − E g(f(z)), but are not the Shapley values of the
   * game g(margins), which no sum over trees gives.
   */
  explainAnswer(rows: Matrix, answer: Answer): TreeAttributions;
}

/**
 * Interventional Tree SHAP: a player who is out takes its value from a background row, and the game is averaged over the background.
 *   φ_i = Σ_z w_z · φ_i(x, z);   for one leaf on whose path p players hold to x and not to z, and n to z and not to x,
 *   φ_i(x, z) = v · (p − 1)! n! ÷ (p + n)! for the former, −v · p! (n − 1)! ÷ (p + n)! for the latter.
 * Lundberg et al. 2020, "From local explanations to global understanding with explainable AI for trees"; from tables of patterns as in Nadel, Wettenstein 2026, "From decision trees to Boolean logic: a fast and unified SHAP algorithm" (AAAI). `weights`: one a
 * background row, none negative, not all 0; equal if left out. Time O(n · m · nodes reached) by walking, O((n + m) · groups) by tables.
 */
export function interventionalExplainer(game: TreeGame, background: Matrix, weights?: Float64Array): InterventionalExplainer {
  // A copy: what is derived from it is kept.
  const read = asRead(game, matrix(background.rows, background.columns, background.values.slice()));
  const shares = normalised(background.rows, weights);
  const layouts = layoutsOf(game);
  const against = { rows: read, weights: shares };
  const outputs = game.ensemble.base.length;
  const margins = predictMargins(game.ensemble, read, 'float64');
  const others = Array.from({ length: read.rows }, (_, z) => margins.values.subarray(z * outputs, (z + 1) * outputs));
  const means = Array.from({ length: outputs }, (_, k) => others.reduce((sum, other, z) => sum + shares[z] * other[k], 0));
  return {
    game,
    explain: (rows, way) => valuesOf(layouts, rows, against, means, way),
    interactions: (rows, way) => interactionsOf(layouts, rows, against, means, way),
    explainAnswer(rows, answer) {
      const m = game.playerCount;
      const asked = asRead(game, rows);
      const own = predictMargins(game.ensemble, rows, 'float64').values;
      const values = new Float64Array(rows.rows * m);
      const bases = new Float64Array(rows.rows);
      const answers = new Float64Array(rows.rows);
      const slopes = new Float64Array(outputs);
      const stretched = new Float64Array(outputs * read.rows);
      for (let row = 0; row < rows.rows; row++) {
        const margin = own.subarray(row * outputs, (row + 1) * outputs);
        answers[row] = answer.of(margin, row);
        others.forEach((other, z) => {
          bases[row] += shares[z] * answer.of(other, row);
          answer.slopes(margin, other, row, slopes);
          for (let k = 0; k < outputs; k++) stretched[k * read.rows + z] = shares[z] * slopes[k];
        });
        const each = new Float64Array(outputs * m);
        const one = matrix(1, asked.columns, asked.values.slice(row * asked.columns, (row + 1) * asked.columns));
        addBackground(layouts.walk(), one, read, stretched, 'values', each);
        for (let k = 0; k < outputs; k++) for (let j = 0; j < m; j++) values[row * m + j] += each[k * m + j];
      }
      return withGaps(values, bases, answers, m);
    },
  };
}

function normalised(rows: number, weights: Float64Array | undefined): Float64Array {
  if (rows === 0) throw new ExplainError('BAD_OPTIONS', 'Interventional Tree SHAP needs at least one background row.');
  if (weights === undefined) return new Float64Array(rows).fill(1 / rows);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const isUsable = weights.length === rows && weights.every((weight) => weight >= 0) && sum > 0 && Number.isFinite(sum);
  if (!isUsable) throw new ExplainError('BAD_OPTIONS', `The background has ${rows} rows; their weights should be as many numbers, none negative, not all 0.`);
  return weights.map((weight) => weight / sum);
}
