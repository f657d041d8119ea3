import { modelFixture } from '../../test/modelFixture.js';
import { tfjsFixture } from '../../test/tfjsFixture.js';
import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { rowsTable } from '../../test/explainability/germanReference.js';
import { categoryColumn, infoOf, numberColumn, subjectOf, tableOf, toyPredictor, type Toy } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { NumberColumn, Table } from '../data/table.js';
import type { Subject } from '../method/subject.js';
import { loadModel } from '../models/load.js';
import type { Predictor } from '../models/predictor.js';
import { randomStream } from '../random/stream.js';
import { expectedGradients } from './expectedGradients.js';
import type { LocalExplainer } from './explainer.js';
import { gradientInput } from './gradientInput.js';
import { integratedGradients } from './integratedGradients.js';
import { smoothGrad } from './smoothGrad.js';

const all = [integratedGradients, expectedGradients, smoothGrad, gradientInput] as readonly LocalExplainer[];
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A number with its derivative, as the first of two scores. */
const modelOf = (features: readonly string[], f: (x: readonly number[]) => number, slopes: (x: readonly number[]) => number[]): Predictor =>
  toyPredictor({ features, classes: ['out', 'rest'], score: (x) => [f(x), 0], slopes: (x) => [slopes(x), features.map(() => 0)] } satisfies Toy);
const product = modelOf(['a', 'b'], ([a, b]) => a * b, ([a, b]) => [b, a]);
const table = (...rows: readonly (readonly number[])[]): Table => rowsTable(['a', 'b'], rows);

describe('of a product a · b at (3, 5)', () => {
  const x = table([3, 5]);
  const background = table([1, 2], [3, -1], [0, 0], [2, 7]);

  it('integrated gradients share the change evenly between moves in a straight line', async () => {
    // From (1, 2): ∫ (2 + 3t) dt · 2 = 7, ∫ (1 + 2t) dt · 3 = 6, and 15 − 2 = 13.
    const explain = await explainerOf(integratedGradients, sceneOf(product, background), { baselineValues: { a: 1, b: 2 } });
    const { values, base, output, detail, standardErrors } = await explain(x);
    expect(values[0]).toBeCloseTo(7, 12);
    expect(values[1]).toBeCloseTo(6, 12);
    expect([base, output, standardErrors]).toEqual([2, 15, [0, 0]]);
    expect(detail).toMatchObject({ steps: 16, reached: true, baseline: { a: 1, b: 2 }, held: [] });
  });

  it.each([['mean', 1.5, 2], ['median', 1.5, 1], ['zero', 0, 0]] as const)('the baseline %s is that of the background', async (baseline, a, b) => {
    const explain = await explainerOf(integratedGradients, sceneOf(product, background), { baseline });
    const { values, base } = await explain(x);
    expect(base).toBeCloseTo(a * b, 12);
    expect(values[0]).toBeCloseTo((3 - a) * (b + (5 - b) / 2), 12);
  });

  it('expected gradients average that over the background, and doubt as much as they miss', async () => {
    const wanted = [[1, 2], [3, -1], [0, 0], [2, 7]].map(([a, b]) => [((3 - a) * (b + 5)) / 2, ((5 - b) * (a + 3)) / 2]);
    const mean = [0, 1].map((j) => sum(wanted.map((values) => values[j])) / 4);
    const explain = await explainerOf(expectedGradients, sceneOf(product, background), { points: 4 });
    const found = [];
    for (let seed = 0; seed < 400; seed++) found.push(await explain(x, randomStream(seed)));
    for (const j of [0, 1]) {
      const values = found.map((one) => one.values[j]);
      const average = sum(values) / 400;
      const deviation = Math.sqrt(sum(values.map((value) => (value - average) ** 2)) / 399);
      const said = Math.sqrt(sum(found.map(({ standardErrors }) => standardErrors[j] ** 2)) / 400);
      // Unbiased: within four standard errors of 400 draws.
      expect(Math.abs(average - mean[j])).toBeLessThan((4 * deviation) / 20);
      // The derivative is straight along each way, so the squares are unbiased; the mean of 400 of them and the deviation of 400 values err by some 4 %.
      expect(said / deviation).toBeGreaterThan(0.85);
      expect(said / deviation).toBeLessThan(1.15);
    }
    expect(found[0].base).toBeCloseTo((2 - 3 + 0 + 14) / 4, 12);
    expect(found[0].detail).toMatchObject({ points: 16, held: [] });
  });

  it('gradient × input is twice the product, and smoothGrad the plain slopes', async () => {
    expect((await (await explainerOf(gradientInput, sceneOf(product, background)))(x)).values).toEqual([15, 15]);
    // The noise comes in pairs, so of a straight derivative nothing is left of it.
    const { values, standardErrors } = await (await explainerOf(smoothGrad, sceneOf(product, background), { per: 'unit' }))(x);
    [5, 3].forEach((slope, j) => expect(values[j]).toBeCloseTo(slope, 12));
    standardErrors.forEach((error) => expect(error).toBeLessThan(1e-12));
  });

  it('a slope per standard deviation is that of n − 1, and a contribution what it makes of the way from the mean', async () => {
    const { values, contributions, base, output } = await (await explainerOf(smoothGrad, sceneOf(product, background), { noise: 0 }))(x);
    const spread = Math.sqrt(((1 - 1.5) ** 2 + (3 - 1.5) ** 2 + 1.5 ** 2 + 0.5 ** 2) / 3);
    expect(values[0]).toBeCloseTo(5 * spread, 12);
    expect(contributions[0]).toBeCloseTo(5 * (3 - 1.5), 12);
    expect(base + sum(contributions)).toBeCloseTo(output, 12);
  });
});

