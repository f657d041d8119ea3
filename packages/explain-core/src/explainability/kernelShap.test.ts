import { germanModel, germanReference, rowsTable } from '../../test/explainability/germanReference.js';
import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { categoryColumn, numberColumn, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import type { Predictor } from '../models/predictor.js';
import { matrix } from '../numeric/matrix.js';
import { randomStream } from '../random/stream.js';
import { askFor, callRows } from './ask.js';
import type { Attribution } from './explainer.js';
import { fitPairs, kernelShap } from './kernelShap.js';

const signal = new AbortController().signal;

/** The first class's answer is what is explained here. */
function modelOf(features: readonly string[], score: (x: readonly number[]) => number): Predictor {
  return toyPredictor({ features, classes: ['out', 'rest'], score: (x) => [score(x), 0] });
}

async function explain(model: Predictor, row: Table, background: Table, options: object = {}, seed = 0, className = 'out'): Promise<Attribution> {
  return (await explainerOf(kernelShap, sceneOf(model, background, className), options))(row, randomStream(seed).child('row'));
}

const close = (found: readonly number[], wanted: readonly number[], within = 1e-9): void => {
  found.forEach((value, j) => expect(Math.abs(value - wanted[j])).toBeLessThanOrEqual(within));
  expect(found).toHaveLength(wanted.length);
};

describe('known answers', () => {
  it('of captum: relu(s − 10) + 3 relu(s + 1) − 1 of the sum s, against 0', async () => {
    const relu = (value: number): number => Math.max(0, value);
    const model = modelOf(['a', 'b', 'c'], (x) => {
      const s = x[0] + x[1] + x[2];
      return relu(s - 10) + 3 * relu(s + 1) - 1;
    });
    const { values, base, output } = await explain(model, rowsTable(model.features, [[20, 50, 30]]), rowsTable(model.features, [[0, 0, 0]]));
    // 4 x_i − 10/3, sum 390
    close(values, [20, 50, 30].map((x) => 4 * x - 10 / 3));
    expect([base, output]).toEqual([2, 392]);
  });

  it('of an and: 80 when both are 1, else 0, against all four rows', async () => {
    const model = modelOf(['a', 'b'], ([a, b]) => (a === 1 && b === 1 ? 80 : 0));
    const background = rowsTable(model.features, [[0, 0], [0, 1], [1, 0], [1, 1]]);
    // v(∅) = 20, v(1) = 40 for a 1 and 0 for a 0.
    close((await explain(model, takeRows(background, [3]), background)).values, [30, 30]);
    close((await explain(model, takeRows(background, [0]), background)).values, [-10, -10]);
    close((await explain(model, takeRows(background, [2]), background)).values, [10, -30]);
  });

  it('of shap’s tied pair, independent features: the one the model reads has it all', async () => {
    const model = modelOf(['a', 'b', 'c'], ([a]) => a);
    close((await explain(model, rowsTable(model.features, [[1, 1, 0]]), rowsTable(model.features, [[0, 0, 0]]))).values, [1, 0, 0]);
  });

  it('of a linear model: w (x − mean of the background), exactly even from drawn coalitions', async () => {
    const m = 20;
    const draws = randomStream(3);
    const weights = Array.from({ length: m }, (_, j) => draws.normal(j));
    const features = weights.map((_, j) => `f${j}`);
    const rows = Array.from({ length: 8 }, (_, i) => weights.map((_, j) => draws.child(i).normal(j)));
    const model = modelOf(features, (x) => x.reduce((sum, value, j) => sum + weights[j] * value, 0));
    const found = await explain(model, rowsTable(features, rows.slice(0, 1)), rowsTable(features, rows.slice(1)), { coalitions: 100 });
    expect(found.detail).toMatchObject({ exact: false, coalitions: 100, varying: m });
    close(found.values, weights.map((w, j) => w * (rows[0][j] - rows.slice(1).reduce((sum, row) => sum + row[j], 0) / 7)));
    close(found.standardErrors, new Array(m).fill(0));
  });

  it('of shap on German Credit, all coalitions', async () => {
    const reference = germanReference<{ rows: number[][]; background: number[][]; exact: number[][]; expectedValue: number }>('shap-german-logistic.json');
    const { features } = reference.model;
    const background = rowsTable(features, reference.background);
    for (const [i, row] of reference.rows.entries()) {
      const found = await explain(germanModel(reference), rowsTable(features, [row]), background, {}, 0, 'bad');
      close(found.values, reference.exact[i], 1e-14);
      close([found.base], [reference.expectedValue], 1e-15);
      expect(found.detail).toMatchObject({ exact: true, coalitions: 256 });
    }
  });
});

describe('drawn coalitions', () => {
  const reference = germanReference<{ rows: number[][]; background: number[][]; exact: number[][]; kernelSampled: { row: number; standardDeviation: number[] } }>('shap-german-logistic.json');
  const { features } = reference.model;
  const { row, standardDeviation } = reference.kernelSampled;

  it('spread about the exact values as their standard errors say, and a third as far as shap’s own', async () => {
    const background = rowsTable(features, reference.background);
    const runs = 150;
    const squares = new Array<number>(8).fill(0);
    const claimed = new Array<number>(8).fill(0);
    const bias = new Array<number>(8).fill(0);
    for (let seed = 0; seed < runs; seed++) {
      const { values, standardErrors, detail } = await explain(germanModel(reference), rowsTable(features, [reference.rows[row]]), background, { coalitions: 100 }, seed, 'bad');
      expect(detail).toMatchObject({ exact: false, coalitions: 100 });
      expect(detail['additivityGap']).toBeLessThan(1e-15);
      values.forEach((value, j) => {
        const error = value - reference.exact[row][j];
        bias[j] += error / runs;
        squares[j] += error ** 2 / runs;
        claimed[j] += standardErrors[j] ** 2 / runs;
      });
    }
    const observed = Math.sqrt(squares.reduce((a, b) => a + b) / 8);
    const said = Math.sqrt(claimed.reduce((a, b) => a + b) / 8);
    const theirs = Math.sqrt(standardDeviation.reduce((sum, value) => sum + value ** 2, 0) / 8);
    expect(said / observed).toBeGreaterThan(0.85);
    expect(said / observed).toBeLessThan(1.35);
    expect(observed).toBeLessThan(0.3 * theirs);
    // A mean of 150 runs is off by less than four of its standard errors.
    bias.forEach((error, j) => expect(Math.abs(error)).toBeLessThan((4 * Math.sqrt(squares[j])) / Math.sqrt(runs)));
  });

  it('of which every one was the same have nothing left to chance', () => {
    // Singles of four players, enumerated, and {0, 1} five times.
    const masks = Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0);
    const pairs = { masks, count: 5, weights: Float64Array.of(1, 1, 1, 1, 0.2), draws: Int32Array.of(1, 1, 1, 1, 5), drawnFrom: 4 };
    const worth = Float64Array.of(1, 3, 2, 5, 7);
    const { values, standardErrors } = fitPairs(pairs, 4, worth, new Float64Array(5), 6);
    expect(values.reduce((a, b) => a + b)).toBeCloseTo(6, 12);
    standardErrors.forEach((error) => expect(error).toBeLessThan(1e-12));
  });

  it('are the same for the same seed and others for another', async () => {
    const background = rowsTable(features, reference.background);
    const own = rowsTable(features, [reference.rows[row]]);
    const of = (seed: number) => explain(germanModel(reference), own, background, { coalitions: 60 }, seed, 'bad');
    expect(await of(0)).toEqual(await of(0));
    expect((await of(0)).values).not.toEqual((await of(1)).values);
  });
});

