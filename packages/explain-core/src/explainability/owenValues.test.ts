import { germanModel, germanReference, rowsTable } from '../../test/explainability/germanReference.js';
import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { categoryColumn, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import type { Predictor } from '../models/predictor.js';
import { randomStream } from '../random/stream.js';
import { associatedColumns } from './columnGroups.js';
import { exactShap } from './exactShap.js';
import { owenValues } from './owenValues.js';

const modelOf = (features: readonly string[], score: (x: readonly number[]) => number): Predictor => toyPredictor({ features, classes: ['out', 'rest'], score: (x) => [score(x), 0] });
const explain = async (model: Predictor, row: number[], background: number[][], options: object, seed = 0) =>
  (await explainerOf(owenValues, sceneOf(model, rowsTable(model.features, background), 'out'), options))(rowsTable(model.features, [row]), randomStream(seed));
const close = (found: readonly number[], wanted: readonly number[], within = 1e-12): void => {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, j) => expect(Math.abs(value - wanted[j])).toBeLessThanOrEqual(within));
};

describe('known answers', () => {
  /** A game of players who are in (1) or out (0). */
  const game = (names: readonly string[], worth: (x: readonly number[]) => number, options: object) => explain(modelOf(names, worth), names.map(() => 1), [names.map(() => 0)], options);

  it('two of three voters who stand together share the power, and the third has none', async () => {
    const majority = (x: readonly number[]): number => (x[0] + x[1] + x[2] >= 2 ? 1 : 0);
    close((await game(['a', 'b', 'c'], majority, { groups: { together: ['a', 'b'] } })).values, [1 / 2, 1 / 2, 0]);
    close((await game(['a', 'b', 'c'], majority, { groups: {} })).values, [1 / 3, 1 / 3, 1 / 3]);
  });

  it('of two left gloves and a right one, the left who stand together are half of the bargain', async () => {
    const pair = (x: readonly number[]): number => Math.min(x[0] + x[1], x[2]);
    // Alone they have 1/6 each. Together they are as needed as the right one; neither left one is needed in its union.
    close((await game(['left', 'other', 'right'], pair, { groups: { lefts: ['left', 'other'] } })).values, [1 / 4, 1 / 4, 1 / 2]);
    // The right one with a left one: the union earns all that the other would have had.
    close((await game(['left', 'other', 'right'], pair, { groups: { pair: ['left', 'right'] } })).values, [1 / 4, 0, 3 / 4]);
  });

  it('of captum’s grouped features: 275 and 115', async () => {
    const relu = (value: number): number => Math.max(0, value);
    const model = modelOf(['a', 'b', 'c'], (x) => relu(x[0] + x[1] + x[2] - 10) + 3 * relu(x[0] + x[1] + x[2] + 1) - 1);
    const { detail, values } = await explain(model, [20, 50, 30], [[0, 0, 0]], { groups: { both: ['a', 'b'] } });
    expect(detail['groups']).toEqual([
      { name: 'both', columns: ['a', 'b'], value: expect.closeTo(275, 10), standardError: 0 },
      { name: 'c', columns: ['c'], value: expect.closeTo(115, 10), standardError: 0 },
    ]);
    expect(values[0] + values[1]).toBeCloseTo(275, 10);
  });

  const reference = germanReference<{ row: number[]; cases: { background: number[][]; groups: Record<string, string[]>; orders: number[]; partition?: number[] }[] }>('owen-german-logistic.json');
  const { features } = reference.model;
  const row = rowsTable(features, [reference.row]);

  it('of shap’s partition explainer, and of all orders written out, on German Credit', async () => {
    for (const { background, groups, orders, partition } of reference.cases) {
      const { values, detail } = await (await explainerOf(owenValues, sceneOf(germanModel(reference), rowsTable(features, background), 'bad'), { groups }))(row);
      expect(detail['stopped']).toBe('exact');
      expect(detail['additivityGap']).toBeLessThan(1e-14);
      close(values, orders, 1e-14);
      if (partition) close(values, partition, 1e-12);
    }
  });

  it('about which drawn orders that keep groups together spread as their standard errors say', async () => {
    const [{ background, groups, orders }] = reference.cases;
    // The formula needs 160 sets; 150 are ten walks there and back.
    const explainRow = await explainerOf(owenValues, sceneOf(germanModel(reference), rowsTable(features, background), 'bad'), { groups, coalitions: 150, targetError: 0 });
    const [bias, squares, claimed] = [0, 0, 0].map(() => new Float64Array(8));
    const runs = 80;
    for (let seed = 0; seed < runs; seed++) {
      const { values, standardErrors, detail } = await explainRow(row, randomStream(seed));
      expect(detail).toMatchObject({ stopped: 'budget', walks: 10 });
      expect(detail['additivityGap']).toBeLessThan(1e-14);
      const [first] = detail['groups'] as unknown as { value: number; standardError: number }[];
      expect(first.value).toBeCloseTo(values[0] + values[1] + values[2], 14);
      // Within a group chances of its members offset each other.
      expect(first.standardError).toBeLessThan(standardErrors[0] + standardErrors[1] + standardErrors[2]);
      values.forEach((value, j) => {
        bias[j] += (value - orders[j]) / runs;
        squares[j] += (value - orders[j]) ** 2 / runs;
        claimed[j] += standardErrors[j] ** 2 / runs;
      });
    }
    const total = (of: Float64Array): number => of.reduce((a, b) => a + b);
    expect(Math.sqrt(total(claimed) / total(squares))).toBeGreaterThan(0.85);
    expect(Math.sqrt(total(claimed) / total(squares))).toBeLessThan(1.2);
    bias.forEach((error, j) => expect(Math.abs(error)).toBeLessThan(4 * Math.sqrt(squares[j] / runs) + 1e-15));
  });
});

