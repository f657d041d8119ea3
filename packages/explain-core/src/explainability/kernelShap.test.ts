import { germanModel, germanReference, rowsTable } from '../../test/explainability/germanReference.js';
import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { categoryColumn, numberColumn, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import type { Predictor } from '../models/predictor.js';
import { matrix } from '../numeric/matrix.js';
import { randomStream } from '../random/stream.js';
import { askFor, callRows } from './ask.js';
import type { Attribution, ExplainedRow } from './explainer.js';
import { kernelShap } from './kernelShap.js';
import { attributionMeasures } from './summaries.js';

const signal = new AbortController().signal;

/** The first class's answer is what is explained here. */
function modelOf(features: readonly string[], score: (x: readonly number[]) => number): Predictor {
  return toyPredictor({ features, classes: ['out', 'rest'], score: (x) => [score(x), 0] });
}

async function explain(model: Predictor, row: Table, background: Table, options: object = {}, seed = 0, className = 'out'): Promise<Attribution> {
  return (await explainerOf(kernelShap, sceneOf(model, background, className), options))(row, randomStream(seed).child('row'));
}

/** Rows of the model that enumeration needs against these. */
function questions(row: readonly number[], background: readonly (readonly number[])[]): number {
  return background.reduce((sum, other) => sum + Math.max(0, 2 ** row.filter((value, j) => value !== other[j]).length - 2), 0);
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

  it.each(['interactions', 'additive'])('of a linear model: w (x − mean of the background), exactly even from drawn coalitions, by %s', async (regression) => {
    const m = 20;
    const draws = randomStream(3);
    const weights = Array.from({ length: m }, (_, j) => draws.normal(j));
    const features = weights.map((_, j) => `f${j}`);
    const rows = Array.from({ length: 8 }, (_, i) => weights.map((_, j) => draws.child(i).normal(j)));
    const model = modelOf(features, (x) => x.reduce((sum, value, j) => sum + weights[j] * value, 0));
    const found = await explain(model, rowsTable(features, rows.slice(0, 1)), rowsTable(features, rows.slice(1)), { coalitions: 100, targetError: 0, regression });
    expect(found.detail).toMatchObject({ exact: false, stopped: 'targetError', coalitions: 100, varying: m, relativeError: 0 });
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
      // A background row that differs in d features takes 2^d − 2 questions: none and all of them are known.
      expect(found.detail).toMatchObject({ exact: true, stopped: 'exact', evaluations: questions(row, reference.background) });
    }
  });
});

