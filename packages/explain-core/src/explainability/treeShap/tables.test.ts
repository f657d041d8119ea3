import { awkwardRows } from '../../../test/treeFixture.js';
import { modelFixture } from '../../../test/modelFixture.js';
import { assembleTree } from '../../models/tree.js';
import { parseLightgbm } from '../../models/lightgbm.js';
import { parseXgboost } from '../../models/xgboost.js';
import { matrix } from '../../numeric/matrix.js';
import { asRead, columnGame, type TreeGame } from './game.js';
import { isTabulable, leafGroups, MOST_BITS } from './groups.js';
import { planesOf } from './planes.js';
import { pairSlot } from './pairSlot.js';
import { addTables, slotCount, tableLayout, type TableBackground } from './tablesKernel.js';
import type { Order } from './walkKernel.js';
import { binPlain, patternPlain, tablePlain } from './tablesPlain.js';
import { interventionalExplainer } from './interventional.js';
import { pathDependentExplainer } from './pathDependent.js';

function game(name: string, trees: number): TreeGame {
  const ensemble = (name.includes('xgboost') ? parseXgboost : parseLightgbm)(modelFixture(name).bytes);
  const chosen = ensemble.trees.slice(0, trees);
  return columnGame({ ...ensemble, trees: chosen });
}

/** Values of every row, group by group in order. */
function addTablesPlain(shown: TreeGame, trees: readonly number[], rows: ReturnType<typeof asRead>, background: TableBackground, order: Order): Float64Array {
  const chosen = trees.map((number) => shown.ensemble.trees[number]);
  const planes = planesOf(chosen);
  const bytesOf = (from: typeof rows): Uint8Array[] => Array.from({ length: from.rows }, (_, row) => binPlain(planes, from.values.subarray(row * from.columns, (row + 1) * from.columns)));
  const [own, others] = [bytesOf(rows), background && bytesOf(background.rows)];
  const slots = slotCount(shown, order);
  const each = slots / shown.ensemble.base.length;
  const phi = new Float64Array(rows.rows * slots);
  for (const group of chosen.flatMap((tree) => leafGroups(tree, shown.players, planes))) {
    const counted = others && new Float64Array(2 ** MOST_BITS);
    others?.forEach((bytes, z) => (counted![patternPlain(group, bytes)] += background!.weights[z]));
    const table = tablePlain(group, counted, order);
    const columns = order === 'values' ? group.players : group.players.flatMap((one, j) => group.players.slice(0, j).map((other) => pairSlot(one, other)));
    own.forEach((bytes, row) => columns.forEach((column, slot) => (phi[row * slots + group.margin * each + column] += table[(slot << group.bits.length) + patternPlain(group, bytes)])));
  }
  return phi;
}

describe.each([
  ['adult-lightgbm', 10],
  ['adult-lightgbm-multiclass', 9],
  ['adult-lightgbm-zero-as-missing', 6],
  ['adult-xgboost', 10],
  ['adult-xgboost-numeric', 10],
])('the kernel on %s', (name, trees) => {
  const shown = game(name, trees);
  const tabulable = shown.ensemble.trees.flatMap((tree, number) => (isTabulable(tree, shown.players) ? [number] : []));

  it.each([
    ['values', 1],
    ['values', 70],
    ['values', 1100],
    ['interactions', 1],
    ['interactions', 300],
  ] as const)('gives the bits of plain code: %s of %i rows, with a background and with training weights', (order, count) => {
    expect(tabulable.length).toBeGreaterThan(0);
    const layout = tableLayout(shown, tabulable, order)!;
    const rows = asRead(shown, awkwardRows(shown.ensemble, count));
    const background = { rows: asRead(shown, awkwardRows(shown.ensemble, 30)), weights: Float64Array.from({ length: 30 }, (_, z) => (z + 1) / 465) };
    for (const against of [background, null]) {
      const phi = new Float64Array(count * slotCount(shown, order));
      addTables(layout, rows, against, phi);
      expect(phi).toEqual(addTablesPlain(shown, tabulable, rows, against, order));
      expect(phi.some((value) => value !== 0)).toBe(true);
    }
  });
});

