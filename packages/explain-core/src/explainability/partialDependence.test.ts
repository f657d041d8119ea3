import { auditOf, categoryColumn, choose, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { Column, Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { Artifact, Result } from '../method/result.js';
import type { Predictor } from '../models/predictor.js';
import { meanEstimate } from '../numeric/meanInterval.js';
import { plainGrouping, type Subject } from '../method/subject.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';

const n = 200;
const draws = randomStream(5).child('data');
const normals = (name: string): Column => numberColumn(name, Array.from({ length: n }, (_, i) => draws.child(name).normal(i)));
const levels = ['a', 'b', 'c', 'd'];
const words = (name: string): Column => categoryColumn(name, levels, Array.from({ length: n }, (_, i) => levels[draws.child(name).integer(i, 3)]!));

/** A regression written out. */
function writes(features: readonly string[], value: (x: readonly number[]) => number): Predictor {
  return { ...toyPredictor({ features, classes: ['value'], score: (x) => [value(x)] }), task: 'regression' };
}

function aboutNumber(table: Table, model: Predictor): Subject {
  return { ...subjectOf(table, model, 'y'), label: { kind: 'number', column: 'y', favourable: null } };
}

const y = numberColumn('y', Array.from({ length: n }, (_, i) => i));
const table = tableOf([normals('x'), normals('z'), words('w'), y]);

async function audit(model: Predictor, options: JsonObject = {}, changed: { table?: Table; subject?: Partial<Subject>; seed?: number; signal?: AbortSignal } = {}) {
  const about = { ...aboutNumber(changed.table ?? table, model), ...changed.subject };
  return auditOf(explainability, { table: changed.table ?? table, model, subject: about, methods: [choose(explainability, 'partialDependence', { rows: n, replicates: 100, ...options })], ...(changed.seed === undefined ? {} : { seed: changed.seed }), ...(changed.signal ? { signal: changed.signal } : {}) });
}

interface Curves { features: { feature: string; kind: string; grid: (number | string)[]; levelsLeftOut: number; points: { mean: number; lower: number | null; upper: number | null; spread: number | null }[] }[] }
interface IceLines { features: { feature: string; lines: { row: number; values: number[]; centred: number[] }[] }[] }
const bodyOf = <T>(artifacts: readonly Artifact[], name: string): T => artifacts.find((artifact) => artifact.name === `explainability/partialDependence/${name}`)!.body as unknown as T;
const estimateOf = (results: readonly Result[], feature: string, measure: string) => {
  const { estimate } = results.find((result) => result.feature === feature && result.options['measure'] === measure)!;
  if (estimate.value === null) throw new Error(estimate.undefinedBecause);
  return estimate;
};

describe('of 2 x + effect(w), which nothing else acts on', () => {
  const effect = [1, 3, 0, 7];
  const model = writes(['x', 'w'], ([x, w]) => 2 * x! + effect[w!]!);

  it('the curve of x is 2 x + the mean effect, and that of w its effects + twice the mean of x', async () => {
    const { artifacts, results } = await audit(model);
    const [ofX, ofW] = bodyOf<Curves>(artifacts, 'curves').features;
    const [x, , w] = table.columns as [{ values: Float64Array }, unknown, { codes: Int32Array }];
    const meanEffect = w.codes.reduce((sum, code) => sum + effect[code]!, 0) / n;
    const meanX = x.values.reduce((sum, value) => sum + value, 0) / n;
    expect(ofX!.grid).toHaveLength(20);
    expect([ofX!.grid[0], ofX!.grid.at(-1)]).toEqual([Math.min(...x.values), Math.max(...x.values)]);
    ofX!.points.forEach(({ mean }, k) => expect(mean).toBeCloseTo(2 * (ofX!.grid[k] as number) + meanEffect, 12));
    expect(ofW!.grid).toEqual(['a', 'b', 'c']); // no row has d
    ofW!.points.forEach(({ mean }, k) => expect(mean).toBeCloseTo(effect[k]! + 2 * meanX, 12));
    // Whoever is asked, the same happens: there is nothing to be unsure of in how large the curve is, though there is in its height.
    const range = estimateOf(results, 'x', 'range');
    expect(range.value).toBeCloseTo(2 * (Math.max(...x.values) - Math.min(...x.values)), 12);
    expect(range.interval!.upper - range.interval!.lower).toBeLessThan(1e-12);
    expect(estimateOf(results, 'w', 'range').value).toBeCloseTo(3, 12);
    expect(estimateOf(results, 'w', 'importance').value).toBeCloseTo(3 / 4, 12);
    for (const feature of ['x', 'w']) expect(estimateOf(results, feature, 'heterogeneity').value).toBeLessThan(1e-12);
    expect(ofX!.points[0]!.upper! - ofX!.points[0]!.lower!).toBeGreaterThan(0.1);
    expect(ofX!.points.every(({ spread }) => spread! < 1e-12)).toBe(true);
  });

  it('a point has Student’s interval of the mean of the rows’ answers there', async () => {
    const { artifacts } = await audit(model, { rows: 12, lines: 12 });
    const { points } = bodyOf<Curves>(artifacts, 'curves').features[0]!;
    const lines = bodyOf<IceLines>(artifacts, 'lines').features[0]!.lines;
    points.forEach(({ mean, lower, upper }, k) => {
      const wanted = meanEstimate(lines.map(({ values }) => values[k]!), 0.95) as { value: number; interval: { lower: number; upper: number } };
      expect([mean, lower, upper]).toEqual([wanted.value, wanted.interval.lower, wanted.interval.upper].map((one) => expect.closeTo(one, 12)));
    });
  });

  it('the importance of a number is the standard deviation of its points', async () => {
    const { artifacts, results } = await audit(model);
    const means = bodyOf<Curves>(artifacts, 'curves').features[0]!.points.map(({ mean }) => mean);
    const centre = means.reduce((sum, mean) => sum + mean, 0) / means.length;
    expect(estimateOf(results, 'x', 'importance').value).toBeCloseTo(Math.sqrt(means.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / (means.length - 1)), 12);
  });

  it('keeps the lines of some rows, as they are and from their first point, with which rows they are of', async () => {
    const { artifacts } = await audit(model, { lines: 7, rows: 50 });
    const artifact = artifacts.find(({ name }) => name === 'explainability/partialDependence/lines')!;
    expect(artifact.showsRows).toBe(true);
    const [ofX, ofW] = bodyOf<IceLines>(artifacts, 'lines').features;
    expect(ofX!.lines).toHaveLength(7);
    expect(ofX!.lines.map(({ row }) => row)).toEqual(ofW!.lines.map(({ row }) => row));
    const grid = bodyOf<Curves>(artifacts, 'curves').features[0]!.grid as number[];
    const w = (table.columns[2] as { codes: Int32Array }).codes;
    for (const { row, values, centred } of ofX!.lines) {
      values.forEach((value, k) => expect(value).toBeCloseTo(2 * grid[k]! + effect[w[row]!]!, 12));
      centred.forEach((value, k) => expect(value).toBeCloseTo(2 * (grid[k]! - grid[0]!), 12));
    }
  });
});

describe('of x · z', () => {
  it('shows by its heterogeneity what the flat curve hides', async () => {
    const model = writes(['x', 'z'], ([x, z]) => x! * z!);
    const { results, artifacts } = await audit(model);
    const [{ grid, points }] = bodyOf<Curves>(artifacts, 'curves').features as [Curves['features'][number]];
    const z = (table.columns[1] as { values: Float64Array }).values;
    const mean = z.reduce((sum, value) => sum + value, 0) / n;
    const spread = Math.sqrt(z.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
    points.forEach((point, k) => {
      expect(point.mean).toBeCloseTo((grid[k] as number) * mean, 12);
      expect(point.spread).toBeCloseTo(((grid[k] as number) - (grid[0] as number)) * spread, 12);
    });
    // By hand: line less its mean, less the same of the curve, is (z − mean z)(v − mean v).
    const values = grid as number[];
    const middle = values.reduce((sum, v) => sum + v, 0) / values.length;
    const wanted = spread * Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / values.length);
    const found = estimateOf(results, 'x', 'heterogeneity');
    expect(found.value).toBeCloseTo(wanted, 12);
    expect(found.interval!.lower).toBeGreaterThan(0);
    expect(estimateOf(results, 'x', 'range').interval!.lower).toBe(0);
  });
});

describe('at the edges', () => {
  const model = writes(['x', 'z'], ([x, z]) => x! + z! ** 2);

  it('one row has curves and no intervals', async () => {
    const { results, artifacts } = await audit(model, { rows: 1 });
    expect(results.map(({ estimate }) => estimate.value)).toEqual([null, null, null, null, null, null]);
    expect(bodyOf<Curves>(artifacts, 'curves').features[0]!.points).toEqual([{ mean: expect.any(Number), lower: null, upper: null, spread: null }]);
  });

  it('a feature of one value has a curve of one point, and 0 for a size', async () => {
    const constant = tableOf([numberColumn('x', Array.from({ length: n }, () => 3)), normals('z'), y]);
    const { results } = await audit(model, {}, { table: constant });
    for (const measure of ['range', 'importance', 'heterogeneity']) expect(estimateOf(results, 'x', measure).value).toBe(0);
  });

  it('a model that reads nothing has exactly nothing to show', async () => {
    const { results } = await audit(writes(['x', 'w'], () => 0.25));
    for (const { estimate } of results) expect(estimate).toMatchObject({ value: 0, interval: { lower: 0, upper: 0 } });
  });

  it('missing values are no point, and their rows are asked about all the same', async () => {
    const some = tableOf([numberColumn('x', Array.from({ length: n }, (_, i) => (i % 2 ? NaN : i % 5))), numberColumn('z', Array.from({ length: n }, () => NaN)), y]);
    const { results, artifacts } = await audit(writes(['x', 'z'], ([x]) => (Number.isNaN(x!) ? 9 : x!)), {}, { table: some });
    const [ofX, ...others] = bodyOf<Curves>(artifacts, 'curves').features;
    expect(ofX!.grid).toEqual([0, 1, 2, 3, 4]);
    expect(ofX!.points.map(({ mean }) => mean)).toEqual([0, 1, 2, 3, 4]);
    expect(others).toEqual([]);
    expect(results.find(({ feature }) => feature === 'z')!.estimate).toEqual({ value: null, n: 0, undefinedBecause: 'no drawn row has a value of the feature' });
  });

  it('of many levels the most frequent are drawn, and how many are left out is said', async () => {
    const many = Array.from({ length: 40 }, (_, k) => `level ${String(k).padStart(2, '0')}`);
    const column = categoryColumn('w', many, Array.from({ length: n }, (_, i) => many[i < 120 ? i % 3 : i % 40]!));
    const { artifacts } = await audit(writes(['w'], ([w]) => w!), { points: 3 }, { table: tableOf([column, y]) });
    expect(bodyOf<Curves>(artifacts, 'curves').features[0]).toMatchObject({ grid: ['level 00', 'level 01', 'level 02'], levelsLeftOut: 37 });
  });

  it('a text has no curve', async () => {
    const text: Column = { kind: 'text', name: 'note', values: Array.from({ length: n }, (_, i) => `note ${i}`) };
    const reads: Predictor = { ...writes(['note'], () => 0), predict: async ({ rows }) => ({ rows, columns: 1, values: new Float64Array(rows) }) };
    const { results } = await audit(reads, {}, { table: tableOf([text, y]) });
    expect(results[0]!.estimate).toMatchObject({ value: null, undefinedBecause: 'the feature is text, which has no values to set for everybody' });
  });

  it('of a thousand classes one is told of', async () => {
    const classes = Array.from({ length: 1000 }, (_, k) => `class ${k}`);
    const wide = toyPredictor({ features: ['x'], classes, score: ([x]) => classes.map((_, k) => (k === 7 ? (x! > 0 ? 1 : 0) : 0)) });
    const label = categoryColumn('y', ['class 0', 'class 7'], Array.from({ length: n }, (_, i) => (i % 2 ? 'class 0' : 'class 7')));
    const given = tableOf([normals('x'), label]);
    const outcome = await auditOf(explainability, { table: given, model: wide, subject: subjectOf(given, wide, 'y'), methods: [choose(explainability, 'partialDependence', { class: 'class 7', rows: 50, replicates: 100 })] });
    expect(estimateOf(outcome.results, 'x', 'range').value).toBe(1);
    expect(outcome.results[0]!.options['class']).toBe('class 7');
  });

  it('stops when it is cancelled', async () => {
    await expect(audit(model, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is the same for the same seed, and draws other rows and chances for another', async () => {
    const small = { rows: 40 };
    expect(await audit(model, small)).toEqual(await audit(model, small));
    expect((await audit(model, small, { seed: 0 })).results).not.toEqual((await audit(model, small)).results);
  });

  it('is the same in one call of the model as in many', async () => {
    // 250,000 answers of two features need several calls of at most 32,768 rows; here the same curve, point by point.
    let calls = 0;
    const counted: Predictor = { ...model, predict: async (rows, signal) => (calls++, model.predict(rows, signal)) };
    const { artifacts } = await audit(counted, { points: 200, lines: 0 });
    expect(calls).toBe(2 * Math.ceil((200 * n) / 32_768));
    const { grid, points } = bodyOf<Curves>(artifacts, 'curves').features[0]!;
    const z = (table.columns[1] as { values: Float64Array }).values;
    const squares = z.reduce((sum, value) => sum + value ** 2, 0) / n;
    points.forEach(({ mean }, k) => expect(mean).toBeCloseTo((grid[k] as number) + squares, 12));
  });

  it('says nothing of how many rows a level has, so that small groups stay withheld', async () => {
    const { artifacts } = await audit(model, {}, { subject: { grouping: { ...plainGrouping, withholdBelow: 10 } } });
    expect(Object.keys(bodyOf<Curves>(artifacts, 'curves').features[0]!).sort()).toEqual(['feature', 'grid', 'kind', 'levelsLeftOut', 'points']);
  });
});
