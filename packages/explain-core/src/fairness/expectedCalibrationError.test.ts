import { expect, it } from '@jest/globals';
import { resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';

it('is the weighted gap of bins, as numpy 2.4.6 finds it', async () => {
  const outcome = await runFairness(scoredCase('expectedCalibrationError'));
  expect(valueOf(outcome, 'expectedCalibrationError')).toBeCloseTo(0.07777777777777778, 15);
  expect(valueOf(outcome, 'expectedCalibrationError', 'group', 'a')).toBeCloseTo(0.12083333333333332, 15);
  expect(valueOf(outcome, 'expectedCalibrationError', 'group', 'b')).toBeCloseTo(0.175, 15);
});

it('of a calibrated model is above 0 by chance, and its interval holds 0', async () => {
  // Nine rows at each of nine scores, as many positive as the score says, give or take one.
  const scores = Array.from({ length: 81 }, (_, i) => (Math.floor(i / 9) + 1) / 10);
  const labels = scores.map((score, i) => (i % 9 < Math.round(score * 9) ? 1 : 0));
  const { estimate } = resultOf(await runFairness(scored(scores, labels, scores.map((_, i) => (i % 2 === 0 ? 'a' : 'b')), 'expectedCalibrationError')), 'expectedCalibrationError');
  expect(estimate.value).toBeGreaterThan(0.01);
  expect(estimate).toMatchObject({ interval: { lower: 0, method: 'hybridResampling' } });
});

it('follows the number of bins, which it says', async () => {
  const result = resultOf(await runFairness(scoredCase('expectedCalibrationError', { bins: 1 })), 'expectedCalibrationError', 'group', 'a');
  expect(result.options).toEqual({ level: 0.95, bins: 1 });
  expect(result.estimate.value).toBeCloseTo(0.5 - 5.95 / 12, 15);
});
