import { rowsTable } from '../../test/explainability/germanReference.js';
import { toyPredictor } from '../../test/robustness/toyModels.js';
import { randomStream } from '../random/stream.js';
import { askFor } from './ask.js';
import type { Attribution } from './explainer.js';
import { rowGame } from './game.js';
import { mixturesOf } from './mixtures.js';
import { removal, removalOf } from './removal.js';

const features = ['a', 'b', 'c', 'd'];
const weights = [4, 3, 2, 1];
const sum = toyPredictor({ features, classes: ['out', 'rest'], score: (x) => [x.reduce((total, value, j) => total + weights[j] * value, 0), 0] });
const signal = new AbortController().signal;
const game = rowGame(rowsTable(features, [[1, 1, 1, 1]]), mixturesOf(rowsTable(features, [[0, 0, 0, 0]]), askFor('out', { model: sum, signal })));
const given = (contributions: number[], output = 10): Attribution => ({ values: contributions, contributions, standardErrors: contributions.map(() => 0), base: 0, output, detail: {} });
const options = removal.options.parse({ sets: 400 });
const of = (contributions: number[], output?: number) => removalOf(given(contributions, output), game, options, randomStream(0).child('r'));

it('of the true contributions of a sum is what can be worked out by hand', async () => {
  const found = await of(weights);
  // Answers while 4, 3, 2, 1 are taken away: 10, 6, 3, 1, 0; while they are put in: 0, 4, 7, 9, 10.
  expect(found.deletionArea).toBeCloseTo((5 + 6 + 3 + 1 + 0) / 4, 12);
  expect(found.insertionArea).toBeCloseTo((0 + 4 + 7 + 9 + 5) / 4, 12);
  // One feature is 1, 5, 10 and 20 % of four, two are 50 %.
  expect(found.comprehensiveness).toBeCloseTo((4 * 4 + 7) / 5, 12);
  expect(found.sufficiency).toBeCloseTo((4 * 6 + 3) / 5, 12);
  expect(found.infidelity).toBeCloseTo(0, 20);
});

it('tells an order that is the wrong way round', async () => {
  const found = await of([1, 2, 3, 4]);
  expect(found.deletionArea).toBeCloseTo((5 + 9 + 7 + 4 + 0) / 4, 12);
  expect(found.comprehensiveness).toBeCloseTo((4 * 1 + 3) / 5, 12);
  expect(found.sufficiency).toBeCloseTo((4 * 9 + 7) / 5, 12);
});

it('has the infidelity of what each feature is wrong by', async () => {
  // Wrong by 2 in the first: its square wherever that is in the set, which sets of each size 1 to 4 alike often hold with 1/4, 2/4, 3/4 and 1; on average 5/8.
  const { infidelity } = await of([6, 3, 2, 1]);
  expect(Math.abs(infidelity! - 4 * 0.625)).toBeLessThan(4 * 4 * Math.sqrt((0.625 * 0.375) / 400));
  // Half as large a mistake has a quarter of it, of the same sets.
  expect((await of([5, 3, 2, 1])).infidelity).toBeCloseTo(infidelity! / 4, 12);
});

it('says nothing of equal contributions but infidelity, and nothing of contributions to a margin but order', async () => {
  expect(await of([1, 1, 1, 1])).toMatchObject({ deletionArea: null, insertionArea: null, comprehensiveness: null, sufficiency: null, infidelity: expect.any(Number) });
  expect(await of(weights, 2.5)).toMatchObject({ deletionArea: 3.75, infidelity: null });
});

it('replaces several features of a wide row at once', async () => {
  const wide = Array.from({ length: 50 }, (_, j) => `x${j}`);
  const first = toyPredictor({ features: wide, classes: ['out', 'rest'], score: (x) => [x[0], 0] });
  const one = rowGame(rowsTable(wide, [wide.map(() => 1)]), mixturesOf(rowsTable(wide, [wide.map(() => 0)]), askFor('out', { model: first, signal })));
  const found = await removalOf(given(wide.map((_, j) => (j === 0 ? 1 : 0)), 1), one, options, randomStream(0));
  // Twenty steps of 2.5 features, the first of them of 3: half of it is under the fall from 1 to 0.
  expect(found.deletionArea).toBeCloseTo(1.5 / 50, 12);
  expect(found.comprehensiveness).toBe(1);
});