describe('properties', () => {
  const features = ['a', 'b', 'c', 'd', 'e'];
  const model = modelOf(features, (x) => Math.tanh(x[0] * x[1] + x[2]) + x[3] * x[4] - x[0] * x[4]);
  const rows = Array.from({ length: 4 }, (_, i) => features.map((_, j) => randomStream(6).child(i).normal(j)));

  it('with every column alone, and with all together, they are Shapley values', async () => {
    const shapley = await (await explainerOf(exactShap, sceneOf(model, rowsTable(features, rows.slice(1)), 'out')))(rowsTable(features, [rows[0]]));
    close((await explain(model, rows[0], rows.slice(1), { groups: {} })).values, shapley.values);
    close((await explain(model, rows[0], rows.slice(1), { groups: { all: features } })).values, shapley.values);
  });

  it('a column that does not differ changes nothing, in a group or alone', async () => {
    const background = rows.slice(1).map((row) => row.map((value, j) => (j === 2 ? rows[0][2] : value)));
    const [within, alone] = [await explain(model, rows[0], background, { groups: { g: ['a', 'c', 'd'] } }), await explain(model, rows[0], background, { groups: { g: ['a', 'd'] } })];
    close(within.values, alone.values);
    expect(within.values[2]).toBe(0);
    const nothing = await explain(model, rows[0], [rows[0]], { groups: { g: ['a', 'c'] } });
    expect(nothing).toMatchObject({ values: [0, 0, 0, 0, 0], detail: { stopped: 'exact', evaluations: 0 } });
  });

  it('a duplicate in the group shares its twin’s part and takes nothing from the others', async () => {
    const one = modelOf(['a', 'b'], ([a, b]) => a * b + a);
    const two = modelOf(['a', 'twin', 'b'], ([a, twin, b]) => ((a + twin) / 2) * b + (a + twin) / 2);
    const alone = (await explain(one, [2, 3], [[0, 1]], { groups: {} })).values;
    close((await explain(two, [2, 2, 3], [[0, 0, 1]], { groups: { twins: ['a', 'twin'] } })).values, [alone[0] / 2, alone[0] / 2, alone[1]]);
  });
});

describe('groups', () => {
  const n = 60;
  const draws = randomStream(2);
  const base = Array.from({ length: n }, (_, i) => draws.normal(i));
  const table = tableOf([
    numberColumn('age', base),
    numberColumn('lone', Array.from({ length: n }, (_, i) => draws.child('lone').normal(i))),
    numberColumn('years', base.map((value, i) => value + 0.05 * draws.child('years').normal(i))),
    categoryColumn('stage', ['old', 'young'], base.map((value) => (value > 0 ? 'old' : 'young'))),
    numberColumn('constant', base.map(() => 3)),
    { kind: 'text', name: 'words', values: base.map((_, i) => `${i}`) },
  ]);

  it('left out, are what goes together in the background', () => {
    expect(associatedColumns(table, 0.5)).toEqual([
      { name: 'age + years + stage', columns: ['age', 'years', 'stage'] },
      { name: 'lone', columns: ['lone'] },
      { name: 'constant', columns: ['constant'] },
      { name: 'words', columns: ['words'] },
    ]);
    // Perfectly associated only.
    expect(associatedColumns(table, 1).map(({ columns }) => columns.length)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(associatedColumns(takeRows(table, [0]), 0.5)).toHaveLength(6);
  });

  it('hold no two columns that do not go together, though a third goes with both', () => {
    const between = Array.from({ length: 200 }, (_, i) => draws.child('x').normal(i));
    const ends = [1, 2].map((seed) => draws.child(seed));
    const chain = tableOf([numberColumn('left', between.map((value, i) => value + ends[0].normal(i) / 3)), numberColumn('between', between), numberColumn('right', between.map((value, i) => value + ends[1].normal(i) / 3))]);
    const [left, middle, right] = chain.columns;
    const areTogether = (columns: Table['columns'], least: number): boolean => associatedColumns({ rows: chain.rows, columns }, least).length === 1;
    const bounds = Array.from({ length: 60 }, (_, k) => 0.3 + k / 100).filter((least) => areTogether([left, middle], least) && areTogether([middle, right], least) && !areTogether([left, right], least));
    expect(bounds.length).toBeGreaterThan(3);
    for (const least of bounds) expect(associatedColumns(chain, least)).toHaveLength(2);
    expect(associatedColumns(chain, 0.3)).toHaveLength(1);
  });

  it('of a column the model does not read, or of one in two groups, are a mistake', () => {
    const model = modelOf(['age', 'lone'], ([a]) => a);
    const y = categoryColumn('y', ['out', 'rest'], base.map((value) => (value > 0 ? 'out' : 'rest')));
    const subject = subjectOf(tableOf([...table.columns.slice(0, 2), y]), model, 'y');
    expect(() => owenValues.check!(subject, owenValues.options.parse({ groups: { g: ['age', 'height'] } }))).toThrow('owenValues is to group "height", which the model does not read; it reads "age", "lone".');
    expect(owenValues.options.safeParse({ groups: { g: ['age'], h: ['lone', 'age'] } }).success).toBe(false);
  });
});
