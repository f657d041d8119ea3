import { awkwardRows } from '../../../test/treeFixture.js';
import { modelFixture } from '../../../test/modelFixture.js';
import { parseLightgbm } from '../../models/lightgbm.js';
import { parseXgboost } from '../../models/xgboost.js';
import { asRead, columnGame, type TreeGame } from './game.js';
import { addBackground, addPaths, walkLayout, widthOf } from './walkKernel.js';
import { addPairInteractionsPlain, addPairPlain, addPathInteractionsPlain, addPathPlain, decidePlain } from './walkPlain.js';

/** Few trees: plain code is slow. */
function game(name: string, trees: number): TreeGame {
  const ensemble = (name.includes('xgboost') ? parseXgboost : parseLightgbm)(modelFixture(name).bytes);
  return columnGame({ ...ensemble, trees: ensemble.trees.slice(0, trees) });
}

describe.each([
  ['adult-lightgbm', 6],
  ['adult-lightgbm-multiclass', 6],
  ['adult-lightgbm-zero-as-missing', 4],
  ['adult-xgboost', 6],
  ['adult-xgboost-deep', 1],
])('the kernel on %s', (name, trees) => {
  const shown = game(name, trees);
  const layout = walkLayout(shown);
  const { playerCount } = shown;
  const rows = asRead(shown, awkwardRows(shown.ensemble, 4));
  const background = asRead(shown, awkwardRows(shown.ensemble, 9));
  const weights = Float64Array.of(0.1, 0.2, 0, 0.05, 0.05, 0.3, 0.1, 0.1, 0.1);
  const rowOf = (matrix: typeof rows, row: number): Float64Array => matrix.values.subarray(row * matrix.columns, (row + 1) * matrix.columns);
  const plain = (order: 'values' | 'interactions', add: (portion: (typeof layout.portions)[number], tree: (typeof layout.portions)[number]['trees'][number], row: Uint8Array, phi: Float64Array) => void): Float64Array => {
    const width = widthOf(layout, order);
    const each = width / shown.ensemble.base.length;
    const phi = new Float64Array(rows.rows * width);
    for (let row = 0; row < rows.rows; row++) {
      for (const portion of layout.portions) for (const tree of portion.trees) add(portion, tree, decidePlain(portion, tree, rowOf(rows, row)), phi.subarray(row * width + tree.margin * each, row * width + (tree.margin + 1) * each));
    }
    return phi;
  };

  it.each(['values', 'interactions'] as const)('walks by training weights to the bits of plain code: %s', (order) => {
    const phi = new Float64Array(rows.rows * widthOf(layout, order));
    addPaths(layout, rows, order, phi);
    expect(phi).toEqual(plain(order, (portion, tree, row, to) => (order === 'values' ? addPathPlain(portion, tree, row, to, layout.points) : addPathInteractionsPlain(portion, tree, row, to, playerCount, layout.points))));
    expect(phi.some((value) => value !== 0)).toBe(true);
  });

  it.each(['values', 'interactions'] as const)('walks against background rows to the bits of plain code: %s', (order) => {
    const phi = new Float64Array(rows.rows * widthOf(layout, order));
    addBackground(layout, rows, background, weights, order, phi);
    const side = Math.sqrt(layout.factors.length);
    const others = (portion: (typeof layout.portions)[number], tree: (typeof layout.portions)[number]['trees'][number], add: (other: Uint8Array, weight: number) => void): void =>
      weights.forEach((weight, row) => add(decidePlain(portion, tree, rowOf(background, row)), weight));
    expect(phi).toEqual(
      plain(order, (portion, tree, row, to) =>
        others(portion, tree, (other, weight) => (order === 'values' ? addPairPlain(portion, tree, row, other, weight, to, side) : addPairInteractionsPlain(portion, tree, row, other, weight, to, playerCount, side))),
      ),
    );
    expect(phi.some((value) => value !== 0)).toBe(true);
  });
});
