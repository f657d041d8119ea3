import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { Predictor } from '../models/predictor.js';
import { randomStream } from '../random/stream.js';
import type { RecourseRow } from './counterfactualsWork.js';
import { explainability } from './driver.js';

const n = 120;
const draws = randomStream(5).child('data');
const normal = (name: string, scale: number) => numberColumn(name, Array.from({ length: n }, (_, i) => scale * draws.child(name).normal(i)));
const label = categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'no' : 'yes')));
const sex = categoryColumn('sex', ['f', 'm'], Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 'f' : 'm')));

interface Found {
  readonly rows: readonly RecourseRow[];
  readonly columns: readonly { column: string; unit: number }[];
  readonly frozen: readonly { column: string; because: string }[];
  readonly results: Awaited<ReturnType<typeof auditOf>>['results'];
}

async function recourse(table: Table, model: Predictor, options: JsonObject = {}, roles: Parameters<typeof subjectOf>[3] = {}): Promise<Found> {
  const subject = subjectOf(table, model, 'y', roles);
  const { artifacts, results } = await auditOf(explainability, { table, model, subject, methods: [choose(explainability, 'counterfactuals', options)] });
  const body = artifacts.find(({ name }) => name === 'explainability/counterfactuals/rows')!.body as unknown as Omit<Found, 'results'>;
  return { ...body, results };
}

describe('a linear model', () => {
  const table = tableOf([normal('a', 1), normal('b', 10), normal('c', 100), sex, label]);
  const weights = [1, 0.2, 0.001];
  const model = linearToy(['a', 'b', 'c'], weights, -1);
  const marginOf = (x: JsonObject): number => weights.reduce((sum, w, j) => sum + w * (x['abc'[j]!] as number), -1);

  it.each([{}, { columnCost: 0 }, { distance: 'range' }])('has its nearest counterfactual in the one column that moves the score most for its distance, |margin| ÷ max w · unit away, with %j', async (options) => {
    const { rows, columns } = await recourse(table, model, { bounds: { a: { min: -1e3, max: 1e3 }, b: { min: -1e4, max: 1e4 } }, ...options });
    expect(rows.length).toBeGreaterThan(20);
    const slopes = columns.map(({ unit }, j) => weights[j]! * unit);
    const slope = Math.max(...slopes);
    for (const { x, counterfactuals: [first] } of rows) {
      const margin = marginOf(x);
      expect(margin).toBeLessThan(0);
      expect(first!.changes.map(({ column }) => column)).toEqual([columns[slopes.indexOf(slope)]!.column]);
      // Moved to a thousandth of the unit, and another thousandth given away for fewer digits.
      expect(first!.distance).toBeGreaterThanOrEqual(-margin / slope - 1e-12);
      expect(first!.distance).toBeLessThan(-margin / slope + 2e-3);
      expect(first!.output).toBeGreaterThanOrEqual(0.5);
    }
  });

  it('fills the best column up to its bound and goes on in the next best', async () => {
    const { rows, columns } = await recourse(table, model, { columnCost: 0, bounds: { a: { max: 1 }, b: { max: 5 }, c: { max: 1e5 } }, rows: n });
    const units = Object.fromEntries(columns.map(({ column, unit }) => [column, unit]));
    const order = [...'abc'].sort((one, other) => weights['abc'.indexOf(other)]! * units[other]! - weights['abc'.indexOf(one)]! * units[one]!);
    const top: Readonly<Record<string, number>> = { a: 1, b: 5, c: 1e5 };
    let both = 0;
    for (const { x, counterfactuals: [first] } of rows) {
      // A knapsack of parts is filled greedily.
      let margin = -marginOf(x);
      let distance = 0;
      for (const column of order) {
        const w = weights['abc'.indexOf(column)]!;
        const move = Math.min(margin / w, Math.max(0, top[column]! - (x[column] as number)));
        margin -= w * move;
        distance += move / units[column]!;
        if (margin <= 1e-12) break;
      }
      if (first!.changes.length > 1) both++;
      expect(first!.distance).toBeGreaterThanOrEqual(distance - 1e-9);
      expect(first!.distance).toBeLessThan(distance + 2e-3 * 3);
    }
    expect(both).toBeGreaterThan(10);
  });
});

