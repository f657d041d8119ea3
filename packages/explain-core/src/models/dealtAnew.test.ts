import { modelFixture } from '../../test/modelFixture.js';
import { tfjsFixture } from '../../test/tfjsFixture.js';
import { infoOf } from '../../test/robustness/toyModels.js';
import { randomStream } from '../random/stream.js';
import { dealt } from './dealtAnew.js';
import { loadModel } from './load.js';
import { capabilitiesOf, hasTrees, type Predictor } from './predictor.js';

it('deals the same numbers in another order', () => {
  const values = Float64Array.from({ length: 20 }, (_, i) => i / 7);
  const found = dealt(values, randomStream(1));
  expect(found).not.toEqual([...values]);
  expect([...found].sort((a, b) => a - b)).toEqual([...values]);
  expect(dealt(values, randomStream(1))).toEqual(found);
  expect(dealt([], randomStream(1))).toEqual([]);
});

const trained = ['german-lightgbm', 'adult-lightgbm-multiclass', 'adult-xgboost', 'adult-xgboost-multiclass', 'german-forest-columns', 'german-logistic-columns', 'german-mlp-onehot'];
const networks = ['german-dense', 'german-graph'];

it.each([...trained.map((name) => [name, modelFixture] as const), ...networks.map((name) => [name, tfjsFixture] as const)])('is a model of the same make with other answers, the same for the same draws: %s', async (name, fixture) => {
  const { bytes, mapping, table } = fixture(name);
  const open = new Set<Predictor>();
  const kept = (model: Predictor): Predictor => (open.add(model), model);
  const model = kept(await loadModel(bytes, { ...(mapping ? { mapping } : {}), columns: table.columns.map((column) => infoOf(column, 'feature')) }));
  const answers = async (one: Predictor): Promise<number[]> => [...(await one.predict(table)).values];
  const own = await answers(model);
  const other = kept(await model.dealtAnew!(randomStream(3)));
  const { format, task, classes, features, threshold } = model;
  expect(other).toMatchObject({ format, task, classes, features, threshold });
  expect(capabilitiesOf(other)).toEqual(capabilitiesOf(model));
  const found = await answers(other);
  expect(found).toHaveLength(own.length);
  expect(found.every(Number.isFinite)).toBe(true);
  // Not one row in ten is answered as before.
  expect(found.filter((value, i) => Math.abs(value - own[i]!) < 1e-9).length).toBeLessThan(own.length / 10);
  expect(await answers(kept(await model.dealtAnew!(randomStream(3))))).toEqual(found);
  expect(await answers(kept(await model.dealtAnew!(randomStream(4))))).not.toEqual(found);
  expect(await answers(model)).toEqual(own);
  for (const one of open) await one.dispose();
});

it('keeps every split and every leaf of each tree', async () => {
  const { bytes, mapping, table } = modelFixture('german-lightgbm');
  const model = await loadModel(bytes, { mapping: mapping!, columns: table.columns.map((column) => infoOf(column, 'feature')) });
  const other = await model.dealtAnew!(randomStream(3));
  if (!hasTrees(model) || !hasTrees(other)) throw new Error('no trees');
  const sorted = (values: Float64Array): number[] => [...values].sort((a, b) => a - b);
  model.ensemble.trees.forEach((tree, t) => {
    const { feature, threshold, value } = other.ensemble.trees[t]!;
    expect([feature, threshold]).toEqual([tree.feature, tree.threshold]);
    expect(sorted(value)).toEqual(sorted(tree.value));
  });
});
