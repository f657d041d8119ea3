import { captumCase, gapOf } from '../../test/explainability/captumReference.js';
import { rowsTable } from '../../test/explainability/germanReference.js';
import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { modelFixture } from '../../test/modelFixture.js';
import { infoOf, linearToy, subjectOf, tableOf, numberColumn, categoryColumn } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { NumberColumn, Table } from '../data/table.js';
import type { Subject } from '../method/subject.js';
import { loadModel } from '../models/load.js';
import { deepLift } from './deepLift.js';

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

// References by captum in float64 (golden/captum/README.md); the files compute in float32, and quotients of small changes lose a digit.
it.each(['value', 'binary', 'pooled'])('of the network "%s" is captum’s, and adds up', async (name) => {
  const { expected, model, rows, background, names } = await captumCase(name);
  const target = model.classes.at(-1)!;
  const explain = await explainerOf(deepLift, sceneOf(model, background, target), { baselineValues: Object.fromEntries(names.map((column, j) => [column, expected.baseline[j]])) });
  const found = [];
  for (let i = 0; i < rows.rows; i++) found.push(await explain(takeRows(rows, [i])));
  expect(gapOf(found.map(({ values }) => values), expected.deepLift.answer![0])).toBeLessThan(1e-4);
  for (const { values, base, output, detail } of found) {
    expect(base).toBeCloseTo(expected.yBaseline[0], 5);
    expect(Math.abs(sum(values) + base - output)).toBeLessThan(1e-5);
    expect(detail).toMatchObject({ held: [], completenessGap: expect.closeTo(sum(values) + base - output, 12) });
  }
  await model.dispose();
});

it('adds up behind a softmax, for each of three classes, to nothing over all of them', async () => {
  const { model, rows, background } = await captumCase('classes');
  const values: (readonly number[])[] = [];
  for (const target of model.classes) {
    const { values: own, base, output } = await (await explainerOf(deepLift, sceneOf(model, background, target)))(takeRows(rows, [1]));
    expect(Math.abs(sum(own) + base - output)).toBeLessThan(1e-5);
    values.push(own);
  }
  values[0].forEach((_, j) => expect(Math.abs(sum(values.map((own) => own[j])))).toBeLessThan(5e-5));
  await model.dispose();
});

describe('a trained network with categories', () => {
  const { bytes, mapping, table } = modelFixture('german-mlp-onehot');
  it('holds them, and the numbers add up from their means', async () => {
    const model = await loadModel(bytes, { mapping: mapping!, columns: table.columns.map((column) => infoOf(column, 'feature')) });
    const explain = await explainerOf(deepLift, sceneOf(model, table, model.classes[1]));
    for (const i of [0, 4, 9]) {
      const { values, base, output, detail } = await explain(takeRows(table, [i]));
      expect(Math.abs(sum(values) + base - output)).toBeLessThan(2e-6);
      table.columns.forEach(({ kind, name }, j) => {
        if (kind === 'category') expect(values[j]).toBe(0);
        expect((detail['held'] as string[]).includes(name)).toBe(kind === 'category');
      });
      expect((detail['baseline'] as Record<string, number>)['age']).toBeCloseTo(sum([...(table.columns.find(({ name }) => name === 'age') as NumberColumn).values]) / table.rows, 9);
    }
    await model.dispose();
  });
});

describe('of P = 1 ÷ (1 + e^−(2a − b))', () => {
  const model = linearToy(['a', 'b'], [2, -1], 0);
  const explain = async (row: Table, background: Table, options: object = {}) => (await explainerOf(deepLift, sceneOf(model, background, 'yes'), options))(row);
  const p = (z: number): number => 1 / (1 + Math.exp(-z));

  it('shares the change by the margin’s parts: hand arithmetic', async () => {
    const { values, base, output } = await explain(rowsTable(['a', 'b'], [[1, 3]]), rowsTable(['a', 'b'], [[0, 0], [0, 2]]));
    // From (0, 1), margin −1, to (1, 3), margin −1: the parts are +2 and −2, and the answer does not change.
    expect(output).toBeCloseTo(base, 12);
    expect(values[0]).toBeCloseTo(2 * p(-1) * (1 - p(-1)), 9);
    expect(values[1]).toBeCloseTo(-values[0], 12);
    const zero = await explain(rowsTable(['a', 'b'], [[1, 3]]), rowsTable(['a', 'b'], [[0, 0]]), { baseline: 'zero' });
    expect(zero.values[0]).toBeCloseTo((2 * (p(-1) - 0.5)) / -1, 12);
    expect(zero.values[1]).toBeCloseTo((-3 * (p(-1) - 0.5)) / -1, 12);
  });

  it('of a row that is the baseline is nothing, and of a background of one row has an answer', async () => {
    const { values, detail } = await explain(rowsTable(['a', 'b'], [[1, 3]]), rowsTable(['a', 'b'], [[1, 3]]));
    expect(values).toEqual([0, 0]);
    expect(detail['completenessGap']).toBe(0);
  });
});

it('says why a model has none, and is there on request only', () => {
  const rows = tableOf([numberColumn('a', [1, 2]), numberColumn('b', [0, 1]), categoryColumn('y', ['no', 'yes'], ['no', 'yes'])]);
  const subject = subjectOf(rows, linearToy(['a', 'b'], [2, -1], 0), 'y');
  const file = subject.model as Extract<Subject['model'], { source: 'file' }>;
  const options = deepLift.options.parse({});
  expect(deepLift.lacking!(subject, options)).toBeNull();
  expect(deepLift.lacking!({ ...subject, model: { ...file, capabilities: ['predict', 'gradient'] } }, options)).toContain('no rescale rule');
  expect(deepLift.lacking!({ ...subject, model: { ...file, capabilities: ['predict'] } }, options)).toContain('no derivative');
  expect(deepLift.lacking!(subject, { ...options, baselineValues: { c: 1 } })).toContain('"c"');
  expect(deepLift.chosenBecause(subject)).toBeNull();
});