describe('tables', () => {
  it('count more thresholds than a byte holds', () => {
    // A chain of trees with 600 thresholds on two features.
    const base = game('adult-lightgbm-numeric', 1);
    const stump = (feature: number, threshold: number) => ({
      ...base.ensemble.trees[0],
      feature: Int32Array.of(feature, -1, -1),
      threshold: Float64Array.of(threshold, 0, 0),
      left: Int32Array.of(1, -1, -1),
      right: Int32Array.of(2, -1, -1),
      flags: Uint8Array.of(feature, 0, 0),
      set: Int32Array.of(-1, -1, -1),
      value: Float64Array.of(0, -1, threshold / 100),
      cover: Float64Array.of(3, 1, 2),
      depth: 1,
    });
    const trees = Array.from({ length: 1200 }, (_, i) => stump(i % 2, Math.floor(i / 2) - 300));
    const shown = { ...base, ensemble: { ...base.ensemble, trees } };
    expect(planesOf(trees).count).toBe(6);
    const rows = matrix(40, 6, Float64Array.from({ length: 240 }, (_, at) => (at % 17 === 0 ? NaN : ((at * 7919) % 700) - 350)));
    const explainer = interventionalExplainer(shown, matrix(20, 6, rows.values.slice(0, 120)));
    const [walked, looked] = [explainer.explain(rows, 'walk'), explainer.explain(rows, 'tables')];
    walked.values.forEach((value, at) => expect(Math.abs(value - looked.values[at])).toBeLessThan(1e-9));
    expect(looked.gaps.every((gap) => Math.abs(gap) < 1e-9)).toBe(true);
  });

  it('leave trees whose paths ask more players than a byte has bits to the walk', () => {
    const shallow = game('adult-lightgbm', 3);
    // A split a feature, one below the other.
    const chain = assembleTree(
      {
        left: Array.from({ length: 25 }, (_, node) => (node % 2 === 0 && node < 24 ? node + 1 : -1)),
        right: Array.from({ length: 25 }, (_, node) => node + 2),
        feature: Array.from({ length: 25 }, (_, node) => node / 2),
        threshold: new Float64Array(25).fill(0.5),
        flags: Uint8Array.from({ length: 25 }, (_, node) => (node / 2) % 2),
        set: new Int32Array(25).fill(-1),
        sets: [],
        value: Float64Array.from({ length: 25 }, (_, node) => node - 7),
        cover: Float64Array.from({ length: 25 }, (_, node) => (node % 2 === 0 ? 100 - 3 * node : 6)),
        margin: 0,
      },
      'a chain',
      14,
    );
    const shown = { ...shallow, ensemble: { ...shallow.ensemble, trees: [chain, ...shallow.ensemble.trees] } };
    expect(shown.ensemble.trees.map((tree) => isTabulable(tree, shown.players))).toEqual([false, true, true, true]);
    const rows = awkwardRows(shown.ensemble, 6);
    for (const explainer of [pathDependentExplainer(shown), interventionalExplainer(shown, awkwardRows(shown.ensemble, 9))]) {
      const [walked, looked] = [explainer.explain(rows, 'walk'), explainer.explain(rows, 'tables')];
      walked.values.forEach((value, at) => expect(Math.abs(value - looked.values[at])).toBeLessThan(1e-12));
      expect(looked.gaps.every((gap) => Math.abs(gap) < 1e-12)).toBe(true);
    }
  });

  it('keep the tables of one explainer apart from those of another', () => {
    const shown = game('adult-lightgbm-numeric', 10);
    const rows = awkwardRows(shown.ensemble, 20);
    const [one, other] = [interventionalExplainer(shown, awkwardRows(shown.ensemble, 9)), interventionalExplainer(shown, awkwardRows(shown.ensemble, 4))];
    const first = one.explain(rows, 'tables');
    const second = other.explain(rows, 'tables');
    pathDependentExplainer(shown).explain(rows, 'tables');
    expect(one.explain(rows, 'tables')).toEqual(first);
    expect(other.explain(rows, 'tables')).toEqual(second);
    expect(first.values).not.toEqual(second.values);
  });
});