describe('properties', () => {
  const model = modelOf(['a', 'b', 'c', 'd'], ([a, b, c]) => a * b + Math.sin(a + b) + (Number.isNaN(c) ? 5 : c ** 2));
  const background = rowsTable(model.features, [[1, 2, 3, 4], [2, 1, 0, 1], [0, 0, 1, 0], [3, 3, NaN, 2]]);

  it('symmetry and dummy: equals are equal, and what is not read has exactly nothing', async () => {
    const symmetric = rowsTable(model.features, [[1, 1, 3, 4], [2, 2, 0, 1]]);
    const { values } = await explain(model, rowsTable(model.features, [[5, 5, 1, 9]]), symmetric);
    expect(values[0]).toBeCloseTo(values[1], 12);
    expect(values[3]).toBe(0);
  });

  it('additivity within 1e-9', async () => {
    const { values, base, output, detail } = await explain(model, rowsTable(model.features, [[5, -2, 1.5, 9]]), background);
    expect(Math.abs(values.reduce((a, b) => a + b) + base - output)).toBeLessThan(1e-9);
    expect(detail['additivityGap']).toBeLessThan(1e-9);
  });

  it('a missing value is a value like others, and equal to another missing one', async () => {
    const missing = rowsTable(model.features, [[1, 2, NaN, 4]]);
    const { detail } = await explain(model, missing, rowsTable(model.features, [[0, 0, NaN, 4], [1, 1, NaN, 4]]));
    expect(detail).toMatchObject({ varying: 2 });
    expect((await explain(model, missing, background)).values.every(Number.isFinite)).toBe(true);
  });

  it('a row like the whole background has nothing to explain', async () => {
    const one = rowsTable(model.features, [[1, 2, 3, 4]]);
    const found = await explain(model, one, one);
    expect(found).toMatchObject({ values: [0, 0, 0, 0], standardErrors: [0, 0, 0, 0], detail: { exact: true, coalitions: 0, additivityGap: 0 } });
  });

  it('texts are features like others', async () => {
    const reads: Predictor = {
      ...modelOf(['t', 'x'], () => 0),
      predict: async ({ rows, columns: [t, x] }) => matrix(rows, 2, Float64Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 1 || t.kind !== 'text' || x.kind !== 'number' ? 0 : (t.values[i / 2] ?? '').length + x.values[i / 2]))),
    };
    const table: Table = { rows: 3, columns: [{ kind: 'text', name: 't', values: ['four', 'a', null] }, numberColumn('x', [1, 2, 3])] };
    close((await explain(reads, takeRows(table, [0]), takeRows(table, [1, 2]))).values, [4 - 1 / 2, 1 - 2.5]);
  });

  it('categories are one feature each, whatever they become inside the model', async () => {
    const wide = toyPredictor({ features: ['c', 'x'], classes: ['out', 'rest'], score: ([code, x]) => [[1, 5, 9, 2][code] + x, 0] });
    const levels = ['p', 'q', 'r', 's'];
    const table = tableOf([categoryColumn('c', levels, ['q', 'p', 's']), numberColumn('x', [1, 2, 3])]);
    const { values } = await explain(wide, takeRows(table, [0]), takeRows(table, [1, 2]));
    close(values, [5 - (1 + 2) / 2, 1 - 2.5]);
  });
});

