import { expect, it } from '@jest/globals';
import { runFairness } from '../../test/fairnessFixture.js';
import { scoredCase } from '../../test/scoredCase.js';

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
