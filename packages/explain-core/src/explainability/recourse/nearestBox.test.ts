import { smallTrees, type SmallTrees } from '../../../test/explainability/smallTrees.js';
import { auditOf, categoryColumn, choose, numberColumn, subjectOf, tableOf } from '../../../test/robustness/toyModels.js';
import { takeColumns, takeRows } from '../../data/select.js';
import type { Table } from '../../data/table.js';
import type { JsonObject } from '../../json.js';
import type { TreePredictor } from '../../models/predictor.js';
import { doubleBefore, numberAt, placeOf } from '../../numeric/orderedBits.js';
import { randomStream } from '../../random/stream.js';
import { counterfactuals } from '../counterfactuals.js';
import type { RecourseRow } from '../counterfactualsWork.js';
import { explainability } from '../driver.js';
import { answerOf, wantedOf } from './outcome.js';
import { costOf, pointAt, rowsAt, spaceOf, type Space } from './space.js';

const ROWS = 24;
const draws = randomStream(8).child('rows');
const among = (name: string, levels: readonly string[]) => categoryColumn(name, levels, Array.from({ length: ROWS }, (_, i) => levels[draws.child(name).integer(i, levels.length)]!));

function tableFor(made: SmallTrees, classes: readonly string[]): Table {
  const numbers = made.numbers.map((name) => numberColumn(name, Array.from({ length: ROWS }, (_, i) => (i === 3 && name === 'b' ? NaN : name === 'whole' ? draws.child(name).integer(i, 31) : draws.child(name).integer(i, 61) / 10))));
  const words = Object.entries(made.categories).map(([name, levels]) => among(name, levels));
  return tableOf([...numbers, ...words, among('y', classes)]);
}

async function recourse(model: TreePredictor, table: Table, options: JsonObject): Promise<{ rows: RecourseRow[]; space: Space; subject: ReturnType<typeof subjectOf> }> {
  const subject = subjectOf(table, model, 'y');
  const complete = counterfactuals.options.parse(options);
  const { artifacts } = await auditOf(explainability, { table, model, subject, methods: [choose(explainability, 'counterfactuals', options)] });
  const { rows } = artifacts.find(({ name }) => name === 'explainability/counterfactuals/rows')!.body as unknown as { rows: RecourseRow[] };
  return { rows, subject, space: spaceOf(subject, takeColumns(table, model.features), complete, complete.distance, complete.columnCost) };
}

/**
 * The least cost of all changes, by asking about every one of them: in each number column the row's own value, every threshold below it and the number after every
 * threshold above it are all that can be nearest in some leaf. Whole numbers are gone through one by one. Infinity where no change has the outcome.
 */
async function exhaustive(model: TreePredictor, subject: ReturnType<typeof subjectOf>, table: Table, space: Space, row: number, target: string): Promise<number> {
  const own = takeRows(takeColumns(table, model.features), [row]);
  const at = pointAt(space, own, 0);
  const thresholds = space.dimensions.map(({ column }) => {
    const feature = model.features.indexOf(column);
    return model.ensemble.trees.flatMap((tree) => [...tree.threshold].filter((_, node) => tree.feature[node] === feature));
  });
  const rounded = model.ensemble.precision === 'float32';
  const values = space.dimensions.map((dimension, j) => {
    const x = at[j]!;
    if (dimension.kind === 'category') return dimension.codes;
    if (Number.isNaN(x)) return [x];
    const { min, max, whole } = dimension.rule;
    if (whole) return Array.from({ length: max - min + 1 }, (_, k) => min + k);
    return [x, ...thresholds[j]!.map((t) => (t < (rounded ? Math.fround(x) : x) ? lastRoundedTo(t, rounded) : firstBeyond(t, rounded)))].filter((value) => value >= min && value <= max);
  });
  let points = [Float64Array.from(at)];
  values.forEach((list, j) => (points = points.flatMap((point) => [...new Set(list)].map((value) => Float64Array.from(point, (other, k) => (k === j ? value : other))))));
  const scores = await model.predict(rowsAt(space, own, points));
  const wanted = wantedOf(subject, model, { class: target }, scores);
  return points.reduce((least, point, i) => (answerOf(wanted, model, scores, i).reached ? Math.min(least, costOf(space, at, point)) : least), Infinity);
}

/** The largest double that is compared as t, and the smallest that is compared as more: those half way to the next single-precision number, or t and its neighbour. */
function lastRoundedTo(t: number, single: boolean): number {
  return single ? doubleBefore(firstBeyond(t, single)) : t;
}
function firstBeyond(t: number, single: boolean): number {
  if (!single) return numberAt(placeOf(t) + 1n);
  const word = new Float32Array([t]);
  new Int32Array(word.buffer)[0] += 1;
  const half = (t + word[0]!) / 2;
  return Math.fround(half) > t ? half : numberAt(placeOf(half) + 1n);
}

const shapes: readonly [string, SmallTrees][] = [
  ['double precision', { numbers: ['a', 'b', 'whole'], categories: { job: ['x', 'y', 'z'] }, trees: 6, depth: 3, precision: 'float64', margins: 1 }],
  ['single precision', { numbers: ['a', 'b', 'c'], categories: {}, trees: 8, depth: 3, precision: 'float32', margins: 1 }],
  ['three classes', { numbers: ['a', 'b'], categories: { job: ['x', 'y', 'z', 'w'], home: ['o', 'r'] }, trees: 9, depth: 3, precision: 'float64', margins: 3 }],
];

describe.each(shapes)('trees of %s', (_, shape) => {
  it.each([1, 2, 3])('have the nearest change that asking about all changes finds (%d)', async (seed) => {
    const model = smallTrees(shape, randomStream(seed).child('trees'));
    const table = tableFor(shape, model.classes);
    const target = model.classes[seed % model.classes.length]!;
    const { rows, space, subject } = await recourse(model, table, { rows: ROWS, class: target, each: 1, queries: 100, boxes: 100_000, neighbours: 1 });
    expect(rows.length).toBeGreaterThan(3);
    for (const { row, counterfactuals: [first], proof, because } of rows) {
      const least = await exhaustive(model, subject, table, space, row, target);
      expect(proof!.complete).toBe(true);
      if (least === Infinity) {
        expect(first).toBeUndefined();
        expect(because).toContain('searched to the end');
        continue;
      }
      expect(first!.proven).toBe(true);
      // A millionth of the unit in each column is given away for the sake of fewer digits.
      expect(first!.cost).toBeGreaterThanOrEqual(least - 1e-12);
      expect(first!.cost).toBeLessThanOrEqual(least + 1e-6 * space.dimensions.length);
    }
  });
});

it('says how near it may be where it does not come to the end, and proves nothing', async () => {
  const [, shape] = shapes[0]!;
  const model = smallTrees({ ...shape, trees: 40, depth: 5 }, randomStream(4).child('trees'));
  const table = tableFor(shape, model.classes);
  const options = { rows: ROWS, each: 1, queries: 100, neighbours: 1 };
  const [short, long] = [await recourse(model, table, { ...options, boxes: 2 }), await recourse(model, table, { ...options, boxes: 100_000 })];
  const cut = short.rows.filter(({ proof }) => !proof!.complete);
  expect(cut.length).toBeGreaterThan(0);
  for (const { row, counterfactuals: [first], proof } of cut) {
    expect(first?.proven ?? false).toBe(false);
    const nearest = long.rows.find((other) => other.row === row)!.counterfactuals[0];
    if (nearest !== undefined) expect(proof!.bound!).toBeLessThanOrEqual(nearest.cost + 1e-12);
  }
});