describe('a kink', () => {
  // |a − 0.3| from 0 to 1: the quadrature sees the kink between its points only.
  const kinked = modelOf(['a', 'b'], ([a]) => Math.abs(a - 0.3), ([a]) => [Math.sign(a - 0.3), 0]);
  it('costs as many points as the target needs, and the rest of the gap is told', async () => {
    const scene = sceneOf(kinked, table([0, 0]));
    const of = async (options: object) => (await explainerOf(integratedGradients, scene, options))(table([1, 0]));
    const [rough, fine] = [await of({ steps: 4, maxSteps: 4, targetGap: 0.001 }), await of({ steps: 4, maxSteps: 4096, targetGap: 0.001 })];
    expect(rough.detail).toMatchObject({ steps: 4, reached: false });
    expect(fine.detail['reached']).toBe(true);
    expect(fine.detail['steps']).toBeGreaterThan(4);
    expect(fine.values[0]).toBeCloseTo(0.4, 3);
    expect(rough.detail['completenessGap']).toBeCloseTo(rough.values[0] - 0.4, 12);
    expect(Math.abs(rough.detail['completenessGap'] as number)).toBeGreaterThan(0.001);
    const told = integratedGradients.diagnostics([rough, fine].map((one, row) => ({ ...one, row, groups: [], x: {}, judged: {} })), integratedGradients.options.parse({}));
    expect(told).toMatchObject([{ measure: 'completenessGap', estimate: { value: Math.abs(rough.detail['completenessGap'] as number), n: 2 }, counts: { rows: 2, rowsReached: 1 } }]);
  });
});

