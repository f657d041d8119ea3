import { expect, test } from '@jest/globals';
import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf, toyPredictor, type AuditOf } from '../../test/robustness/toyModels.js';
import type { Table } from '../data/table.js';
import { randomStream } from '../random/stream.js';
import { robustness } from './driver.js';

interface Row {
  readonly outcomes: readonly { readonly unchanged: number; readonly queries: number; readonly distance: number | null }[];
}

async function fallen(audit: Omit<AuditOf, 'methods'>, options: Parameters<typeof choose>[2]): Promise<boolean[][]> {
  const { partials } = await auditOf(robustness, { ...audit, methods: [choose(robustness, 'squareAttack', options)] });
  return (partials as unknown as { rows: Row[] }[]).flatMap(({ rows }) => rows.map(({ outcomes }) => outcomes.map(({ unchanged }) => unchanged === 0)));
}

function share(found: readonly boolean[], possible: readonly boolean[]): number {
  return found.filter((fell, i) => fell && possible[i]).length / possible.filter((value) => value).length;
}

function cloud(rows: number, width: number, seed: number): Table {
  const draws = randomStream(seed);
  const names = Array.from({ length: width }, (_, j) => `x${j}`);
  return tableOf([
    ...names.map((name) => numberColumn(name, Array.from({ length: rows }, (_, i) => draws.child(name).uniform(i)))),
    categoryColumn('label', ['no', 'yes'], Array.from({ length: rows }, (_, i) => (i % 2 ? 'yes' : 'no'))),
  ]);
}
const valuesOf = (table: Table, j: number): Float64Array => {
  const column = table.columns[j];
  return column.kind === 'number' ? column.values : new Float64Array();
};

test('a linear model of ten columns: every row that the closed form says can fall does, and no other', async () => {
  const table = cloud(100, 10, 3);
  const weights = [1, -2, 0.5, 3, -1, 0.2, -0.4, 2, 1, -3];
  const intercept = -0.7;
  const features = weights.map((_, j) => `x${j}`);
  const model = linearToy(features, weights, intercept);
  const subject = subjectOf(table, model, 'label');
  const epsilon = 0.2;
  const possible = Array.from({ length: 100 }, (_, i) => {
    const logit = weights.reduce((sum, w, j) => sum + w * valuesOf(table, j)[i], intercept);
    const worst = weights.reduce((sum, w, j) => {
      const values = valuesOf(table, j);
      const ends = [Math.max(Math.min(...values), values[i] - epsilon), Math.min(Math.max(...values), values[i] + epsilon)];
      return sum + (logit >= 0 ? Math.min(w * ends[0], w * ends[1]) : Math.max(w * ends[0], w * ends[1]));
    }, intercept);
    return worst >= 0 !== logit >= 0;
  });
  const found = (await fallen({ table, model, subject }, { unit: 'raw', epsilons: [epsilon] })).map(([fell]) => fell);
  expect(found.some((fell, i) => fell && !possible[i])).toBe(false);
  // A random search may miss rows that fall only at the very corner.
  expect(share(found, possible)).toBeGreaterThanOrEqual(0.95);
});

test('trees, whose way out lies between the corners: at least nine rows in ten of those that a grid finds', async () => {
  // "yes" in a grid of boxes half as wide as the reach: both corners of a column answer what the row itself answers.
  const stripes = (x: number): number => Math.floor(x * 20) % 2;
  const model = toyPredictor({
    features: ['x0', 'x1', 'x2'],
    classes: ['no', 'yes'],
    score: ([a, b, c]) => { const p = (stripes(a) + 2 * stripes(b) + stripes(c) + 0.5) / 5; return [1 - p, p]; },
  });
  const table = cloud(100, 3, 5);
  const subject = subjectOf(table, model, 'label');
  const epsilon = 0.1;
  const steps = 41;
  const possible = await Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      const score = (x: readonly number[]): boolean => stripes(x[0]) + 2 * stripes(x[1]) + stripes(x[2]) + 0.5 >= 2.5;
      const x = [0, 1, 2].map((j) => valuesOf(table, j)[i]);
      const reach = x.map((value, j) => Array.from({ length: steps }, (_, k) => Math.min(Math.max(value + epsilon * ((2 * k) / (steps - 1) - 1), Math.min(...valuesOf(table, j))), Math.max(...valuesOf(table, j)))));
      return reach[0].some((a) => reach[1].some((b) => reach[2].some((c) => score([a, b, c]) !== score(x))));
    }),
  );
  const found = (await fallen({ table, model, subject }, { unit: 'raw', epsilons: [epsilon] })).map(([fell]) => fell);
  expect(possible.filter((value) => value).length).toBeGreaterThan(50);
  expect(share(found, possible)).toBeGreaterThanOrEqual(0.9);
});

