import { rowsTable } from '../../test/explainability/germanReference.js';
import { toyPredictor } from '../../test/robustness/toyModels.js';
import { randomStream } from '../random/stream.js';
import { askFor } from './ask.js';
import type { Attribution } from './explainer.js';
import { correlation, faithfulness, faithfulnessOf } from './faithfulness.js';
import { rowGame } from './game.js';
import { mixturesOf } from './mixtures.js';

const features = ['a', 'b', 'c', 'd'];
const weights = [4, 3, 2, 1];
const model = toyPredictor({ features, classes: ['out', 'rest'], score: (x) => [x.reduce((sum, value, j) => sum + weights[j] * value, 0), 0] });
const row = rowsTable(features, [[1, 1, 1, 1]]);
const zero = rowsTable(features, [[0, 0, 0, 0]]);
const game = rowGame(row, mixturesOf(zero, askFor('out', { model, signal: new AbortController().signal })));
const given = (contributions: number[], output = 10): Attribution => ({ values: contributions, contributions, standardErrors: [0, 0, 0, 0], base: 0, output, detail: {} });
const options = faithfulness.options.parse({ subsetShare: 0.5 });
const of = (contributions: number[]) => faithfulnessOf(given(contributions), game, options, randomStream(0).child('f'));

describe('correlation', () => {
  it('is Pearson’s by hand', () => {
    // Deviations (−1, 0, 1) and (−2, 1, 1): 3 ÷ √(2 · 6).
    expect(correlation([1, 2, 3], [0, 3, 3])).toBeCloseTo(3 / Math.sqrt(12), 14);
    expect(correlation([1, 2], [5, 4])).toBe(-1);
  });

  it('does not exist where a side does not vary', () => {
    expect(correlation([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(correlation([1, 2, 3], [0.1 + 0.2, 0.3, 0.3])).toBeNull();
  });
});

it('of the true contributions of a sum is 1, and of their opposite −1', async () => {
  expect((await of(weights)).correlation).toBeCloseTo(1, 12);
  expect((await of(weights.map((w) => -w))).correlation).toBeCloseTo(-1, 12);
});

it('of contributions that have nothing to do with the model is nearer 0', async () => {
  expect(Math.abs((await of([2, 4, 1, 3])).correlation!)).toBeLessThan(0.7);
});

it('gains by deleting the largest first what can be worked out by hand', async () => {
  // Falls after 1, 2, 3 of [4, 3, 2, 1]: 4, 7, 9, mean 20/3. A random order takes 2.5 a step: 2.5, 5, 7.5, mean 5. The gain is 5/3, at best.
  const many = faithfulness.options.parse({ randomOrders: 1000 });
  const { deletionGain } = await faithfulnessOf(given(weights), game, many, randomStream(0).child('f'));
  // A random order's mean fall has variance Σ w²-spread, at most 1.1²; four standard errors of 1000 of them.
  expect(Math.abs(deletionGain! - 5 / 3)).toBeLessThan(4 * (1.1 / Math.sqrt(1000)));
  const worst = await faithfulnessOf(given(weights.map((w) => -w)), game, many, randomStream(0).child('f'));
  expect(Math.abs(worst.deletionGain! + 5 / 3)).toBeLessThan(4 * (1.1 / Math.sqrt(1000)));
});

it('says nothing of one feature, of equal contributions, or where the answers do not vary', async () => {
  const one = rowGame(rowsTable(['a'], [[1]]), mixturesOf(rowsTable(['a'], [[0]]), async (rows) => new Float64Array(rows.rows)));
  expect(await faithfulnessOf({ ...given([1]), contributions: [1] }, one, options, randomStream(0))).toEqual({ correlation: null, deletionGain: null });
  expect(await of([1, 1, 1, 1])).toEqual({ correlation: null, deletionGain: null });
  const flat = rowGame(row, mixturesOf(zero, async (rows) => new Float64Array(rows.rows).fill(10)));
  expect(await faithfulnessOf(given(weights), flat, options, randomStream(0).child('f'))).toEqual({ correlation: null, deletionGain: null });
});
