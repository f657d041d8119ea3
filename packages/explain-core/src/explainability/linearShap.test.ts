import { gapOf } from '../../test/explainability/captumReference.js';
import { rowsTable } from '../../test/explainability/germanReference.js';
import { linearCase } from '../../test/explainability/linearReference.js';
import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { modelFixture } from '../../test/modelFixture.js';
import { categoryColumn, infoOf, numberColumn, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { loadModel } from '../models/load.js';
import type { FeatureEncoding } from '../models/mapping.js';
import type { LinearPredictor } from '../models/predictor.js';
import { encodedWidth } from '../models/encode.js';
import { encodeLinear, marginsOf, type LinearForm } from '../models/linear.js';
import { matrix } from '../numeric/matrix.js';
import { randomStream } from '../random/stream.js';
import type { Attribution } from './explainer.js';
import { linearShap } from './linearShap.js';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A value that is this linear function of encoded columns. */
function linearModel(features: readonly FeatureEncoding[], weights: readonly number[], intercept = 0): LinearPredictor {
  const linear: LinearForm = { features, coefficients: matrix(1, encodedWidth(features), Float64Array.from(weights)), intercepts: Float64Array.of(intercept) };
  return {
    format: 'onnx',
    task: 'regression',
    classes: ['value'],
    features: [...new Set(features.map(({ column }) => column))],
    threshold: 0.5,
    runtime: { library: 'written out', version: '1', backend: 'test', precision: 'float64' },
    linear,
    predict: async (rows) => marginsOf(linear, encodeLinear(linear, rows)),
    dispose: async () => undefined,
  };
}
const number = (column: string): FeatureEncoding => ({ encode: 'number', column, subtract: 0, divide: 1 });
const plain = (names: readonly string[], weights: readonly number[], intercept = 0): LinearPredictor => linearModel(names.map(number), weights, intercept);
const explain = async (model: LinearPredictor, background: Table, row: Table, options: object, seed = 0): Promise<Attribution> => (await explainerOf(linearShap, sceneOf(model, background), options))(row, randomStream(seed).child('row'));

describe.each(['regression', 'copies', 'multinomial', 'layers'])('%s', (name) => {
  async function explained(options: object): Promise<{ found: Attribution[][]; expected: Awaited<ReturnType<typeof linearCase>>['expected'] }> {
    const { model, expected, rows, background } = await linearCase(name);
    const found: Attribution[][] = [];
    for (const target of expected.margins[0].length === 1 ? [model.classes.at(-1)!] : model.classes) {
      const prepared = await linearShap.prepare(sceneOf(model, background, target), linearShap.options.parse(options));
      found.push(await prepared(rows, (i) => randomStream(1).child(i)));
    }
    await model.dispose();
    return { found, expected };
  }

  // The file's coefficients are float32, 1e-7 of each.
  it('interventional values are those of shap, and the margins add up', async () => {
    const { found, expected } = await explained({});
    found.forEach((rows, k) => {
      expect(gapOf(rows.map(({ values }) => values), expected.independent[k])).toBeLessThan(1e-6);
      rows.forEach(({ values, base, output, detail }, i) => {
        expect(base).toBeCloseTo(expected.base[k], 4);
        expect(output).toBeCloseTo(expected.margins[i][k], 4);
        expect(Math.abs(sum(values) + base - output)).toBeLessThan(1e-9);
        expect(detail).toMatchObject({ exact: true, orders: 0 });
      });
    });
  });

  it('correlation-dependent values are those of the definition, by pseudo-inverses', async () => {
    const { found, expected } = await explained({ perturbation: 'correlationDependent' });
    // The trace of a variance of its own is 1e-8; where columns are copies it counts by its root.
    found.forEach((rows, k) => {
      expect(gapOf(rows.map(({ values }) => values), expected.conditional[k])).toBeLessThan(1e-4);
      rows.forEach(({ detail, standardErrors }) => {
        expect(Math.abs(detail['additivityGap'] as number)).toBeLessThan(1e-7);
        expect(standardErrors.every((error) => error === 0)).toBe(true);
      });
    });
  });

  it('and near what shap estimates from drawn orders', async () => {
    if (name === 'copies') return; // shap makes one player of copies
    const { found, expected } = await explained({ perturbation: 'correlationDependent' });
    // 20,000 drawn orders err by 1 ÷ √20,000 of the values’ spread over orders; the script that made them found up to 0.012 of the largest.
    found.forEach((rows, k) => expect(gapOf(rows.map(({ values }) => values), expected.shapConditional[k])).toBeLessThan(0.02));
  });

  it('drawn orders are within their standard errors of the exact values', async () => {
    const { found, expected } = await explained({ perturbation: 'correlationDependent', exactFeatures: 0, orderPairs: 60 });
    const distances = found.flatMap((rows, k) => {
      const largest = Math.max(...expected.conditional[k].flat().map(Math.abs));
      return rows.flatMap(({ values, standardErrors, detail }, i) => {
        expect(detail).toMatchObject({ exact: false, orders: 120 });
        expect(Math.abs(detail['additivityGap'] as number)).toBeLessThan(1e-7 * Math.max(1, largest));
        return values.map((value, j) => (value - expected.conditional[k][i][j]) / (standardErrors[j] + 1e-4 * largest));
      });
    });
    expect(Math.max(...distances.map(Math.abs))).toBeLessThan(4.5);
    expect(sum(distances.map((z) => z * z)) / distances.length).toBeGreaterThan(0.2);
  });
});

describe('copies of a column', () => {
  // shap's tests/explainers/test_linear.py: weights (1, 0, 0, …) on columns of which two, or three, are the same.
  const of = (copies: number) => {
    const names = Array.from({ length: copies + 1 }, (_, j) => `x${j}`);
    const draws = randomStream(4);
    const rows = Array.from({ length: 40 }, (_, i) => [...new Array<number>(copies).fill(draws.normal(i)), draws.child('other').normal(i)]);
    const mean = sum(rows.map(([value]) => value)) / 40;
    return { model: plain(names, names.map((_, j) => (j === 0 ? 1 : 0))), background: rowsTable(names, rows), x: rowsTable(names, [[...new Array<number>(copies).fill(mean + 1), 0.3]]) };
  };

  it.each([2, 3])('%i of them share by correlation, and the one that is read has all by intervention', async (copies) => {
    const { model, background, x } = of(copies);
    const intervened = await explain(model, background, x, {});
    expect(intervened.values[0]).toBeCloseTo(1, 12);
    expect(intervened.values.slice(1).map(Math.abs)).toEqual(new Array(copies).fill(0));
    const { values } = await explain(model, background, x, { perturbation: 'correlationDependent' });
    // The other column is correlated by chance, so it has a little; the copies have equal shares of the rest.
    for (let j = 1; j < copies; j++) expect(values[j]).toBeCloseTo(values[0], 6);
    expect(sum(values)).toBeCloseTo(1, 9);
  });

  it('by hand: two columns with correlation r, one of them read', async () => {
    // E[x₁ | x₂] = r x₂ for standard columns: φ₁ = (x₁ + x₁ − r x₂) ÷ 2, φ₂ = r x₂ ÷ 2.
    const rows = [[1, 1], [1, -1], [-1, 1], [-1, -1], [1, 1], [-1, -1], [1, 1], [-1, -1]];
    const r = 0.5;
    const { values } = await explain(plain(['a', 'b'], [1, 0], 7), rowsTable(['a', 'b'], rows), rowsTable(['a', 'b'], [[3, 2]]), { perturbation: 'correlationDependent' });
    expect(values[0]).toBeCloseTo((3 + 3 - r * 2) / 2, 6);
    expect(values[1]).toBeCloseTo((r * 2) / 2, 6);
  });
});

describe('words and numbers', () => {
  const features: FeatureEncoding[] = [number('age'), { encode: 'oneHot', column: 'city', levels: ['x', 'y', 'z'], unseen: 'zeros' }];
  const model = linearModel(features, [2, 10, 20, 30], 1);
  const background = tableOf([numberColumn('age', [1, 2, 3, 6]), categoryColumn('city', ['x', 'y', 'z'], ['x', 'x', 'y', 'z'])]);
  const row = tableOf([numberColumn('age', [5]), categoryColumn('city', ['x', 'y', 'z'], ['z'])]);

  it('a word is one player: its columns together', async () => {
    const { values, base, output } = await explain(model, background, row, {});
    expect(values[0]).toBeCloseTo(2 * (5 - 3), 12);
    expect(values[1]).toBeCloseTo(30 - (10 + 10 + 20 + 30) / 4, 12);
    expect([base, output]).toEqual([1 + 6 + 17.5, 1 + 10 + 30]);
  });

  it('by correlation too, where its columns add up to 1', async () => {
    const { values, base, output, detail } = await explain(model, background, row, { perturbation: 'correlationDependent' });
    expect(sum(values) + base).toBeCloseTo(output, 6);
    expect(detail['exact']).toBe(true);
    // By hand: with the word known E[age] is its group's mean (a regression on all levels): 1.5, 3, 6; with the age known the word's part is a line in the age.
    const ages = [1, 2, 3, 6];
    const parts = [10, 10, 20, 30];
    const slope = sum(ages.map((age, i) => (age - 3) * (parts[i] - 17.5))) / sum(ages.map((age) => (age - 3) ** 2));
    const [u1, u2, both] = [2 * 2 + slope * 2, 12.5 + 2 * (6 - 3), output - base];
    expect(values[0]).toBeCloseTo((u1 + both - u2) / 2, 5);
    expect(values[1]).toBeCloseTo((u2 + both - u1) / 2, 5);
  });

  it('a missing or unseen word has no level, and a missing number no margin', async () => {
    const unseen = tableOf([numberColumn('age', [3]), categoryColumn('city', ['q'], ['q'])]);
    expect((await explain(model, background, unseen, {})).values[1]).toBeCloseTo(-17.5, 12);
    const missing = tableOf([numberColumn('age', [NaN]), categoryColumn('city', ['x', 'y', 'z'], ['x'])]);
    await expect(explain(model, background, missing, {})).rejects.toMatchObject({ code: 'BAD_PREDICTION' });
  });
});

describe('has an answer', () => {
  it.each(['interventional', 'correlationDependent'])('for constant columns and a background of one row, %s', async (perturbation) => {
    const constant = rowsTable(['a', 'b'], [[1, 5], [2, 5], [6, 5]]);
    const away = await explain(plain(['a', 'b'], [2, 3]), constant, rowsTable(['a', 'b'], [[4, 7]]), { perturbation });
    expect(away.values[0]).toBeCloseTo(2, 7);
    expect(away.values[1]).toBeCloseTo(6, 12);
    const one = await explain(plain(['a', 'b'], [2, 3]), rowsTable(['a', 'b'], [[1, 1]]), rowsTable(['a', 'b'], [[4, 7]]), { perturbation });
    expect(one.values).toEqual([6, 18]);
  });

  it.each(['interventional', 'correlationDependent'])('for a model that ignores its input, %s', async (perturbation) => {
    const { values } = await explain(plain(['a', 'b'], [0, 0], 4), rowsTable(['a', 'b'], [[1, 5], [2, 4], [6, 5]]), rowsTable(['a', 'b'], [[4, 7]]), { perturbation });
    expect(values.map(Math.abs)).toEqual([0, 0]);
  });

  it('for more columns than background rows: it adds up, off their plane as well', async () => {
    const names = Array.from({ length: 12 }, (_, j) => `x${j}`);
    const draws = randomStream(8);
    const background = rowsTable(names, Array.from({ length: 5 }, (_, i) => names.map((name) => draws.child(name).normal(i))));
    const row = rowsTable(names, [names.map((name) => 2 * draws.child(name).normal(9))]);
    const { values, base, output, standardErrors } = await explain(plain(names, names.map((_, j) => j - 5)), background, row, { perturbation: 'correlationDependent' });
    expect(Math.abs(sum(values) + base - output)).toBeLessThan(1e-5);
    expect([...values, ...standardErrors].every(Number.isFinite)).toBe(true);
    expect(standardErrors.some((error) => error > 0)).toBe(true);
  });

  it('for a trained pipeline of words and numbers, of either class', async () => {
    const { bytes, mapping, table } = modelFixture('german-logistic-columns');
    const model = await loadModel(bytes, { mapping: mapping!, columns: table.columns.map((column) => infoOf(column, 'feature')) });
    const scores = await model.predict(table);
    for (const [k, name] of model.classes.entries()) {
      const { values, base, output } = await (await explainerOf(linearShap, sceneOf(model, table, name)))(takeRows(table, [2]));
      expect(output).toBeCloseTo(Math.log(scores.values[4 + k] / (1 - scores.values[4 + k])), 3);
      expect(sum(values) + base).toBeCloseTo(output, 9);
    }
    await model.dispose();
  });

  it('by the row’s own draws, and stops when cancelled', async () => {
    const names = ['a', 'b', 'c'];
    const rows = rowsTable(names, [[1, 2, 0], [3, 4, 1], [5, -6, 2], [0, 1, 1]]);
    const options = linearShap.options.parse({ perturbation: 'correlationDependent', exactFeatures: 0, orderPairs: 2 });
    const prepared = await linearShap.prepare(sceneOf(plain(names, [1, 2, 3]), rows), options);
    const together = await prepared(rows, (i) => randomStream(9).child(i));
    expect((await prepared(takeRows(rows, [2]), () => randomStream(9).child(2)))[0]).toEqual(together[2]);
    const stopped = await linearShap.prepare(sceneOf(plain(names, [1, 2, 3]), rows, 'value', AbortSignal.abort()), options);
    await expect(stopped(rows, () => randomStream(0))).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

it('is chosen where the model is linear, and says why not elsewhere', () => {
  const rows = tableOf([numberColumn('a', [1, 2]), numberColumn('y', [1, 2])]);
  const model = plain(['a'], [1]);
  const subject = subjectOf(rows, model, 'y');
  expect(linearShap.chosenBecause(subject)).toContain('linear');
  const { linear: _, ...other } = model;
  expect(linearShap.chosenBecause(subjectOf(rows, other, 'y'))).toBeNull();
  expect(linearShap.lacking!(subjectOf(rows, other, 'y'), linearShap.options.parse({}))).toContain('not linear');
});
