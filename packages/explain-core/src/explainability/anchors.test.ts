import { auditOf, categoryColumn, choose, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { NumberColumn, Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { Predictor } from '../models/predictor.js';
import { quantile } from '../numeric/quantile.js';
import { randomStream } from '../random/stream.js';
import type { AnchoredRow } from './anchorsWork.js';
import { explainability } from './driver.js';

const sizes = [3, 3, 2, 2] as const;
const names = ['a', 'b', 'c', 'd'] as const;
const levels = ['u', 'v', 'w'];

/** Every combination once: what is drawn under a rule is then every row that meets it, equally often, so that precisions can be counted. */
const cells = Array.from({ length: 36 }, (_, i) => [i % 3, Math.floor(i / 3) % 3, Math.floor(i / 9) % 2, Math.floor(i / 18)]);
const table = tableOf([
  ...names.map((name, j) => categoryColumn(name, levels.slice(0, sizes[j]), cells.map((cell) => levels[cell[j]!]!))),
  categoryColumn('y', ['no', 'yes'], cells.map((_, i) => (i % 2 === 0 ? 'no' : 'yes'))),
]);

const modelOf = (says: (cell: readonly number[]) => boolean): Predictor => toyPredictor({ features: names, classes: ['no', 'yes'], score: (x) => (says(x) ? [0.1, 0.9] : [0.9, 0.1]) });

async function anchored(given: Table, model: Predictor, options: JsonObject, roles: Parameters<typeof subjectOf>[3] = {}, chunk?: number) {
  const subject = subjectOf(given, model, 'y', roles);
  const { artifacts, results } = await auditOf(explainability, { table: given, model, subject, methods: [choose(explainability, 'anchors', options)], chunk });
  const { rows } = artifacts.find(({ name }) => name === 'explainability/anchors/rows')!.body as unknown as { rows: AnchoredRow[] };
  return { rows, results };
}

/** Precision and coverage of a rule, a set of columns that keep the row's values, by counting. */
function counted(says: (cell: readonly number[]) => boolean, own: readonly number[], columns: readonly number[]): { precision: number; coverage: number } {
  const meets = cells.filter((cell) => columns.every((j) => cell[j] === own[j]));
  return { precision: meets.filter((cell) => says(cell) === says(own)).length / meets.length, coverage: meets.length / cells.length };
}

const subsets = Array.from({ length: 16 }, (_, mask) => [0, 1, 2, 3].filter((j) => (mask >> j) & 1));

describe('a model that is a rule', () => {
  const says = (cell: readonly number[]): boolean => cell[0] === 1 && cell[2] === 0;

  it('has that rule for an anchor where it says yes, and the half of it that fails where it says no', async () => {
    const { rows, results } = await anchored(table, modelOf(says), { rows: 36, background: 36 });
    for (const { row, rule, decision, reached, precision, coverage, surely } of rows) {
      expect(reached).toBe(true);
      expect(precision).toMatchObject({ value: 1, n: 1000, upper: 1 });
      expect(surely.lower).toBeGreaterThanOrEqual(0.95);
      if (decision === 'yes') {
        expect(rule).toEqual([{ column: 'a', is: 'equal', value: 'v' }, { column: 'c', is: 'equal', value: 'u' }]);
        expect(coverage.value).toBeCloseTo(1 / 6, 12);
      } else {
        // c = v covers half of all rows, a third of them would be covered by the value of a.
        const cell = cells[row]!;
        expect(rule).toEqual([cell[2] === 1 ? { column: 'c', is: 'equal', value: 'v' } : { column: 'a', is: 'equal', value: levels[cell[0]!] }]);
      }
    }
    const found = results.find(({ options }) => options['measure'] === 'found')!;
    expect(found).toMatchObject({ estimate: { value: 1, n: 36, interval: { method: 'wilson' } }, counts: { numerator: 36, denominator: 36 } });
    // Yes: 6 rows of length 2; no: length 1.
    expect(results.find(({ options }) => options['measure'] === 'conditions')!.estimate.value).toBeCloseTo(42 / 36, 12);
  });
});

it.each([1, 2, 3, 4])('finds the rule of largest coverage among all rules that are precise enough, counted out (%d)', async (seed) => {
  const draws = randomStream(seed).child('answers');
  // Mostly one answer by two of the columns, so that rules of different length are the best.
  const says = (cell: readonly number[]): boolean => draws.uniform(cell[0]! * 3 + cell[1]!) < 0.4 || (cell[2] === 1 && draws.child('other').uniform(cell[1]!) < 0.3);
  const { rows } = await anchored(table, modelOf(says), { rows: 12, background: 36, beam: 50, precision: 0.9, queries: 500_000 });
  for (const { row, rule, reached, coverage, precision } of rows) {
    const own = cells[row]!;
    const enough = subsets.map((columns) => counted(says, own, columns)).filter((one) => one.precision >= 0.9);
    expect(reached).toBe(true);
    const mine = counted(says, own, rule.map(({ column }) => names.indexOf(column as 'a')));
    expect(mine.precision).toBeGreaterThanOrEqual(0.9);
    expect(coverage.value).toBeCloseTo(mine.coverage, 12);
    expect(coverage.value).toBeCloseTo(Math.max(...enough.map((one) => one.coverage)), 12);
    // 1,000 draws: four standard errors of a share.
    expect(Math.abs(precision.value - mine.precision)).toBeLessThan(4 * Math.sqrt(0.25 / 1000));
  }
});

describe('conditions', () => {
  const n = 200;
  const draws = randomStream(2);
  const x = numberColumn('x', Array.from({ length: n }, (_, i) => (i % 20 === 7 ? NaN : i))) as NumberColumn;
  const z = numberColumn('z', Array.from({ length: n }, (_, i) => draws.uniform(i)));
  const flat = numberColumn('flat', Array.from({ length: n }, () => 1));
  const given = tableOf([x, z, flat, categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'no' : 'yes')))]);
  const model = toyPredictor({ features: ['x', 'z', 'flat'], classes: ['no', 'yes'], score: ([value]) => (value! > 150 || Number.isNaN(value) ? [0, 1] : [1, 0]) });

  it('are half lines from quartiles, or that a value is missing; columns that do not vary have none', async () => {
    const { rows } = await anchored(given, model, { rows: 30, background: n, samples: 200 });
    const third = quantile(x.values.filter((value) => !Number.isNaN(value)).sort(), 0.75);
    for (const { x: shown, rule, reached } of rows) {
      const value = shown['x'] as number | null;
      // Between the quartile and 150 no condition tells a row from those that are decided otherwise.
      if (value !== null && value > third && value <= 150) continue;
      expect(reached).toBe(true);
      if (value === null) expect(rule).toEqual([{ column: 'x', is: 'missing', value: null }]);
      else expect(rule).toEqual([{ column: 'x', is: value > 150 ? 'above' : 'atMost', value: third }]);
    }
  });

  it('gives the empty rule where nearly all are decided so, and says that no rule was found where none is precise enough', async () => {
    const always = toyPredictor({ features: ['x', 'z', 'flat'], classes: ['no', 'yes'], score: () => [1, 0] });
    const [{ rule, coverage, reached }] = (await anchored(given, always, { rows: 2, background: 50 })).rows as [AnchoredRow];
    expect([rule, coverage.value, reached]).toEqual([[], 1, true]);
    const noisy = toyPredictor({ features: ['x', 'z', 'flat'], classes: ['no', 'yes'], score: ([, value]) => (Math.floor(value! * 1000) % 2 === 0 ? [0, 1] : [1, 0]) });
    const { rows, results } = await anchored(given, noisy, { rows: 4, background: n, queries: 5000 });
    expect(rows.map((row) => row.reached)).toEqual([false, false, false, false]);
    expect(results.find(({ options }) => options['measure'] === 'coverage')!.estimate).toEqual({ value: null, n: 0, undefinedBecause: 'no rule that surely reaches the precision was found for any of these rows' });
  });
});

it('gives the same rules in other pieces, and a reason for a model of a number', async () => {
  const says = (cell: readonly number[]): boolean => cell[0] === 1;
  const [whole, pieces] = [await anchored(table, modelOf(says), { rows: 6, background: 36 }), await anchored(table, modelOf(says), { rows: 6, background: 36 }, {}, 2)];
  expect(pieces).toEqual(whole);
  const model: Predictor = { ...modelOf(says), task: 'regression', classes: ['value'] };
  const subject = subjectOf(table, model, 'y');
  const { results } = await auditOf(explainability, { table, model, subject, methods: [choose(explainability, 'anchors')] });
  expect(results.map(({ options, estimate }) => [options['measure'], estimate.value])).toEqual([['found', null], ['coverage', null], ['conditions', null], ['precision', null]]);
});
