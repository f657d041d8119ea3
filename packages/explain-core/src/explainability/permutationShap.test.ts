import { germanModel, germanReference, rowsTable } from '../../test/explainability/germanReference.js';
import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { toyPredictor } from '../../test/robustness/toyModels.js';
import type { Predictor } from '../models/predictor.js';
import { randomStream } from '../random/stream.js';
import { permutationShap } from './permutationShap.js';

const modelOf = (m: number, score: (x: readonly number[]) => number): Predictor => toyPredictor({ features: Array.from({ length: m }, (_, j) => `f${j}`), classes: ['out', 'rest'], score: (x) => [score(x), 0] });

it('has captum’s closed form: 4 x_i − 10/3 for relu(s − 10) + 3 relu(s + 1) − 1 against 0, where all but rounding is alike in each walk', async () => {
  const relu = (value: number): number => Math.max(0, value);
  const model = modelOf(3, (x) => relu(x[0] + x[1] + x[2] - 10) + 3 * relu(x[0] + x[1] + x[2] + 1) - 1);
  const { values, standardErrors, detail } = await (await explainerOf(permutationShap, sceneOf(model, rowsTable(model.features, [[0, 0, 0]]), 'out'), { walks: 4000, targetError: 0 }))(rowsTable(model.features, [[20, 50, 30]]));
  [20, 50, 30].forEach((x, j) => expect(Math.abs(values[j] - (4 * x - 10 / 3))).toBeLessThan(4 * standardErrors[j]));
  expect(detail).toMatchObject({ walks: 4000, evaluations: 4000 * 2 * 2, stopped: 'budget' });
});

it('spreads about the exact values of German Credit as its standard errors say, walk by walk adding up', async () => {
  const reference = germanReference<{ rows: number[][]; background: number[][]; exact: number[][] }>('shap-german-logistic.json');
  const { features } = reference.model;
  const explainRow = await explainerOf(permutationShap, sceneOf(germanModel(reference), rowsTable(features, reference.background), 'bad'), { walks: 12, targetError: 0 });
  let squares = 0;
  let claimed = 0;
  let covered = 0;
  for (let seed = 0; seed < 60; seed++) {
    const { values, standardErrors, detail } = await explainRow(rowsTable(features, [reference.rows[0]]), randomStream(seed));
    expect(detail['additivityGap']).toBeLessThan(1e-14);
    values.forEach((value, j) => {
      squares += (value - reference.exact[0][j]) ** 2;
      claimed += standardErrors[j] ** 2;
      // Student's quantile with 11 degrees of freedom.
      covered += Math.abs(value - reference.exact[0][j]) <= 2.201 * standardErrors[j] + 1e-15 ? 1 : 0;
    });
  }
  expect(Math.sqrt(claimed / squares)).toBeGreaterThan(0.85);
  expect(Math.sqrt(claimed / squares)).toBeLessThan(1.2);
  // 480 intervals of 95 %, of which four standard errors of a share of independent ones are 0.04.
  expect(covered / 480).toBeGreaterThan(0.91);
});

it('gives a linear model’s values from every walk, and stops after the first round', async () => {
  const weights = Array.from({ length: 20 }, (_, j) => randomStream(3).normal(j));
  const model = modelOf(20, (x) => x.reduce((sum, value, j) => sum + weights[j] * value, 0));
  const rows = Array.from({ length: 5 }, (_, i) => weights.map((_, j) => randomStream(4).child(i).normal(j)));
  const { values, detail } = await (await explainerOf(permutationShap, sceneOf(model, rowsTable(model.features, rows.slice(1)), 'out')))(rowsTable(model.features, rows.slice(0, 1)));
  values.forEach((value, j) => expect(value).toBeCloseTo(weights[j] * (rows[0][j] - (rows[1][j] + rows[2][j] + rows[3][j] + rows[4][j]) / 4), 11));
  expect(detail).toMatchObject({ walks: 8, rounds: 1, relativeError: 0, stopped: 'targetError' });
});

it('is exact with two features, one, or none that matter', async () => {
  const model = modelOf(3, (x) => x[0] * x[1] + x[2] ** 2);
  const of = async (row: number[], background: number[][]) => (await explainerOf(permutationShap, sceneOf(model, rowsTable(model.features, background), 'out')))(rowsTable(model.features, [row]));
  const two = await of([2, 3, 1], [[0, 0, 1], [1, 1, 1]]);
  expect(two.values).toEqual([(3 + (6 - 1 + 2 - 3) / 2) / 2, (3 + (6 - 1 + 3 - 2) / 2) / 2, 0]);
  expect(two).toMatchObject({ standardErrors: [0, 0, 0], detail: { stopped: 'exact', rounds: 1 } });
  expect((await of([2, 3, 1], [[2, 3, 0]])).values).toEqual([0, 0, 1]);
  expect(await of([2, 3, 1], [[2, 3, 1]])).toMatchObject({ values: [0, 0, 0], detail: { evaluations: 0, stopped: 'exact' } });
});

it('asks about all walks’ first steps, then about their second, in calls of bounded size', async () => {
  const m = 30;
  const model = modelOf(m, (x) => Math.tanh(x.reduce((sum, value) => sum + value, 0)));
  const calls: number[] = [];
  const counted: Predictor = { ...model, predict: (given, signal) => (calls.push(given.rows), model.predict(given, signal)) };
  const rows = Array.from({ length: 41 }, (_, i) => Array.from({ length: m }, (_, j) => randomStream(i).normal(j)));
  const explainRow = await explainerOf(permutationShap, sceneOf(counted, rowsTable(model.features, rows.slice(1)), 'out'), { walks: 10, targetError: 0 });
  calls.length = 0;
  await explainRow(rowsTable(model.features, rows.slice(0, 1)));
  expect(calls.reduce((a, b) => a + b)).toBe(1 + 10 * 2 * 29 * 40);
  // Whole steps of all 16 walks of the first round, of all four of the second.
  expect(calls.slice(1, -1).every((size) => size % (4 * 40) === 0)).toBe(true);
});