describe('a trained network with categories', () => {
  const { bytes, mapping, table: rows } = modelFixture('german-mlp-onehot');
  let model: Predictor;
  beforeAll(async () => void (model = await loadModel(bytes, { mapping: mapping!, columns: rows.columns.map((column) => infoOf(column, 'feature')) })));
  afterAll(() => model.dispose());
  const one = (i: number): Table => takeRows(rows, [i]);
  const units = (mapping!.inputs[0] as { features: { column: string; divide: number }[] }).features;

  it('keeps the categories of the row: the base is the answer for the average numbers with them, and the rest adds up', async () => {
    const explain = await explainerOf(integratedGradients, sceneOf(model, rows, model.classes[1]));
    const { values, base, output, detail } = await explain(one(3));
    const held = rows.columns.flatMap(({ kind }, j) => (kind === 'category' ? [j] : []));
    expect(held.map((j) => values[j])).toEqual(held.map(() => 0));
    expect(detail['held']).toEqual(held.map((j) => rows.columns[j].name));
    const average = { rows: 1, columns: one(3).columns.map((column, j) => (column.kind === 'number' ? { ...column, values: Float64Array.of(sum([...(rows.columns[j] as NumberColumn).values]) / rows.rows) } : column)) };
    const scores = await model.predict(average);
    expect(base).toBeCloseTo(scores.values[1], 6);
    expect(Math.abs(sum(values) + base - output)).toBeLessThan(0.005 * sum(values.map(Math.abs)) + 1e-6);
  });

  it('has slopes as central differences have them, in the data’s own units', async () => {
    const { values } = await (await explainerOf(smoothGrad, sceneOf(model, rows, model.classes[1]), { noise: 0, per: 'unit' }))(one(5));
    for (const [j, column] of rows.columns.entries()) {
      if (column.kind !== 'number') continue;
      // A step of 1/100 of what the mapping divides by: float32 leaves some 1e-7 of the difference, and a wrong unit is off by far more.
      const spread = units.find((feature) => feature.column === column.name)!.divide;
      const at = async (shift: number): Promise<number> => (await model.predict({ rows: 1, columns: one(5).columns.map((own, k) => (k === j && own.kind === 'number' ? { ...own, values: own.values.map((value) => value + shift) } : own)) })).values[1];
      const difference = (await at(0.01 * spread)) - (await at(-0.01 * spread));
      expect(Math.abs(values[j] * 0.02 * spread - difference)).toBeLessThan(2e-6);
    }
  });

  it('explains a class it does not decide for with the other sign', async () => {
    for (const explainer of all) {
      const [no, yes] = await Promise.all(model.classes.map(async (name) => (await explainerOf(explainer, sceneOf(model, rows, name)))(one(1))));
      no.values.forEach((value, j) => expect(value).toBeCloseTo(-yes.values[j], 6));
    }
  });
});

it('a TensorFlow.js network is followed as well', async () => {
  const { bytes, mapping, table: rows } = tfjsFixture('german-dense');
  const model = await loadModel(bytes, { mapping, columns: rows.columns.map((column) => infoOf(column, 'feature')) });
  const { values, base, output, detail } = await (await explainerOf(integratedGradients, sceneOf(model, rows, model.classes[1])))(takeRows(rows, [2]));
  expect(values.some((value) => Math.abs(value) > 1e-3)).toBe(true);
  expect(detail['reached']).toBe(true);
  expect(Math.abs(sum(values) + base - output)).toBeLessThan(0.005 * sum(values.map(Math.abs)) + 1e-6);
  await model.dispose();
});

