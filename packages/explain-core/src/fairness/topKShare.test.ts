import { expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness } from '../../test/fairnessFixture.js';
import { scored } from '../../test/scoredCase.js';
import { wilson } from '../numeric/wilson.js';

const tenRows = (share: number): ReturnType<typeof scored> =>
  scored([10, 9, 8, 7, 6, 6, 6, 3, 2, 1], [1, 1, 1, 1, 1, 0, 0, 0, null, 0], ['a', 'a', 'a', 'b', 'b', 'b', 'a', 'b', 'b', 'b'], 'topKShare', { share });

it('counts the first places, and says how many everybody has', async () => {
  const outcome = await runFairness(tenRows(0.4));
  const { estimate, counts } = resultOf(outcome, 'topKShare', 'group', 'a');
  const { lower, upper } = wilson(3, 4, 0.95);
  expect(estimate).toEqual({ value: 0.75, n: 10, interval: { lower: expect.closeTo(lower, 14), upper: expect.closeTo(upper, 14), level: 0.95, method: 'wilson' } });
  expect(counts).toEqual({ amongFirst: 3, places: 4, rows: 4, rowsOfAll: 10 });
  expect(resultOf(outcome, 'topKShare', 'group', 'b').estimate.value).toBe(0.25);
});

it('shares the places left among equal scores', async () => {
  // Five places: four, and one for three rows of score 6, one of them of group a.
  expect(resultOf(await runFairness(tenRows(0.5)), 'topKShare', 'group', 'a').estimate.value).toBeCloseTo((3 + 1 / 3) / 5, 14);
});

it('is the share of all rows when all places are looked at', async () => {
  expect(resultOf(await runFairness(tenRows(1)), 'topKShare', 'group', 'a').estimate.value).toBeCloseTo(0.4, 15);
});

it('needs a place to look at', async () => {
  expect(reasonOf(resultOf(await runFairness(tenRows(0.05)), 'topKShare', 'group', 'a').estimate)).toBe('0.05 of 10 rows is less than one place');
});
