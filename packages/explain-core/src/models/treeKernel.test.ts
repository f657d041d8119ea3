import { modelFixture } from '../../test/modelFixture.js';
import { awkwardRows } from '../../test/treeFixture.js';
import { matrix } from '../numeric/matrix.js';
import { parseLightgbm } from './lightgbm.js';
import { predictMargins, type TreeEnsemble } from './treeEnsemble.js';
import { addTreesKernel, fitsKernel } from './treeKernel.js';
import { addTreesPlain } from './treeWalk.js';
import { parseXgboost } from './xgboost.js';

const fixture = (name: string): TreeEnsemble => (name.includes('xgboost') ? parseXgboost : parseLightgbm)(modelFixture(name).bytes);

describe('addTreesKernel', () => {
  it.each(['adult-lightgbm', 'adult-lightgbm-multiclass', 'adult-lightgbm-zero-as-missing', 'adult-lightgbm-no-missing', 'adult-lightgbm-forest', 'adult-xgboost', 'adult-xgboost-numeric', 'adult-xgboost-multiclass', 'adult-xgboost-deep'])(
    'gives the bits of plain code on %s, for blocks full and begun, with and without missing values, in both precisions',
    (name) => {
      const ensemble = fixture(name);
      for (const [count, hasMissing] of [[1, true], [7, false], [64, true], [130, false], [1100, true]] as const) {
        const rows = awkwardRows(ensemble, count);
        if (!hasMissing) rows.values.forEach((value, at) => Number.isNaN(value) && (rows.values[at] = -1));
        for (const sums of ['float32', 'float64'] as const) {
          const [kernel, plain] = [matrix(count, ensemble.base.length), matrix(count, ensemble.base.length)];
          addTreesKernel(ensemble, rows, kernel, sums);
          addTreesPlain(ensemble, rows, plain, sums);
          expect(kernel.values).toEqual(plain.values);
        }
      }
    },
  );

  it('keeps the trees of one ensemble apart from those of another', () => {
    const [one, other] = [fixture('adult-lightgbm-numeric'), fixture('adult-xgboost-numeric')];
    const rows = awkwardRows(one, 100);
    const first = predictMargins(one, rows);
    predictMargins(other, rows);
    expect(predictMargins(one, rows)).toEqual(first);
  });

  it('walks an ensemble of one leaf and one of more trees than its memory holds at once', () => {
    const ensemble = fixture('adult-lightgbm-numeric');
    const leaf = { ...ensemble.trees[0], feature: Int32Array.of(-1), threshold: new Float64Array(1), left: Int32Array.of(-1), right: Int32Array.of(-1), flags: new Uint8Array(1), value: Float64Array.of(0.25), depth: 0 };
    const rows = awkwardRows(ensemble, 9);
    expect([...predictMargins({ ...ensemble, trees: [leaf] }, rows).values]).toEqual(Array.from({ length: 9 }, () => 0.25));
    // A category set of 20 MiB in each of two trees.
    const large = { ...ensemble.trees[0], sets: [new Uint32Array(5 * 2 ** 20)] };
    const split = { ...ensemble, trees: [large, ensemble.trees[1], large, ...ensemble.trees] };
    const whole = { ...ensemble, trees: [ensemble.trees[0], ensemble.trees[1], ensemble.trees[0], ...ensemble.trees] };
    expect(predictMargins(split, rows)).toEqual(predictMargins(whole, rows));
  });

  it('leaves what is too large to plain code', () => {
    const ensemble = fixture('adult-lightgbm-numeric');
    const wide = { ...ensemble, features: Array.from({ length: 40_000 }, () => ensemble.features[0]) };
    expect(fitsKernel(ensemble)).toBe(true);
    expect(fitsKernel(wide)).toBe(false);
    const rows = awkwardRows(ensemble, 5);
    const padded = matrix(5, 40_000);
    for (let row = 0; row < 5; row++) padded.values.set(rows.values.subarray(row * rows.columns, (row + 1) * rows.columns), row * 40_000);
    expect(predictMargins(wide, padded)).toEqual(predictMargins(ensemble, rows));
  });
});