it('comes down to few columns also where rows have many', async () => {
  const names = Array.from({ length: 150 }, (_, j) => `x${j}`);
  const wide = tableOf([...names.map((name) => normal(name, 1)), label]);
  // Each column counts a little, and every tenth five times as much.
  const model = linearToy(names, names.map((_, j) => (j % 10 === 0 ? 0.5 : 0.1)), -1);
  const { rows } = await recourse(wide, model, { rows: 12, queries: 3000 });
  expect(rows.length).toBeGreaterThan(3);
  for (const { x, counterfactuals: [first], queries } of rows) {
    const margin = names.reduce((sum, name, j) => sum + (j % 10 === 0 ? 0.5 : 0.1) * (x[name] as number), -1);
    // A column of those moves the margin by 0.5 · 6 at most; what the least number of columns would be is then known but for one.
    expect(first!.changes.length).toBeLessThanOrEqual(Math.ceil(-margin / 1) + 1);
    expect(queries).toBeLessThanOrEqual(3000 + 3);
  }
});

describe('what may change', () => {
  // Decided by points: 2 for the job, one for each year of schooling, one for being 40, one for no debt.
  const names = ['age', 'school', 'job', 'debt', 'sex'] as const;
  const points = (x: readonly number[]): number => (x[2] === 1 ? 2 : 0) + x[1]! + (x[0]! >= 40 ? 1 : 0) + (Number.isNaN(x[3]) ? 0 : x[3] === 0 ? 1 : 0) + (x[4] === 1 ? 3 : 0);
  const model = toyPredictor({ features: names, classes: ['no', 'yes'], score: (x) => (points(x) >= 4 ? [0.2, 0.8] : [0.8 - points(x) / 100, 0.2 + points(x) / 100]) });
  const table = tableOf([
    numberColumn('age', [20, 30, 39, 50, 60, 40, 33, 25]),
    numberColumn('school', [0, 1, 2, 1, 3, 2, 0, 2]),
    categoryColumn('job', ['none', 'full'], ['none', 'none', 'none', 'none', 'none', null, 'none', 'none']),
    numberColumn('debt', [1, 1, 1, NaN, 0, 1, 1, 1]),
    categoryColumn('sex', ['f', 'm'], ['f', 'f', 'f', 'f', 'm', 'f', 'f', 'm']),
    categoryColumn('y', ['no', 'yes'], ['no', 'no', 'no', 'no', 'yes', 'no', 'no', 'yes']),
  ]);
  const roles = { sex: 'protected' } as const;
  const rowOf = ({ rows }: Found, row: number): RecourseRow => rows.find((one) => one.row === row)!;

  it('leaves protected columns and says why, counts those who have the outcome, and keeps whole numbers whole', async () => {
    const found = await recourse(table, model, { neighbours: 1, each: 5 }, roles);
    expect(found.frozen).toEqual([{ column: 'sex', because: 'protected attribute' }]);
    expect(found.rows.map(({ row }) => row)).toEqual([0, 1, 2, 3, 5, 6]);
    for (const { counterfactuals } of found.rows) {
      for (const { changes } of counterfactuals) {
        for (const { column, to } of changes) {
          expect(['age', 'school', 'job', 'debt']).toContain(column);
          if (column !== 'job') expect(Number.isInteger(to)).toBe(true);
        }
      }
    }
    expect(found.results.find(({ options }) => options['measure'] === 'found' && options['scope'] === 'overall')!.counts).toEqual({ numerator: 6, denominator: 6, drawn: 8, reached: 2, proven: 0 });
  });

  it('finds by hand: the job alone for two years of schooling, missing values as they are', async () => {
    const found = await recourse(table, model, { neighbours: 1, each: 1, freeze: ['age', 'debt'] }, roles);
    // Two years and a job are four points.
    expect(rowOf(found, 2).counterfactuals[0]!.changes).toEqual([{ column: 'job', from: 'none', to: 'full' }]);
    expect(rowOf(found, 3).counterfactuals[0]!.changes).toEqual([{ column: 'job', from: 'none', to: 'full' }]);
    // No job is known of row 5, which stays so: two years and the age are three points, and one more year the fourth.
    expect(rowOf(found, 5).counterfactuals[0]!.changes).toEqual([{ column: 'school', from: 2, to: 3 }]);
  });

  it('keeps to directions and bounds, and says that nothing was found where they forbid it', async () => {
    const found = await recourse(table, model, { neighbours: 1, each: 1, freeze: ['job', 'debt'], decreaseOnly: ['school'], bounds: { age: { max: 45 } } }, roles);
    for (const { counterfactuals, because, queries } of found.rows) {
      expect(counterfactuals).toEqual([]);
      expect(because).toBe(`none of the ${queries} changed rows that the model was asked about has the outcome`);
    }
    const { estimate, counts } = found.results.find(({ options }) => options['measure'] === 'found' && options['scope'] === 'overall')!;
    expect(estimate).toMatchObject({ value: 0, n: 6, interval: { lower: 0, method: 'wilson' } });
    expect(counts).toMatchObject({ numerator: 0, denominator: 6 });
    const distance = found.results.find(({ options }) => options['measure'] === 'distance' && options['scope'] === 'overall')!;
    expect(distance.estimate).toEqual({ value: null, n: 0, undefinedBecause: 'no change with the wanted outcome was found for any of these rows' });
  });

  it('may change a protected column when told, and then does', async () => {
    const found = await recourse(table, model, { neighbours: 1, each: 1, unfreeze: ['sex'], freeze: ['job', 'age', 'debt'] }, roles);
    expect(rowOf(found, 1).counterfactuals[0]!.changes).toEqual([{ column: 'sex', from: 'f', to: 'm' }]);
  });

  it.each([
    [{ freeze: ['age', 'school', 'job', 'debt'] }, "none of the model's 5 features may change (frozen by the options; protected attribute)"],
    [{ class: 'yes' }, null],
  ])('with %j: %s', async (options, because) => {
    const { results } = await auditOf(explainability, { table, model, subject: subjectOf(table, model, 'y', roles), methods: [choose(explainability, 'counterfactuals', { neighbours: 1, ...options })] });
    const { estimate } = results[0]!;
    expect(estimate.value === null ? estimate.undefinedBecause : null).toBe(because);
  });
});

