import { expect, it } from '@jest/globals';
import { counted, resultOf, runFairness } from '../../test/fairnessFixture.js';
import { wilson } from '../numeric/wilson.js';

const given = { columns: counted(['g', 'label', 'prediction'], [[3, 'u', '1', '1'], [5, 'p', '0', '0']]), protected: ['g'], methods: [{ method: 'classImbalance' }] };

it('gives the answer of AIF360, −0.25 for 3 rows against 5, and its opposite the other way round', async () => {
  const { estimate, counts, options } = resultOf(await runFairness(given), 'classImbalance', 'g', 'u');
  const { lower, upper } = wilson(3, 8, 0.95);
  expect(estimate).toEqual({ value: -0.25, n: 8, interval: { lower: 2 * lower - 1, upper: 2 * upper - 1, level: 0.95, method: 'wilson' } });
  expect(counts).toEqual({ rows: 3, referenceRows: 5 });
  expect(options['referenceGroup']).toBe('p');
  const other = await runFairness({ ...given, methods: [{ method: 'classImbalance', options: { referenceGroups: { g: 'u' } } }] });
  expect(resultOf(other, 'classImbalance', 'g', 'p').estimate.value).toBe(0.25);
});

it('weighs rows', async () => {
  const weights = ['2', '2', '2', '1', '1', '1', '1', '0'];
  const outcome = await runFairness({ ...given, columns: { ...given.columns, w: weights }, kinds: { w: 'number' }, grouping: { weight: 'w' } });
  expect(resultOf(outcome, 'classImbalance', 'g', 'u').estimate).toMatchObject({ value: 0.2, n: expect.any(Number) });
});
