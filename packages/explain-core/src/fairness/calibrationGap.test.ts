import { expect, it } from '@jest/globals';
import { runFairness } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';

it('gives both gaps, by hand', async () => {
  const { results } = await runFairness(scoredCase('calibrationGap'));
  expect(results.map(({ options }) => options['measure'])).toEqual(['calibrationInTheLarge', 'expectedCalibrationError']);
  const [large, binned] = results;
  // Mean score less base rate: 5.95/12 − ½ and 2.65/6 − ½.
  expect(large!.estimate.value).toBeCloseTo(5.95 / 12 - 2.65 / 6, 14);
  expect(large!.counts).toMatchObject({ highestRows: 12, highestPositives: 6, highestSumOfScores: expect.closeTo(5.95, 12), lowestRows: 6, lowestPositives: 3, lowestSumOfScores: expect.closeTo(2.65, 12) });
  expect(binned!.estimate.value).toBeCloseTo(0.175 - 0.12083333333333332, 14);
  for (const { estimate } of results) expect(estimate).toMatchObject({ interval: { lower: 0 } });
});

it('of errors that noise alone makes, holds no gap and the observed one', async () => {
  // Scores of 0.6: of 300 rows in x, 180 are positive, of twelve in y nine. The gap of 0.15 is what twelve rows may show by chance.
  const labels = [...Array.from({ length: 300 }, (_, i) => Number(i < 180)), ...Array.from({ length: 12 }, (_, i) => Number(i < 9))];
  const { results } = await runFairness(scored(labels.map(() => 0.6), labels, labels.map((_, i) => (i < 300 ? 'x' : 'y')), 'calibrationGap'));
  const { estimate } = results.find(({ options }) => options['measure'] === 'expectedCalibrationError')!;
  expect(estimate.value).toBeCloseTo(0.15, 14);
  const { lower, upper } = (estimate as { interval: { lower: number; upper: number } }).interval;
  expect(lower).toBe(0);
  expect(upper).toBeGreaterThan(0.15);
});