it('asks in calls of bounded size, the same however many there are', async () => {
  const sizes: number[] = [];
  const m = 30;
  const features = Array.from({ length: m }, (_, j) => `f${j}`);
  const inner = modelOf(features, (x) => x.reduce((sum, value) => sum + value, 0) ** 2);
  const model: Predictor = { ...inner, predict: (rows, given) => (sizes.push(rows.rows), inner.predict(rows, given)) };
  const rows = Array.from({ length: 101 }, (_, i) => features.map((_, j) => randomStream(i).uniform(j)));
  await explain(model, rowsTable(features, rows.slice(0, 1)), rowsTable(features, rows.slice(1)), { coalitions: 1000 });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(callRows(m));
  expect([callRows(m), callRows(1000), callRows(1e9)]).toEqual([32_768, 4000, 1]);
  expect(sizes.reduce((a, b) => a + b)).toBe(100 + 1 + 1000 * 100);
});

it('stops when cancelled', async () => {
  const model = modelOf(['a', 'b'], ([a, b]) => a + b);
  const table = rowsTable(model.features, [[1, 2], [3, 4]]);
  await expect(explainerOf(kernelShap, sceneOf(model, table, 'out', AbortSignal.abort()))).rejects.toMatchObject({ code: 'CANCELLED' });
});