describe('awkward input', () => {
  const table = tableOf([normal('a', 1), normal('b', 10), numberColumn('same', Array.from({ length: n }, () => 3)), normal('a', 1), sex, label].map((column, i) => (i === 3 ? { ...column, name: 'copy' } : column)));

  it('a model that ignores its input has no counterfactual, and says so of each row', async () => {
    const model = toyPredictor({ features: ['a', 'b'], classes: ['no', 'yes'], score: () => [0.9, 0.1] });
    const { rows, results } = await recourse(table, model, { rows: 5 });
    expect(rows.map(({ because }) => because?.replace(/\d+/, 'N'))).toEqual(Array.from({ length: 5 }, () => 'none of the N changed rows that the model was asked about has the outcome'));
    expect(results.find(({ options }) => options['measure'] === 'plausible')!.estimate).toEqual({ value: null, n: 0, undefinedBecause: 'no change with the wanted outcome was found for any of these rows' });
  });

  it('one reference row, constant and doubled columns, and a category read by its code', async () => {
    const model = toyPredictor({ features: ['a', 'copy', 'same', 'sex'], classes: ['no', 'yes'], score: (x) => (x[0]! + x[1]! + x[3]! > 2 ? [0, 1] : [1, 0]) });
    const { rows, frozen } = await recourse(table, model, { rows: 20, background: 1 });
    expect(frozen).toEqual([{ column: 'same', because: 'it has one value only' }]);
    for (const { counterfactuals } of rows) {
      expect(counterfactuals.length).toBeGreaterThan(0);
      for (const { plausibility } of counterfactuals) expect(plausibility).toBeNull();
    }
  });

  it('all rows have the outcome already', async () => {
    const model = toyPredictor({ features: ['a', 'b'], classes: ['no', 'yes'], score: () => [0.1, 0.9] });
    const { rows, results } = await recourse(table, model, { rows: 5 });
    expect(rows).toEqual([]);
    expect(results[0]).toMatchObject({ estimate: { value: null, n: 0, undefinedBecause: 'all 5 rows drawn have the wanted outcome already' }, counts: { drawn: 5, reached: 5 } });
  });

  it('a thousand classes, one of them wanted', async () => {
    const classes = Array.from({ length: 1000 }, (_, k) => `c${k}`);
    // The class is the hundreds of b and the tens of a.
    const model = toyPredictor({ features: ['a', 'b'], classes, score: ([a, b]) => classes.map((_, k) => (k === Math.min(999, Math.max(0, Math.round(50 * a! + b! + 100))) ? 1 : 0)) });
    const { rows } = await recourse(table, model, { rows: 3, class: 'c100', queries: 400 });
    for (const { counterfactuals } of rows) for (const { output } of counterfactuals) expect(output).toBe(1);
  });

  it('a level that the model was not built for is not chosen, although the data have it', async () => {
    const job = categoryColumn('job', ['x', 'y', 'z'], Array.from({ length: n }, (_, i) => ['x', 'y'][i % 2]!));
    const given = tableOf([normal('a', 1), job, label]);
    const plain = toyPredictor({ features: ['a', 'job'], classes: ['no', 'yes'], score: (x) => (x[1] === 2 || x[0]! > 2 ? [0, 1] : [1, 0]) });
    const subject = subjectOf(given, plain, 'y');
    const { model } = subject;
    if (model.source !== 'file') throw new Error('a model file was expected');
    const mapping = { version: 1 as const, inputs: [{ features: [{ encode: 'number' as const, column: 'a', subtract: 0, divide: 1 }, { encode: 'oneHot' as const, column: 'job', levels: ['x', 'y'], unseen: 'error' as const }] }], output: {} };
    const { artifacts } = await auditOf(explainability, { table: given, model: plain, subject: { ...subject, model: { ...model, mapping } }, methods: [choose(explainability, 'counterfactuals', { rows: 10 })] });
    const { rows, columns } = artifacts.find(({ name }) => name === 'explainability/counterfactuals/rows')!.body as unknown as Found;
    expect(columns).toContainEqual({ column: 'job', kind: 'category', levels: ['x', 'y'] });
    for (const { counterfactuals } of rows) for (const { changes } of counterfactuals) for (const { to } of changes) expect(to).not.toBe('z');
  });

  it.each([
    [{ bounds: { sex: { min: 1 } } }, 'The option bounds is about number columns; "sex" is a category column.'],
    [{ increaseOnly: ['nope'] }, 'The option increaseOnly names the column "nope", which the data set does not have.'],
    [{ freeze: ['a'], unfreeze: ['a'] }, 'The options freeze and unfreeze both name "a"; it can be in one of them.'],
    [{ class: 'maybe' }, 'counterfactuals is to explain the class "maybe", but the model\'s classes are "no", "yes".'],
  ])('refuses %j', async (options, message) => {
    await expect(recourse(table, linearToy(['a', 'b'], [1, 1], 0), options)).rejects.toMatchObject({ code: 'BAD_OPTIONS', message });
  });
});