describe.each(all.map((explainer) => [explainer.id, explainer] as const))('%s has an answer', (_, explainer) => {
  const still = modelOf(['a', 'b'], ([a, b]) => (Number.isNaN(a) ? 0 : a) + (Number.isNaN(b) ? 0 : 2 * b), ([a, b]) => [Number.isNaN(a) ? 0 : 1, Number.isNaN(b) ? 0 : 2]);
  const explain = async (model: Predictor, row: Table, background: Table) => (await explainerOf(explainer, sceneOf(model, background)))(row);
  const finite = (values: readonly number[]): boolean => values.every(Number.isFinite);

  it('for a missing number: it does not move, and says so', async () => {
    const { values, contributions, standardErrors, detail } = await explain(still, table([NaN, 4]), table([1, 2], [3, 5]));
    expect(values[0]).toBe(0);
    expect(finite([...values, ...contributions, ...standardErrors])).toBe(true);
    expect(detail['held']).toEqual(['a']);
  });

  it('for a background with missing numbers, of one row, and without a value at all', async () => {
    for (const background of [table([NaN, 2], [3, NaN]), table([2, 2]), table([NaN, NaN])]) {
      const { values, contributions, standardErrors, base } = await explain(still, table([1, 4]), background);
      expect(finite([...values, ...contributions, ...standardErrors, base])).toBe(true);
    }
  });

  it('for a model that ignores its input, and for copies of a column', async () => {
    const constant = modelOf(['a', 'b'], () => 0.4, () => [0, 0]);
    expect((await explain(constant, table([1, 4]), table([1, 2], [3, 5]))).values).toEqual([0, 0]);
    const both = modelOf(['a', 'b'], ([a, b]) => Math.tanh(a + b), ([a, b]) => [1, 1].map((one) => one - Math.tanh(a + b) ** 2));
    const { values } = await explain(both, table([1, 1]), table([0, 0], [2, 2], [-1, -1]));
    // SmoothGrad's noise is the columns' own; the slopes are the same all the same.
    expect(values[0]).toBeCloseTo(values[1], 12);
  });

  it('for more features than rows and a thousand classes', async () => {
    const features = Array.from({ length: 30 }, (_, j) => `x${j}`);
    const classes = Array.from({ length: 1000 }, (_, k) => `c${k}`);
    const wide = toyPredictor({ features, classes, score: (x) => classes.map((__, k) => x[0] * k), slopes: () => classes.map((__, k) => features.map((___, j) => (j === 0 ? k : 0))) });
    const rows = rowsTable(features, [features.map((_, j) => j + 1), features.map(() => 0)]);
    const { values } = await (await explainerOf(explainer, sceneOf(wide, rows, 'c999')))(takeRows(rows, [0]));
    expect(values).toHaveLength(30);
    expect(values[0]).toBeGreaterThan(0);
    expect(values.slice(1)).toEqual(features.slice(1).map(() => 0));
  });

  it('and refuses a derivative that is no number', async () => {
    const broken = modelOf(['a', 'b'], () => 0.4, () => [0, Infinity]);
    await expect(explain(broken, table([1, 4]), table([1, 2], [3, 5]))).rejects.toMatchObject({ code: 'BAD_PREDICTION', message: expect.stringContaining('"b"') });
  });

  it('by the row’s own draws: rows beside it change nothing', async () => {
    const rows = table([1, 2], [3, 4], [5, 6]);
    const curved = modelOf(['a', 'b'], ([a, b]) => Math.sin(a * b), ([a, b]) => [b * Math.cos(a * b), a * Math.cos(a * b)]);
    const prepared = await explainer.prepare(sceneOf(curved, rows), explainer.options.parse({}));
    const together = await prepared(rows, (i) => randomStream(9).child(i));
    const [alone] = await prepared(takeRows(rows, [2]), () => randomStream(9).child(2));
    expect(alone).toEqual(together[2]);
  });
});

describe('the plan', () => {
  const rows = tableOf([numberColumn('a', [1, 2, 3]), numberColumn('b', [0, 1, 0]), categoryColumn('y', ['out', 'rest'], ['out', 'rest', 'out'])]);
  const subject = subjectOf(rows, product, 'y');
  const file = subject.model as Extract<Subject['model'], { source: 'file' }>;

  it('has integrated gradients by itself where the model has a derivative, and a reason where it has none', () => {
    const without: Subject = { ...subject, model: { ...file, capabilities: ['predict'], numberFeatures: [] } };
    expect(integratedGradients.chosenBecause(subject)).toContain('derivative');
    expect(integratedGradients.chosenBecause(without)).toBeNull();
    for (const explainer of all) {
      expect(explainer.lacking!(subject, explainer.options.parse({}))).toBeNull();
      expect(explainer.lacking!(without, explainer.options.parse({}))).toContain('has no derivative to follow');
    }
  });

  it('refuses a baseline of a column that has no derivative', () => {
    const because = integratedGradients.lacking!(subject, integratedGradients.options.parse({ baselineValues: { a: 1, city: 2 } }));
    expect(because).toBe('“baselineValues” names "city"; the numbers with a derivative are "a", "b"');
  });
});
