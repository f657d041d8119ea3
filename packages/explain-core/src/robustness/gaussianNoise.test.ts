import { expect, test } from '@jest/globals';
import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import type { Table } from '../data/table.js';
import { robustness } from './driver.js';

/** One column; "yes" from 0 on. */
const model = linearToy(['x'], [1], 0);
function line(xs: readonly number[]): Table {
  return tableOf([numberColumn('x', xs), categoryColumn('label', ['no', 'yes'], xs.map((x) => (x >= 0 ? 'yes' : 'no')))]);
}

test('a row at distance t from the threshold keeps its decision with probability Φ(t ÷ strength)', async () => {
  const xs = [-2, -1, -0.5, 0.5, 1, 2];
  const table = line(xs);
  const subject = subjectOf(table, model, 'label');
  const draws = 1000;
  const { partials } = await auditOf(robustness, { table, model, subject, methods: [choose(robustness, 'gaussianNoise', { unit: 'raw', strengths: [2, 1], draws, bounds: { x: { min: -100, max: 100 } } })] });
  const [{ rows }] = partials as unknown as { rows: { outcomes: { unchanged: number; right: number }[] }[] }[];
  // Tables of the normal distribution.
  const phi = new Map([[0.25, 0.5987063256829237], [0.5, 0.6914624612740131], [1, 0.8413447460685429], [2, 0.9772498680518208]]);
  for (const [i, x] of xs.entries()) {
    for (const [s, strength] of [1, 2].entries()) {
      const p = phi.get(Math.abs(x) / strength)!;
      const { unchanged, right } = rows[i].outcomes[s];
      // Four standard errors of a share of 1000 draws; the draws are fixed by the seed.
      expect(Math.abs(unchanged - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / draws));
      expect(right).toBe(unchanged); // every row is decided right
    }
  }
});

test('one bit of doubt a row: all draws must keep the decision', async () => {
  const table = line([-0.1, 0.1, 50, 60]);
  const subject = subjectOf(table, model, 'label');
  const methods = [choose(robustness, 'gaussianNoise', { unit: 'raw', strengths: [1], draws: 50, row: 'allDraws' })];
  const { results } = await auditOf(robustness, { table, model, subject, methods });
  const stability = results.find(({ options }) => options['measure'] === 'decisionStability' && options['scope'] === 'overall')!;
  expect(stability.counts).toMatchObject({ numerator: 2, denominator: 4, queries: 200 });
  expect(stability.estimate).toMatchObject({ value: 0.5, n: 4, interval: { method: 'wilson' } });
});

test('no noise, no change; whole numbers, bounds, missing values and directions are kept', async () => {
  const xs = [0, 1, 2, 3, 4, NaN];
  const table = tableOf([numberColumn('x', xs), categoryColumn('label', ['no', 'yes'], xs.map(() => 'yes'))]);
  const seen: number[] = [];
  const watched = { ...model, predict: async (rows: Table) => { const [column] = rows.columns; if (column.kind === 'number') seen.push(...column.values); return model.predict(tableOf([numberColumn('x', [...(column.kind === 'number' ? column.values : [])].map((value) => (Number.isNaN(value) ? 0 : value)))])); } };
  const subject = subjectOf(table, watched, 'label');
  const { results } = await auditOf(robustness, { table, model: watched, subject, methods: [choose(robustness, 'gaussianNoise', { strengths: [0, 2], draws: 5, increaseOnly: ['x'] })] });
  expect(results.find(({ options }) => options['strength'] === 0 && options['measure'] === 'decisionStability')!.estimate.value).toBe(1);
  expect(seen.length).toBe(6 + 2 * 30);
  expect(seen.filter(Number.isNaN).length).toBe(1 + 2 * 5);
  const noisy = seen.slice(6).filter((value) => !Number.isNaN(value));
  expect(noisy.every((value) => Number.isInteger(value) && value >= 0 && value <= 4)).toBe(true);
  noisy.forEach((value, k) => expect(value).toBeGreaterThanOrEqual(xs[Math.floor((k % 25) / 5)]));
  expect(new Set(noisy).size).toBe(5);
});