describe('drawn coalitions', () => {
  const reference = germanReference<{ rows: number[][]; background: number[][]; exact: number[][]; kernelSampled: { row: number; standardDeviation: number[] } }>('shap-german-logistic.json');
  const { features } = reference.model;
  const { row, standardDeviation } = reference.kernelSampled;

  it.each([
    ['interactions', 'kernel', 0.03],
    ['additive', 'kernel', 0.15],
    ['additive', 'leverage', 0.15],
  ])('spread about the exact values as their standard errors say, by %s and %s, and far less than shap’s own', async (regression, sampling, ofTheirs) => {
    const scene = sceneOf(germanModel(reference), rowsTable(features, reference.background), 'bad');
    const runs = 60;
    const squares = new Array<number>(8).fill(0);
    const claimed = new Array<number>(8).fill(0);
    const bias = new Array<number>(8).fill(0);
    for (let seed = 0; seed < runs; seed++) {
      const explainRow = await explainerOf(kernelShap, { ...scene, random: randomStream(seed).child('shared') }, { coalitions: 100, targetError: 0, regression, sampling });
      const { values, standardErrors, detail } = await explainRow(rowsTable(features, [reference.rows[row]]), randomStream(seed).child('row'));
      expect(detail).toMatchObject({ exact: false, stopped: 'budget', coalitions: 100 });
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
    // Of 127 pairs fifty are asked about, so that the jackknife, which knows of no end of pairs, says too much.
    expect(said / observed).toBeLessThan(regression === 'additive' ? 1.35 : 2.5);
    expect(observed).toBeLessThan(ofTheirs * theirs);
    // Of the additive fit a mean of 60 runs is off by less than four of its standard errors, and by rounding where a feature has nothing to share. Shrinking has a bias, within the error that is said.
    bias.forEach((error, j) => expect(Math.abs(error)).toBeLessThan((regression === 'additive' ? (4 * Math.sqrt(squares[j])) / Math.sqrt(runs) : Math.sqrt(claimed[j])) + 1e-15));
  });

  it('are the same for the same seed and others for another', async () => {
    const background = rowsTable(features, reference.background);
    const own = rowsTable(features, [reference.rows[row]]);
    const of = (seed: number) => explain(germanModel(reference), own, background, { coalitions: 60, targetError: 0 }, seed, 'bad');
    expect(await of(0)).toEqual(await of(0));
    expect((await of(0)).values).not.toEqual((await of(1)).values);
  });
});

describe('drawing ends', () => {
  const m = 14;
  const features = Array.from({ length: m }, (_, j) => `f${j}`);
  const draws = randomStream(8);
  const rows = Array.from({ length: 7 }, (_, i) => features.map((_, j) => draws.child(i).normal(j)));
  const model = modelOf(features, (x) => Math.tanh(x.reduce((sum, value, j) => sum + ((j % 5) - 2) * value, 0) / 4));
  const scene = sceneOf(model, rowsTable(features, rows.slice(1)), 'out');
  const row = rowsTable(features, rows.slice(0, 1));
  const of = async (options: object) => (await explainerOf(kernelShap, scene, options))(row);
  const share = ({ values, standardErrors }: Attribution) => standardErrors.reduce((a, b) => a + b) / values.reduce((sum, value) => sum + Math.abs(value), 0);

  it('when the errors are as small as asked for, and says after how much', async () => {
    const [rough, fine] = [await of({ targetError: 0.2 }), await of({ targetError: 0.03 })];
    for (const [found, target] of [[rough, 0.2], [fine, 0.03]] as const) {
      expect(found.detail['stopped']).toBe('targetError');
      expect(share(found)).toBeLessThanOrEqual(target);
      expect(found.detail['relativeError']).toBeCloseTo(share(found), 12);
      expect(found.detail['evaluations']).toBe(6 * (found.detail['coalitions'] as number));
    }
    expect(rough.detail).toMatchObject({ rounds: 1 });
    expect(fine.detail['rounds']).toBeGreaterThan(1);
    expect(fine.detail['coalitions']).toBeGreaterThan(rough.detail['coalitions'] as number);
  });

  it('when the budget is used, and says that it was not enough', async () => {
    const found = await of({ targetError: 1e-6, coalitions: 300 });
    expect(found.detail).toMatchObject({ stopped: 'budget', coalitions: 300 });
    expect(share(found)).toBeGreaterThan(1e-6);
  });

  it('at once for a model that ignores what it is told', async () => {
    const flat = modelOf(features, () => 0.3);
    const found = await (await explainerOf(kernelShap, sceneOf(flat, scene.background, 'out')))(row);
    expect(found.detail).toMatchObject({ stopped: 'targetError', rounds: 1, relativeError: 0 });
    close(found.values, new Array(m).fill(0), 1e-15);
  });
});

describe('rows that share coalitions', () => {
  const m = 13;
  const features = Array.from({ length: m }, (_, j) => `f${j}`);
  const rows = Array.from({ length: 6 }, (_, i) => features.map((_, j) => randomStream(4).child(i).normal(j)));
  const background = rowsTable(features, rows.slice(2));
  /** Every set of the model's rows that differ from the background in something. */
  const askedOf = async (options: object): Promise<string[]> => {
    const sets: string[] = [];
    const inner = modelOf(features, (x) => Math.tanh(x[0] * x[1] * x[2] + x[3]));
    const model: Predictor = { ...inner, predict: (given, s) => (sets.push(...coalitionsIn(given)), inner.predict(given, s)) };
    const explainRows = await kernelShap.prepare(sceneOf(model, background, 'out'), kernelShap.options.parse({ coalitions: 100, targetError: 0, ...options }));
    sets.length = 0;
    await explainRows(rowsTable(features, rows.slice(0, 2)), (i) => randomStream(1).child(i));
    return sets;
  };
  const coalitionsIn = (given: Table): string[] =>
    Array.from({ length: given.rows / 4 }, (_, c) => given.columns.map((column, j) => (column.kind === 'number' && column.values[4 * c] === rows[2][j] ? 0 : 1)).join(''));

  it('ask about the same ones, others about their own', async () => {
    for (const [shareCoalitions, alike] of [[true, 1], [false, 0.6]] as const) {
      const sets = await askedOf({ shareCoalitions });
      const half = sets.length / 2;
      const first = new Set(sets.slice(0, half));
      const common = sets.slice(half).filter((set) => first.has(set)).length / half;
      if (alike === 1) expect(common).toBe(1);
      else expect(common).toBeLessThan(alike);
    }
  });

  it('have means whose error is the most it can be', () => {
    expect([kernelShap.sharesDraws!(kernelShap.options.parse({ shareCoalitions: true })), kernelShap.sharesDraws!(kernelShap.options.parse({}))]).toEqual([true, false]);
    const row = (error: number) => ({ values: [1], standardErrors: [error] }) as unknown as ExplainedRow;
    const drawing = (isShared: boolean) => attributionMeasures(['a'], [row(3), row(4)], 0.95, isShared)[0].estimate;
    expect(drawing(false)).toMatchObject({ standardError: 2.5 });
    expect(drawing(true)).toMatchObject({ standardError: 3.5 });
  });
});

it('enumerates against background rows that have much in common with the row, and draws for the others', async () => {
  const m = 12;
  const features = Array.from({ length: m }, (_, j) => `f${j}`);
  const own = features.map((_, j) => j + 1);
  const near = own.map((value, j) => (j < 5 ? -value : value));
  const far = own.map((value) => value / 3);
  const model = modelOf(features, (x) => Math.sin(x.reduce((sum, value) => sum + value, 0)) + x[0] * x[1] * x[2]);
  const row = rowsTable(features, [own]);
  const of = (background: number[][], options: object = {}) => explain(model, row, rowsTable(features, background), { coalitions: 100, targetError: 0, ...options });
  const [both, ofNear, ofFar] = [await of([near, far, near]), await of([near]), await of([far])];
  expect(ofNear.detail).toMatchObject({ exact: true, evaluations: 30 });
  expect(both.detail).toMatchObject({ exact: false, coalitions: 100, evaluations: 60 + 100 });
  close(both.values, ofNear.values.map((value, j) => (2 * value + ofFar.values[j]) / 3), 1e-12);
  close(both.standardErrors, ofFar.standardErrors.map((error) => error / 3), 1e-12);
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
  await explain(model, rowsTable(features, rows.slice(0, 1)), rowsTable(features, rows.slice(1)), { coalitions: 1000, targetError: 0, regression: 'additive' });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(callRows(m));
  expect([callRows(m), callRows(1000), callRows(1e9)]).toEqual([32_768, 4000, 1]);
  expect(sizes.reduce((a, b) => a + b)).toBe(100 + 1 + 1000 * 100);
});

it('stops when cancelled', async () => {
  const model = modelOf(['a', 'b'], ([a, b]) => a + b);
  const table = rowsTable(model.features, [[1, 2], [3, 4]]);
  await expect(explainerOf(kernelShap, sceneOf(model, table, 'out', AbortSignal.abort()))).rejects.toMatchObject({ code: 'CANCELLED' });
});
