import { germanModel, germanReference, rowsTable } from '../../test/explainability/germanReference.js';
import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { categoryColumn, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { Predictor } from '../models/predictor.js';
import { randomStream } from '../random/stream.js';
import { exactShap } from './exactShap.js';

const modelOf = (m: number, score: (x: readonly number[]) => number): Predictor => toyPredictor({ features: Array.from({ length: m }, (_, j) => `f${j}`), classes: ['out', 'rest'], score: (x) => [score(x), 0] });
const drawn = (n: number, m: number, seed = 1): number[][] => Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => randomStream(seed).child(i).normal(j)));

it('has the values of shap’s exact explainer on German Credit', async () => {
  const reference = germanReference<{ rows: number[][]; background: number[][]; exact: number[][] }>('shap-german-logistic.json');
  const { features } = reference.model;
  const explainRow = await explainerOf(exactShap, sceneOf(germanModel(reference), rowsTable(features, reference.background), 'bad'));
  for (const [i, row] of reference.rows.entries()) {
    const { values, standardErrors } = await explainRow(rowsTable(features, [row]));
    values.forEach((value, j) => expect(Math.abs(value - reference.exact[i][j])).toBeLessThan(1e-14));
    expect(standardErrors).toEqual(new Array(8).fill(0));
  }
});

it('adds up within 1e-9, over several calls of a model too, and asks every set of every background row', async () => {
  const m = 12;
  const model = modelOf(m, (x) => Math.exp(Math.sin(x[0] * x[1]) + x[2] * x[3] * x[4] - Math.abs(x[5] - x[6])) * (x[7] > x[8] ? 3 : 1) + x[9] ** 2 * x[10] - x[11]);
  const [row, ...background] = drawn(41, m);
  const sizes: number[] = [];
  const counted: Predictor = { ...model, predict: (given, signal) => (sizes.push(given.rows), model.predict(given, signal)) };
  const explainRow = await explainerOf(exactShap, sceneOf(counted, rowsTable(model.features, background), 'out'));
  sizes.length = 0;
  const found = await explainRow(rowsTable(model.features, [row]));
  expect(found.detail['additivityGap']).toBeLessThan(1e-9);
  expect(Math.abs(found.values.reduce((a, b) => a + b) + found.base - found.output)).toBeLessThan(1e-9);
  expect(found.detail).toMatchObject({ stopped: 'exact', varying: m, evaluations: 4096 * 40 });
  expect(sizes.length).toBeGreaterThan(10);
  expect(sizes.reduce((a, b) => a + b)).toBe(1 + 4096 * 40);
});

it('asks no row twice that two sets make alike, and finds the same values as by asking all', async () => {
  const m = 6;
  const model = modelOf(m, (x) => Math.tanh(x[0] * x[1] + x[2]) * x[3] + x[4] * x[5]);
  const row = [1, 2, 3, 4, 5, 6];
  const background = [[1, 2, 3, 4, 5, 0], [0, 2, 0, 4, 0, 0], [1, 2, 3, 4, 5, 6], [0, 2, 0, 4, 0, 9], [7, 7, 7, 7, 7, 7]];
  const found = await (await explainerOf(exactShap, sceneOf(model, rowsTable(model.features, background), 'out')))(rowsTable(model.features, [row]));
  // They differ in 1, 4, 0, 4 and 6 features; the empty set and the full one are known.
  expect(found.detail).toMatchObject({ evaluations: 0 + 14 + 0 + 14 + 62 });
  // Each feature's mean gain over all 720 orders.
  const score = (x: readonly number[]): number => Math.tanh(x[0] * x[1] + x[2]) * x[3] + x[4] * x[5];
  const orders = (left: number[]): number[][] => (left.length === 0 ? [[]] : left.flatMap((j) => orders(left.filter((other) => other !== j)).map((rest) => [j, ...rest])));
  const sums = new Array<number>(m).fill(0);
  const all = orders([0, 1, 2, 3, 4, 5]);
  for (const other of background) for (const order of all) {
    const x = [...other];
    for (const j of order) {
      const before = score(x);
      x[j] = row[j];
      sums[j] += (score(x) - before) / all.length / background.length;
    }
  }
  found.values.forEach((value, j) => expect(value).toBeCloseTo(sums[j], 11));
});

it('explains rows one after another as each alone', async () => {
  const model = modelOf(5, (x) => x[0] * x[1] + Math.sin(x[2]) - x[3] * x[4]);
  const rows = rowsTable(model.features, drawn(4, 5));
  const explain = await exactShap.prepare(sceneOf(model, rowsTable(model.features, drawn(3, 5, 2)), 'out'), exactShap.options.parse({}));
  const together = await explain(rows, (i) => randomStream(i));
  for (let i = 0; i < 4; i++) expect(together[i]).toEqual((await explain(takeRows(rows, [i]), () => randomStream(9)))[0]);
});

describe('bad input', () => {
  it('a background of one row, a duplicated column, a missing value, a model that ignores everything', async () => {
    const model = modelOf(3, (x) => (Number.isNaN(x[2]) ? 1 : 0) + x[0] * x[1]);
    const explainRow = await explainerOf(exactShap, sceneOf(model, rowsTable(model.features, [[2, 2, 1]]), 'out'));
    const { values } = await explainRow(rowsTable(model.features, [[3, 3, NaN]]));
    [2.5, 2.5, 1].forEach((value, j) => expect(values[j]).toBeCloseTo(value, 12));
    const flat = modelOf(3, () => 0.5);
    expect((await (await explainerOf(exactShap, sceneOf(flat, rowsTable(flat.features, [[1, 2, 3]]), 'out')))(rowsTable(flat.features, [[4, 5, 6]]))).values).toEqual([0, 0, 0]);
  });

  it('more than 16 features that may differ: a reason in the plan, an error where the plan did not know', async () => {
    const m = 17;
    const model = modelOf(m, (x) => x[0]);
    const background = rowsTable(model.features, drawn(3, m));
    const y = categoryColumn('y', ['out', 'rest'], ['out', 'rest', 'out']);
    const subject = subjectOf(tableOf([...background.columns, y]), model, 'y');
    const because = '17 of the model’s features differ between rows, and at most 16 can be asked about in all combinations; kernelShap and permutationShap draw some of them';
    expect(exactShap.lacking!(subject, exactShap.options.parse({}))).toBe(because);
    const constant = tableOf([numberColumn('f0', [1, 1, 1]), ...background.columns.slice(1), y]);
    expect(exactShap.lacking!(subjectOf(constant, model, 'y'), exactShap.options.parse({}))).toBeNull();
    const explainRow = await explainerOf(exactShap, sceneOf(model, background, 'out'));
    await expect(explainRow(rowsTable(model.features, drawn(1, m, 5)))).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('differs from a background row in 17 features') });
  });
});