test('a model that answers labels only', async () => {
  const model = toyPredictor({ features: ['x0', 'x1'], classes: ['no', 'yes'], score: ([a, b]) => (a + b >= 1 ? [0, 1] : [1, 0]) });
  const table = cloud(60, 2, 9);
  const subject = subjectOf(table, model, 'label');
  const possible = Array.from({ length: 60 }, (_, i) => Math.abs(valuesOf(table, 0)[i] + valuesOf(table, 1)[i] - 1) < 2 * 0.1 - 0.01);
  const found = (await fallen({ table, model, subject }, { unit: 'raw', epsilons: [0.1] })).map(([fell]) => fell);
  expect(share(found, possible)).toBeGreaterThanOrEqual(0.9);
});

test('categories flip only where the options let them, to observed levels, at most so many at once', async () => {
  const table = tableOf([
    categoryColumn('one', ['a', 'b'], ['a', 'a', 'b', null]),
    categoryColumn('two', ['a', 'b'], ['a', 'b', 'b', 'b']),
    categoryColumn('label', ['no', 'yes'], ['no', 'no', 'yes', 'no']),
  ]);
  // "yes" only where both are "b".
  const model = toyPredictor({ features: ['one', 'two'], classes: ['no', 'yes'], score: ([one, two]) => (one === 1 && two === 1 ? [0, 1] : [1, 0]) });
  const subject = subjectOf(table, model, 'label');
  const run = (options: Parameters<typeof choose>[2]): Promise<boolean[][]> => fallen({ table, model, subject }, { epsilons: [0], ...options });
  // Row 0 is two flips away, rows 1 and 2 one; row 3 is missing and stays so.
  expect(await run({ flip: ['one', 'two'] })).toEqual([[false], [true], [true], [false]]);
  expect(await run({ flip: ['one', 'two'], maxFlips: 2 })).toEqual([[true], [true], [true], [false]]);
  expect(await run({ flip: ['two'] })).toEqual([[false], [false], [true], [false]]);
  // Nothing may change: no task, and a reason.
  expect(await run({})).toEqual([]);
});

test('a row that fell at one strength has fallen at every larger one, with the same adversarial row', async () => {
  const table = cloud(80, 4, 11);
  const model = linearToy(['x0', 'x1', 'x2', 'x3'], [3, -2, 1, -1], -0.4);
  const subject = subjectOf(table, model, 'label');
  const { partials } = await auditOf(robustness, { table, model, subject, methods: [choose(robustness, 'squareAttack', { epsilons: [0.5, 0.02, 0.1, 0.25], queries: 30 })] });
  const rows = (partials as unknown as { rows: Row[] }[]).flatMap((partial) => partial.rows);
  const epsilons = [0.02, 0.1, 0.25, 0.5];
  expect(rows.some(({ outcomes }) => outcomes[0].unchanged === 1 && outcomes[3].unchanged === 0)).toBe(true);
  for (const { outcomes } of rows) {
    for (const [s, { unchanged, distance, queries }] of outcomes.entries()) {
      expect(distance === null).toBe(unchanged === 1);
      if (distance !== null) expect(distance).toBeLessThanOrEqual(epsilons[s] * (1 + 1e-9));
      if (s > 0 && outcomes[s - 1].unchanged === 0) {
        expect(distance).toBe(outcomes[s - 1].distance);
        expect(queries).toBe(outcomes[s - 1].queries + 1); // predicted again, once
      }
      // At most 30 a strength and one to confirm.
      expect(queries - (outcomes[s - 1]?.queries ?? 0)).toBeLessThanOrEqual(31);
    }
  }
});
