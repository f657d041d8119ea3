import { expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';
import { randomRows, six, sixTable, twelve, twelveTable } from '../../test/scoredRows.js';
import { areaUnderRoc, boundsOfAuc } from '../numeric/auc.js';
import { sizeBounds } from '../numeric/foldedNormal.js';
import { randomStream } from '../random/stream.js';

it('is the gap of the groups’ areas, with the interval that theirs make', async () => {
  const { estimate, counts } = resultOf(await runFairness(scoredCase('areaUnderRocDifference')), 'areaUnderRocDifference', 'group');
  const [one, other] = [twelveTable, sixTable].map((table) => boundsOfAuc(areaUnderRoc(table)!, 1.959963984540054));
  expect(estimate.value).toBeCloseTo(11 / 12 - 5 / 6, 15);
  const signed = { lower: 1 / 12 - Math.hypot(11 / 12 - one!.lower, other!.upper - 5 / 6), upper: 1 / 12 + Math.hypot(one!.upper - 11 / 12, 5 / 6 - other!.lower) };
  const size = sizeBounds({ value: 1 / 12, bounds: () => signed, proportion: null }, 1.959963984540054);
  expect(size.upper).toBeLessThan(signed.upper);
  expect(estimate).toMatchObject({ n: 18, interval: { lower: 0, upper: expect.closeTo(size.upper, 9), method: 'mover' } });
  expect(counts).toMatchObject({ highestPositives: 6, lowestPositives: 3, groupsCompared: 2 });
});

it('sees a gap between a group that is ranked well and one that is not', async () => {
  const good = randomRows(randomStream(1), 200, 0.8);
  const bad = randomRows(randomStream(2), 200, 0);
  const { estimate } = resultOf(await runFairness(scored([...good.scores, ...bad.scores], [...good.labels, ...bad.labels], [...good.scores.map(() => 'a'), ...bad.scores.map(() => 'b')], 'areaUnderRocDifference')), 'areaUnderRocDifference', 'group');
  if (estimate.value === null) throw new Error('expected a value');
  expect(estimate.interval!.lower).toBeGreaterThan(0.2);
});

it('is not estimable where a group lacks a class', async () => {
  const outcome = await runFairness(scored([...twelve.scores, ...six.scores], [...twelve.labels, 1, 1, 1, 1, 1, 1], [...twelve.scores.map(() => 'a'), ...six.scores.map(() => 'b')], 'areaUnderRocDifference'));
  expect(reasonOf(resultOf(outcome, 'areaUnderRocDifference', 'group').estimate)).toBe('in group "b" all labelled rows have the same class, so there is no pair to compare; a larger minimumGroupSize would leave small groups out');
});
