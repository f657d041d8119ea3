import { awkwardRows } from '../../../test/treeFixture.js';
import { byBackground, byPath, interactionsOf, worths } from '../../../test/explainability/bruteShapley.js';
import { modelFixture } from '../../../test/modelFixture.js';
import { parseLightgbm } from '../../models/lightgbm.js';
import type { Tree } from '../../models/tree.js';
import { applyLink, predictMargins } from '../../models/treeEnsemble.js';
import { parseXgboost } from '../../models/xgboost.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { shapleyValues } from '../shapleyValues.js';
import { answerOfLink, answerOfMargin } from './answer.js';
import { asRead, columnGame, type TreeGame } from './game.js';
import { interventionalExplainer } from './interventional.js';
import { pathDependentExplainer } from './pathDependent.js';
import type { TreeAttributions } from './treeExplainer.js';

const ensembleOf = (name: string) => (name.includes('xgboost') ? parseXgboost : parseLightgbm)(modelFixture(name).bytes);
const rowsOf = (rows: Matrix): Float64Array[] => Array.from({ length: rows.rows }, (_, row) => rows.values.slice(row * rows.columns, (row + 1) * rows.columns));

/** Six columns, or 14 joined to five players, so that every coalition can be asked. */
function smallGame(name: string, trees: number): TreeGame {
  const ensemble = ensembleOf(name);
  const game = columnGame({ ...ensemble, trees: ensemble.trees.slice(0, trees) });
  return game.playerCount <= 8 ? game : { ...game, players: game.players && Array.from(game.players, (column) => column % 5), playerCount: 5 };
}

const cases = [
  ['adult-lightgbm-numeric', 12],
  ['adult-lightgbm', 8],
  ['adult-lightgbm-zero-as-missing', 8],
  ['adult-lightgbm-multiclass', 6],
  ['adult-xgboost-numeric', 10],
  ['adult-xgboost', 8],
  ['adult-xgboost-deep', 2],
] as const;

const largest = (values: ArrayLike<number>): number => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  expect(largest(Array.from(found, (value, at) => value - wanted[at]))).toBeLessThan(tolerance * Math.max(1, largest(wanted)));
}

describe.each(cases)('%s', (name, trees) => {
  const game = smallGame(name, trees);
  const { playerCount: m } = game;
  const outputs = game.ensemble.base.length;
  const rows = awkwardRows(game.ensemble, 5);
  const background = awkwardRows(game.ensemble, 12);
  const weights = Float64Array.from({ length: 12 }, (_, z) => (z === 3 ? 0 : 1 + (z % 4)));
  const total = weights.reduce((a, b) => a + b);
  const read = { rows: rowsOf(asRead(game, rows)), background: rowsOf(asRead(game, background)) };
  const brute = (leafMeanOf: (row: Float64Array) => (tree: Tree, isIn: (column: number) => boolean) => number): Float64Array[] =>
    read.rows.flatMap((row) => Array.from({ length: outputs }, (_, k) => worths(game, k, leafMeanOf(row))));
  const interventional = brute((row) => byBackground(row, read.background, weights.map((weight) => weight / total)));
  const byTraining = brute(byPath);

  // Sums of some hundred float64 terms; the largest values are near 1.
  it.each(['walk', 'tables'] as const)('has the values that all coalitions give against a weighted background: %s', (way) => {
    const found = interventionalExplainer(game, background, weights).explain(rows, way);
    expectClose(found.values, interventional.flatMap((worth) => [...shapleyValues(worth, m)]), 1e-12);
    expectClose(found.bases, interventional.map((worth) => worth[0]), 1e-12);
    expectClose(found.answers, interventional.map((worth) => worth.at(-1)!), 1e-12);
    expect(largest(found.gaps)).toBeLessThan(1e-12);
  });

  it.each(['walk', 'tables'] as const)('has the values that all coalitions give by training weights: %s', (way) => {
    const found = pathDependentExplainer(game).explain(rows, way);
    expectClose(found.values, byTraining.flatMap((worth) => [...shapleyValues(worth, m)]), 1e-12);
    expectClose(found.bases, byTraining.map((worth) => worth[0]), 1e-12);
    expect(largest(found.gaps)).toBeLessThan(1e-12);
  });

  it.each(['walk', 'tables'] as const)('has the interactions that all coalitions give: %s', (way) => {
    expectClose(interventionalExplainer(game, background, weights).interactions(rows, way).interactions, interventional.flatMap((worth) => [...interactionsOf(worth, m)]), 1e-12);
    expectClose(pathDependentExplainer(game).interactions(rows, way).interactions, byTraining.flatMap((worth) => [...interactionsOf(worth, m)]), 1e-12);
  });
});

