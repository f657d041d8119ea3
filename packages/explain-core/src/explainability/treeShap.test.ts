import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { modelFixture } from '../../test/modelFixture.js';
import { infoOf, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { parseLightgbm } from '../models/lightgbm.js';
import { loadModel } from '../models/load.js';
import type { TreePredictor } from '../models/predictor.js';
import { treePredictor } from '../models/treePredictor.js';
import { parseXgboost } from '../models/xgboost.js';
import { kernelShap } from './kernelShap.js';
import { treeShap } from './treeShap.js';

const rowsFrom = (table: Table, from: number, to: number): Table => takeRows(table, Array.from({ length: to - from }, (_, i) => from + i));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

function modelOf(name: string, change: object = {}): { model: TreePredictor; table: Table } {
  const { bytes, mapping, table } = modelFixture(name);
  const ensemble = (name.includes('xgboost') ? parseXgboost : parseLightgbm)(bytes);
  return { model: treePredictor({ ...ensemble, ...change }, mapping && ('link' in change ? { ...mapping, output: {} } : mapping)), table };
}

describe('treeShap', () => {
  it.each(['adult-xgboost-onehot', 'adult-lightgbm'])('has the values of %s that all coalitions of data columns give, one-hot words as wholes', async (name) => {
    const { model, table } = modelOf(name, { link: { kind: 'identity' }, task: 'regression' });
    const scene = sceneOf(model, rowsFrom(table, 0, 5));
    const exactly = await explainerOf(kernelShap, scene, { coalitions: 2 ** 14 });
    const explain = await explainerOf(treeShap, scene);
    for (const i of [10, 19]) {
      const row = takeRows(table, [i]);
      const [wanted, found] = [await exactly(row), await explain(row)];
      expect(wanted.detail['exact']).toBe(true);
      expect(wanted.values).toHaveLength(model.features.length);
      // XGBoost adds leaves in float32, and Kernel SHAP asks it.
      found.values.forEach((value, j) => expect(Math.abs(value - wanted.values[j])).toBeLessThan(2e-6 * largest(wanted.values)));
      expect(Math.abs(found.base - wanted.base)).toBeLessThan(2e-6);
      expect(found.standardErrors.every((error) => error === 0)).toBe(true);
    }
  });

  it.each(['adult-lightgbm', 'adult-lightgbm-sigmoid', 'adult-lightgbm-multiclass', 'adult-lightgbm-ova', 'adult-lightgbm-regression', 'adult-lightgbm-poisson', 'german-xgboost'])('explains the answer of %s: base and values add up to it', async (name) => {
    const { model, table } = modelOf(name);
    const background = rowsFrom(table, 0, 20);
    const rows = rowsFrom(table, 20, 26);
    const [means, scores] = [await model.predict(background), await model.predict(rows)];
    const k = model.classes.length;
    for (const [output, className] of model.classes.entries()) {
      const explain = await treeShap.prepare(sceneOf(model, background, className), treeShap.options.parse({}));
      const found = await explain(rows, () => undefined as never);
      const mean = sum(Array.from({ length: 20 }, (_, z) => means.values[z * k + output])) / 20;
      found.forEach(({ values, base, output: answer, detail }, i) => {
        const size = Math.max(1, Math.abs(answer));
        expect(Math.abs(base - mean)).toBeLessThan(1e-6 * size);
        expect(Math.abs(answer - scores.values[i * k + output])).toBeLessThan(1e-6 * size);
        expect(Math.abs(base + sum(values) - answer)).toBeLessThan(1e-9 * size);
        expect(Math.abs(detail['additivityGap'] as number)).toBeLessThan(1e-9 * size);
      });
    }
  });

  it('explains margins by background and by training weights, and gives the first class the second’s turned round', async () => {
    const { model, table } = modelOf('german-xgboost');
    const background = rowsFrom(table, 0, 20);
    const row = takeRows(table, [25]);
    for (const perturbation of ['interventional', 'pathDependent']) {
      const [first, second] = await Promise.all(model.classes.map(async (name) => (await explainerOf(treeShap, sceneOf(model, background, name), { output: 'margin', perturbation, interactions: true }))(row)));
      expect(first.values).toEqual(second.values.map((value) => -value));
      expect([first.base, first.output]).toEqual([-second.base, -second.output]);
      expect(second.detail['exact']).toBe(true);
      const pairs = second.detail['interactions'] as number[][];
      pairs.forEach((own, j) => expect(Math.abs(sum(own) - second.values[j])).toBeLessThan(1e-12));
      expect(second.base + sum(second.values)).toBeCloseTo(second.output, 9);
      expect(1 / (1 + Math.exp(-second.output))).toBeCloseTo((await model.predict(row)).values[1], 6);
    }
    const [first, second] = await Promise.all(model.classes.map(async (name) => (await explainerOf(treeShap, sceneOf(model, background, name)))(row)));
    expect(first.values).toEqual(second.values.map((value) => -value));
    expect(first.base).toBeCloseTo(1 - second.base, 12);
    expect(second.detail['exact']).toBe(false);
  });

  it('gives a row the same bits whatever rows are beside it', async () => {
    const { model, table } = modelOf('adult-lightgbm');
    const explain = await treeShap.prepare(sceneOf(model, rowsFrom(table, 0, 20), '>50K'), treeShap.options.parse({}));
    const together = await explain(rowsFrom(table, 20, 24), () => undefined as never);
    const alone = await explain(rowsFrom(table, 22, 23), () => undefined as never);
    expect(alone[0]).toEqual(together[2]);
  });

  it('is chosen for trees, and says what it lacks', async () => {
    const { bytes, mapping, table } = modelFixture('german-forest-numeric');
    const forest = await loadModel(bytes, { mapping: mapping!, columns: table.columns.map((column) => infoOf(column, 'feature')) });
    const logistic = modelFixture('german-logistic-numeric');
    const plain = await loadModel(logistic.bytes, { mapping: logistic.mapping!, columns: logistic.table.columns.map((column) => infoOf(column, 'feature')) });
    const label = { kind: 'category' as const, name: 'credit', levels: ['1', '2'], codes: Int32Array.from({ length: table.rows }, (_, i) => i % 2) };
    const subject = subjectOf(tableOf([...table.columns, label]), forest, 'credit', {});
    const without = subjectOf(tableOf([...logistic.table.columns, { ...label, codes: label.codes.slice(0, logistic.table.rows) }]), plain, 'credit', {});
    const options = treeShap.options.parse({});
    expect(treeShap.chosenBecause(subject)).toContain('a sum of trees');
    expect(treeShap.lacking!(subject, options)).toBeNull();
    expect(treeShap.lacking!(subject, { ...options, perturbation: 'pathDependent', output: 'margin' })).toContain('does not say how many training rows');
    expect(treeShap.chosenBecause(without)).toBeNull();
    expect(treeShap.lacking!(without, options)).toContain('is not a sum of trees');
    expect(treeShap.lacking!(subject, { ...options, perturbation: 'pathDependent' })).toContain('are of the margin');
    await expect(treeShap.prepare(sceneOf(plain, logistic.table), options)).rejects.toMatchObject({ code: 'BAD_PLAN' });
    const [found] = await (await treeShap.prepare(sceneOf(forest, rowsFrom(table, 0, 10), '2'), options))(takeRows(table, [12]), () => undefined as never);
    expect(found.output).toBeCloseTo((await forest.predict(takeRows(table, [12]))).values[1], 6);
    expect(found.detail['exact']).toBe(true);
    const [mirrored] = await (await treeShap.prepare(sceneOf(forest, rowsFrom(table, 0, 10), '1'), options))(takeRows(table, [12]), () => undefined as never);
    expect(mirrored.values).toEqual(found.values.map((value) => -value));
    expect([mirrored.base + found.base, mirrored.output + found.output]).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
  });

  it('refuses to answer with infinity', async () => {
    const { model, table } = modelOf('adult-lightgbm-poisson', { base: [1000] });
    const explain = await treeShap.prepare(sceneOf(model, rowsFrom(table, 0, 4)), treeShap.options.parse({}));
    await expect(explain(rowsFrom(table, 4, 5), () => undefined as never)).rejects.toMatchObject({ code: 'BAD_PREDICTION' });
  });
});
