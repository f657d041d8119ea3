import { expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';
import { wilson } from '../numeric/wilson.js';

interface Curves {
  readonly overall: readonly { n: number }[];
  readonly attributes: readonly { readonly attribute: string; readonly groups: readonly { readonly group: string; readonly bins: readonly Record<string, number | null>[] }[] }[];
}

it('draws a curve for all and for each group', async () => {
  const { artifacts } = await runFairness(scoredCase('calibrationCurve', { bins: 5 }));
  const body = artifacts.find(({ name }) => name === 'fairness/calibrationCurve/curves')!.body as unknown as Curves;
  const [a] = body.attributes[0]!.groups;
  expect(a!.group).toBe('a');
  // scikit-learn 1.9.1, calibration_curve(n_bins=5).
  expect(a!.bins.map(({ observedRate }) => observedRate)).toEqual([0, 0.25, expect.closeTo(2 / 3, 15), 1, 1]);
  expect(body.overall.map(({ n }) => n)).toEqual([3, 6, 5, 2, 2]);
});

it('measures the largest gap of a bin that has enough rows', async () => {
  // 40 rows at 0.2 of which 20 are positive, 40 at 0.9 of which 34, 3 at 0.5.
  const scores = [...new Array<number>(40).fill(0.2), ...new Array<number>(40).fill(0.9), 0.5, 0.5, 0.5];
  const labels = scores.map((score, i) => (score === 0.2 ? (i < 20 ? 1 : 0) : score === 0.9 ? (i < 74 ? 1 : 0) : 0));
  const { estimate, counts } = resultOf(await runFairness(scored(scores, labels, scores.map((_, i) => (i === 82 ? 'b' : 'a')), 'calibrationCurve')), 'calibrationCurve', 'group', 'a');
  expect(counts).toEqual({ rows: 82, binsJudged: 2, binsTooSmall: 1 });
  expect(estimate.value).toBeCloseTo(0.3, 15);
  const one = wilson(20, 40, 0.95);
  // The second bin is out of the running, so the ends are near those of the first alone.
  if (estimate.value === null) throw new Error('expected a value');
  expect(estimate.interval!.upper).toBeCloseTo(one.upper - 0.2, 12);
  expect(estimate.interval!.lower).toBeLessThanOrEqual(one.lower - 0.2);
  expect(estimate.interval!.lower).toBeGreaterThan(one.lower - 0.25);
});

it('says so when no bin has enough rows', async () => {
  expect(reasonOf(resultOf(await runFairness(scoredCase('calibrationCurve')), 'calibrationCurve').estimate)).toBe('no bin has 30 labelled rows');
});