describe('edges', () => {
  const game = smallGame('adult-lightgbm-numeric', 12);
  const rows = awkwardRows(game.ensemble, 3);

  it('answers no rows with nothing, and a background of one row', () => {
    const explainer = interventionalExplainer(game, awkwardRows(game.ensemble, 1));
    const none: TreeAttributions = { values: new Float64Array(0), bases: new Float64Array(0), answers: new Float64Array(0), gaps: new Float64Array(0) };
    for (const way of ['walk', 'tables'] as const) expect(explainer.explain(matrix(0, 6), way)).toEqual(none);
    expect(largest(explainer.explain(rows).gaps)).toBeLessThan(1e-12);
  });

  it('gives 0 to a feature that no tree asks and to a row that is the whole background', () => {
    const wide = { ...game, ensemble: { ...game.ensemble, features: [...game.ensemble.features, game.ensemble.features[0]] }, players: [0, 1, 2, 3, 4, 5, 6], playerCount: 7 };
    const row = matrix(1, 7, Float64Array.of(...rows.values.subarray(0, 6), 3));
    const explainer = interventionalExplainer(wide, row);
    for (const way of ['walk', 'tables'] as const) expect([...explainer.explain(row, way).values].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const other = matrix(1, 7, Float64Array.of(...rows.values.subarray(6, 12), 4));
    expect(explainer.explain(other).values[6]).toBe(0);
  });

  it('explains a constant: a leaf alone', () => {
    const leaf = { ...game.ensemble.trees[0], feature: Int32Array.of(-1), threshold: new Float64Array(1), left: Int32Array.of(-1), right: Int32Array.of(-1), flags: new Uint8Array(1), set: Int32Array.of(-1), value: Float64Array.of(0.25), cover: Float64Array.of(0), depth: 0 };
    const constant = { ...game, ensemble: { ...game.ensemble, trees: [leaf] } };
    for (const explainer of [pathDependentExplainer(constant), interventionalExplainer(constant, rows)]) {
      for (const way of ['walk', 'tables'] as const) {
        const found = explainer.explain(rows, way);
        expect([...found.values].every((value) => value === 0)).toBe(true);
        expect([...found.bases, ...found.gaps]).toEqual([0.25, 0.25, 0.25, 0, 0, 0]);
      }
    }
  });

  it('refuses what it cannot explain', () => {
    expect(() => interventionalExplainer(game, matrix(0, 6))).toThrow('at least one background row');
    for (const weights of [[1, 2], [1, -1, 1], [0, 0, 0], [NaN, 1, 1], [Infinity, 1, 1]]) expect(() => interventionalExplainer(game, rows, Float64Array.from(weights))).toThrow('weights');
    expect(() => interventionalExplainer(game, matrix(2, 5))).toThrow('6 features, the rows have 5');
    const bare = { ...game, ensemble: { ...game.ensemble, trees: game.ensemble.trees.map((tree) => ({ ...tree, cover: new Float64Array(tree.cover.length) })) } };
    expect(() => pathDependentExplainer(bare)).toThrow('has none');
  });

  it('does not change with what the background becomes afterwards', () => {
    const background = awkwardRows(game.ensemble, 20);
    const explainer = interventionalExplainer(game, background);
    const before = explainer.explain(rows);
    background.values.fill(1);
    expect(explainer.explain(rows)).toEqual(before);
  });
});

describe('answers of margins', () => {
  const ensemble = ensembleOf('adult-lightgbm-multiclass');
  const game = columnGame(ensemble);
  const rows = awkwardRows(ensemble, 4);
  const background = awkwardRows(ensemble, 15);

  it('of several classes add up to their probabilities, and the classes to nothing', () => {
    const explainer = interventionalExplainer(game, background);
    const found = [0, 1, 2].map((output) => explainer.explainAnswer(rows, answerOfLink(ensemble.link, output)));
    const scores = applyLink(ensemble.link, predictMargins(ensemble, rows, 'float64'));
    found.forEach(({ answers, gaps, values }, output) => {
      expectClose(answers, Array.from({ length: 4 }, (_, row) => scores.values[3 * row + output]), 1e-15);
      expect(largest(gaps)).toBeLessThan(1e-12);
      expect(largest(values)).toBeGreaterThan(0.01);
    });
    found[0].values.forEach((value, at) => expect(Math.abs(value + found[1].values[at] + found[2].values[at])).toBeLessThan(1e-14));
  });

  it('of two margins, one of them 0, are those of the logistic function of the other', () => {
    const one = { ...ensemble, base: [0], trees: ensemble.trees.map((tree) => ({ ...tree, margin: 0 })) };
    const two = { ...one, base: [0, 0], trees: one.trees.map((tree) => ({ ...tree, margin: 1 })) };
    const logistic = interventionalExplainer(columnGame(one), background).explainAnswer(rows, answerOfMargin(0, (margin) => 1 / (1 + Math.exp(-margin))));
    const softmax = interventionalExplainer(columnGame(two), background).explainAnswer(rows, answerOfLink({ kind: 'softmax' }, 1));
    expectClose(softmax.values, logistic.values, 1e-12);
  });

  it('of the margin itself are its Shapley values', () => {
    const explainer = interventionalExplainer(game, background);
    const margins = explainer.explain(rows).values;
    const { values } = explainer.explainAnswer(rows, answerOfLink({ kind: 'identity' }, 2));
    expectClose(values, Array.from({ length: 4 }, (_, row) => [...margins.subarray((3 * row + 2) * game.playerCount, (3 * row + 3) * game.playerCount)]).flat(), 1e-13);
  });
});
