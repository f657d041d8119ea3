import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bodyOf } from '../../test/fairnessWork.js';
import { reasonOf, resultOf, runFairness, valueOf, type FairnessCase } from '../../test/fairnessFixture.js';
import type { Outcome, Result } from '../method/result.js';
import { twoSidedZ } from '../numeric/normal.js';
import { distributionQuantile } from '../numeric/orderStatistics.js';
import { randomStream } from '../random/stream.js';
import { fairness } from './driver.js';
import { noCounts, type Group } from './groupedOutcomes.js';
import { numberMetrics } from './numberRegistry.js';
import { addNumbers, namedSums, numberSums } from './numberSums.js';
import { rootMeanSquaredErrorStatistic } from './rootMeanSquaredError.js';
import { rSquaredStatistic } from './rSquared.js';
import type { Statistic } from './statistic.js';

interface Frame {
  readonly overall: Readonly<Record<string, number>>;
  readonly byGroup: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly difference: Readonly<Record<string, number>>;
  readonly ratio: Readonly<Record<string, number>>;
}
interface Peers {
  readonly rows: readonly (readonly [string, number, number, number])[];
  readonly plain: Frame;
  readonly weighted: Frame;
  readonly quantiles: Readonly<Record<string, Readonly<Record<string, readonly [number, number | null, number | null]>>>>;
  readonly distance: Readonly<Record<'plain' | 'weighted', Readonly<Record<string, number>>>>;
}
const peers = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'golden', 'reference', 'regression-peers.json'), 'utf8')) as Peers;

type Row = readonly [group: string | null, label: number | null, prediction: number | null, weight?: number];
function caseOf(rows: readonly Row[], more: Partial<FairnessCase> = {}): FairnessCase {
  const column = (at: 1 | 2 | 3) => rows.map((row) => (row[at] === null || row[at] === undefined ? null : String(row[at])));
  return {
    columns: { group: rows.map(([group]) => group), label: column(1), prediction: column(2), weight: column(3) },
    kinds: { label: 'number', prediction: 'number', weight: 'number' },
    protected: ['group'],
    regression: true,
    ...more,
  };
}
/** The one result of a method whose options say more. */
const one = ({ results }: Outcome, method: string, about: Partial<Result>, options: Readonly<Record<string, unknown>>): Result => {
  const found = results.filter((result) => result.method === method && result.attribute === about.attribute && result.group === about.group && Object.entries(options).every(([name, value]) => result.options[name] === value));
  if (found.length !== 1) throw new Error(`${found.length} results of ${method} ${JSON.stringify([about, options])}`);
  return found[0]!;
};
const perGroup = ['meanPrediction', 'meanAbsoluteError', 'rootMeanSquaredError', 'rSquared', 'meanResidual'];

describe.each([['plain', {}], ['weighted', { grouping: { weight: 'weight' } }]] as const)('%s rows', (frame, more) => {
  const run = runFairness(caseOf(peers.rows, more));
  const wanted = peers[frame];
  it.each(perGroup)('have fairlearn’s %s, of all rows and of each group', async (method) => {
    const outcome = await run;
    expect(valueOf(outcome, method)).toBeCloseTo(wanted.overall[method]!, 10);
    for (const [group, value] of Object.entries(wanted.byGroup[method]!)) expect(valueOf(outcome, method, 'group', group)).toBeCloseTo(value, 10);
  });
  it.each(['meanPrediction', 'meanAbsoluteError', 'rootMeanSquaredError', 'meanResidual'])('have fairlearn’s difference of %s', async (method) => {
    expect(valueOf(await run, `${method}Difference`, 'group')).toBeCloseTo(wanted.difference[method]!, 10);
  });
  it.each(['meanPrediction', 'meanAbsoluteError'])('have fairlearn’s ratio of %s', async (method) => {
    expect(valueOf(await run, `${method}Ratio`, 'group')).toBeCloseTo(wanted.ratio[method]!, 10);
  });
  it('have scipy’s distance of each group’s residuals from the others', async () => {
    const outcome = await run;
    for (const [group, value] of Object.entries(peers.distance[frame])) expect(valueOf(outcome, 'residualDistance', 'group', group)).toBeCloseTo(value, 10);
  });
  it('have intervals that hold their numbers', async () => {
    const { results } = await run;
    const estimable = results.filter(({ estimate, method }) => estimate.value !== null && method !== 'groupCounts');
    expect(estimable.length).toBeGreaterThan(35);
    for (const { estimate } of estimable) {
      if (estimate.value === null) continue;
      expect(Number.isFinite(estimate.interval!.lower) && Number.isFinite(estimate.interval!.upper)).toBe(true);
      expect(estimate.interval!.lower).toBeLessThanOrEqual(estimate.value);
      expect(estimate.interval!.upper).toBeGreaterThanOrEqual(estimate.value);
    }
  });
});

describe('quantiles of residuals', () => {
  it('and their intervals are numpy’s and scipy’s', async () => {
    const outcome = await runFairness(caseOf(peers.rows));
    for (const [group, quantiles] of Object.entries(peers.quantiles)) {
      for (const [quantile, [value, lower, upper]] of Object.entries(quantiles)) {
        const { estimate } = one(outcome, 'residualQuantiles', group === '' ? {} : { attribute: 'group', group }, { measure: 'quantile', quantile: Number(quantile) });
        if (lower === null || upper === null) {
          expect(reasonOf(estimate)).toMatch(/too few for an interval of this quantile/);
          continue;
        }
        expect(estimate.value).toBeCloseTo(value, 10);
        if (estimate.value !== null) expect([estimate.interval!.lower, estimate.interval!.upper]).toEqual([expect.closeTo(lower, 10), expect.closeTo(upper, 10)]);
      }
    }
    const medians = ['a', 'b', 'c'].map((group) => peers.quantiles[group]!['0.5']![0]);
    expect(one(outcome, 'residualQuantiles', { attribute: 'group' }, { measure: 'quantileDifference', quantile: 0.5 }).estimate.value).toBeCloseTo(Math.max(...medians) - Math.min(...medians), 10);
  });
  it('are those that are asked for', async () => {
    const outcome = await runFairness(caseOf(peers.rows, { methods: [{ method: 'residualQuantiles', options: { quantiles: [0.25, 0.25] } }] }));
    expect(new Set(outcome.results.map(({ options }) => options['quantile']))).toEqual(new Set([0.25]));
    expect(outcome.results.filter(({ group, attribute }) => group === undefined && attribute === undefined)).toHaveLength(1);
  });
});

describe('sums', () => {
  it('are the same however the rows are cut into tasks', async () => {
    const given = caseOf(peers.rows, { grouping: { weight: 'weight', cluster: 'group' } });
    const [whole, cut] = [await runFairness(given), await runFairness({ ...given, taskRows: 7 })];
    whole.results.forEach(({ estimate }, i) => {
      if (estimate.value === null) expect(cut.results[i]!.estimate.value).toBeNull();
      else expect(cut.results[i]!.estimate.value).toBeCloseTo(estimate.value, 12);
    });
  });
  it('let a reader redo a mean', async () => {
    const { centre, unit, overall } = bodyOf<{ centre: number; unit: number; overall: { sums: Record<string, number> } }>(await runFairness(caseOf(peers.rows)), 'fairness/regressionOutcomes/sums');
    expect(centre + (unit * overall.sums['p']!) / overall.sums['one']!).toBeCloseTo(peers.plain.overall['meanPrediction']!, 10);
  });
  it('do not hang on where the scale has its 0, nor on its unit', async () => {
    const moved = await runFairness(caseOf(peers.rows.map(([group, label, prediction]) => [group, 1e6 + 1000 * label, 1e6 + 1000 * prediction])));
    const plain = await runFairness(caseOf(peers.rows));
    for (const method of ['meanAbsoluteError', 'rootMeanSquaredError', 'meanResidual']) expect(valueOf(moved, method, 'group', 'b')! / 1000).toBeCloseTo(valueOf(plain, method, 'group', 'b')!, 8);
    expect(valueOf(moved, 'rSquared', 'group', 'b')).toBeCloseTo(valueOf(plain, 'rSquared', 'group', 'b')!, 8);
  });
  it('of weights that are all 2 are those of no weights, and of every row twice in one cluster no surer', async () => {
    const plain = await runFairness(caseOf(peers.rows));
    const double = await runFairness(caseOf(peers.rows.map(([group, label, prediction]) => [group, label, prediction, 2]), { grouping: { weight: 'weight' } }));
    const twice = peers.rows.flatMap((row, i): Row[] => [[row[0], row[1], row[2], i], [row[0], row[1], row[2], i]]);
    const clustered = await runFairness(caseOf(twice, { grouping: { cluster: 'weight' } }));
    for (const method of perGroup) {
      const [one, two, three] = [plain, double, clustered].map((outcome) => resultOf(outcome, method, 'group', 'a').estimate) as [Estimated, Estimated, Estimated];
      expect(two.value).toBeCloseTo(one.value, 12);
      expect(three.value).toBeCloseTo(one.value, 12);
      const width = ({ interval }: Estimated) => interval!.upper - interval!.lower;
      expect(width(three)).toBeGreaterThan(0.9 * width(one));
    }
  });
});
type Estimated = Extract<Result['estimate'], { value: number }>;

describe('edges', () => {
  it('of one row: numbers of the whole range that was seen, and reasons', async () => {
    const outcome = await runFairness(caseOf([['a', 5, 7], ['b', 1, 1], ['b', 2, 4], ['b', 6, 3], ['b', 5, 5]]));
    expect(resultOf(outcome, 'meanPrediction', 'group', 'a').estimate).toMatchObject({ value: 7, n: 1, interval: { lower: 1, upper: 7 } });
    expect(resultOf(outcome, 'meanAbsoluteError', 'group', 'a').estimate).toMatchObject({ value: 2, n: 1, interval: { lower: 0, upper: 3 } });
    expect(resultOf(outcome, 'rootMeanSquaredError', 'group', 'a').estimate).toMatchObject({ value: 2, n: 1, interval: { lower: 0, upper: 3 } });
    expect(reasonOf(resultOf(outcome, 'rSquared', 'group', 'a').estimate)).toBe('the label is the same in all rows, so there is nothing to account for');
    expect(reasonOf(one(outcome, 'residualQuantiles', { attribute: 'group', group: 'a' }, { quantile: 0.5 }).estimate)).toMatch(/too few/);
    expect(reasonOf(resultOf(outcome, 'residualDistance', 'group', 'a').estimate)).toMatch(/the group's 1 labelled rows are fewer than two/);
  });
  it('of a label that does not vary, and of predictions that are all right', async () => {
    const constant = await runFairness(caseOf([['a', 5, 4], ['a', 5, 6], ['b', 5, 5], ['b', 5, 9]]));
    expect(reasonOf(resultOf(constant, 'rSquared').estimate)).toMatch(/label is the same in all rows/);
    expect(valueOf(constant, 'meanAbsoluteError')).toBe(1.5);
    const right = await runFairness(caseOf([['a', 1, 1], ['a', 2, 2], ['b', 3, 3], ['b', 4, 4]]));
    expect(reasonOf(resultOf(right, 'rSquared').estimate)).toMatch(/all predictions are equal to the label/);
    for (const method of ['meanAbsoluteError', 'rootMeanSquaredError', 'meanResidual']) expect(reasonOf(resultOf(right, method).estimate)).toBe('it is 0 in every row that was seen, so how uncertain it is cannot be told');
    expect(reasonOf(resultOf(right, 'meanAbsoluteErrorDifference', 'group').estimate)).toMatch(/in group "a" .*it is 0 in every row that was seen/);
    expect(reasonOf(resultOf(right, 'residualDistance', 'group', 'a').estimate)).toMatch(/^it is 0 here and the same in every sample drawn anew/);
  });
  it('of numbers that are all the same, or only one: an interval from the range that was seen would have no width', async () => {
    const constant = await runFairness(caseOf([['a', 5, 4], ['a', null, 4], ['b', null, 4], ['b', null, 4]]));
    expect(reasonOf(resultOf(constant, 'meanPrediction').estimate)).toMatch(/^it is 4 in every row/);
    expect(reasonOf(resultOf(constant, 'meanResidual').estimate)).toMatch(/^it is -1 in every row/);
    expect(resultOf(constant, 'meanAbsoluteError').estimate).toMatchObject({ value: 1, n: 1, interval: { lower: 0, upper: 1 } });
  });
  it('of rows without a label: they count where no label is asked for', async () => {
    const outcome = await runFairness(caseOf([['a', 1, 2], ['a', null, 8], ['a', 3, 2], ['b', null, 4], ['b', null, 6]]));
    expect(valueOf(outcome, 'meanPrediction', 'group', 'a')).toBeCloseTo(4, 12);
    expect(resultOf(outcome, 'meanAbsoluteError', 'group', 'a')).toMatchObject({ estimate: { value: 1, n: 2 }, counts: { rows: 2, rowsWithoutLabel: 1 } });
    expect(reasonOf(resultOf(outcome, 'meanAbsoluteError', 'group', 'b').estimate)).toBe('none of the 2 rows has a label');
    expect(reasonOf(resultOf(outcome, 'meanAbsoluteErrorDifference', 'group').estimate)).toMatch(/in group "b" none of the 2 rows has a label/);
  });
  it('of predictions that are missing: an error that names the row', async () => {
    await expect(runFairness(caseOf([['a', 1, 2], ['b', 2, null]]))).rejects.toMatchObject({ code: 'BAD_PREDICTION', message: expect.stringMatching(/no number in row 2/) });
  });
  it('of a mean below 0: no ratio', async () => {
    const outcome = await runFairness(caseOf([['a', 1, -2], ['a', 2, -4], ['b', 1, 3], ['b', 2, 4]]));
    expect(reasonOf(resultOf(outcome, 'meanPredictionRatio', 'group').estimate)).toMatch(/in group "a" the mean prediction is -3, and a ratio needs numbers of at least 0/);
  });
  it('of weights 0: no number of that group', async () => {
    const outcome = await runFairness(caseOf([['a', 1, 2, 0], ['a', 2, 4, 0], ['b', 1, 3, 1], ['b', 2, 4, 2]], { grouping: { weight: 'weight' } }));
    expect(reasonOf(resultOf(outcome, 'meanPrediction', 'group', 'a').estimate)).toBe('all 2 rows have weight 0');
    expect(valueOf(outcome, 'meanPrediction')).toBeCloseTo(11 / 3, 12);
  });
  it('of groups that are withheld: named without a number', async () => {
    const outcome = await runFairness(caseOf([['a', 1, 2], ...peers.rows.slice(0, 60).map((row): Row => [row[0] === 'a' ? 'b' : row[0], row[1], row[2]])], { grouping: { withholdBelow: 5 } }));
    expect(reasonOf(resultOf(outcome, 'meanPrediction', 'group', 'a').estimate)).toMatch(/^withheld/);
    expect(reasonOf(resultOf(outcome, 'residualDistance', 'group', 'a').estimate)).toMatch(/^withheld/);
  });
});

describe('intervals by the delta method', () => {
  // Labels 10 + 3 u, predictions 10 + 2 u + v with u, v standard normal: mean square of (v − u) is 2, variance of the label 9, R² = 1 − 2 ÷ 9.
  const unitScale = { centre: 0, unit: 1, exact: true };
  const covered = (n: number, rounds: number) => {
    const draws = randomStream(8);
    const hits = { rmse: 0, rSquared: 0 };
    for (let round = 0; round < rounds; round++) {
      const own = draws.child(round);
      const sums = new Float64Array(numberSums.length);
      for (let i = 0; i < n; i++) {
        const [u, v] = [own.normal(2 * i), own.normal(2 * i + 1)];
        addNumbers(sums, 2 * u + v, 3 * u, 1, unitScale);
      }
      const rows = { ...noCounts, rows: n, labelled: n };
      const group: Group = { name: '', values: [], counts: rows, rows, cells: new Float64Array(0), parts: null, scores: null, numbers: { sums: namedSums(sums), residuals: { values: new Float64Array(0), weights: new Float64Array(0) } } };
      const outcomes = { overall: group, attributes: [], scale: unitScale, predictions: { least: -100, most: 100 }, residuals: { least: -100, most: 100 }, random: draws };
      const holds = (statistic: Statistic, truth: number): number => {
        const found = statistic.of(group);
        if (found.value === null) throw new Error(found.because);
        const { lower, upper } = found.bounds(twoSidedZ(0.95));
        return lower <= truth && truth <= upper ? 1 : 0;
      };
      hits.rmse += holds(rootMeanSquaredErrorStatistic(outcomes), Math.sqrt(2));
      hits.rSquared += holds(rSquaredStatistic(outcomes), 1 - 2 / 9);
    }
    return { rmse: hits.rmse / rounds, rSquared: hits.rSquared / rounds };
  };
  it.each([[30, 0.88], [100, 0.9]])('of %i rows cover about as often as they say', (n, least) => {
    const { rmse, rSquared } = covered(n, 200);
    // Three standard errors of 200 rounds are 0.05; of 1000 rounds with 30, 100 and 1000 rows they covered between 0.9, 0.93, 0.935 and 0.972.
    for (const share of [rmse, rSquared]) {
      expect(share).toBeGreaterThan(least);
      expect(share).toBeLessThan(0.995);
    }
  });
});

describe('what a plan holds', () => {
  it('of a regression: methods of numbers, and of classes none', async () => {
    const outcome = await runFairness(caseOf(peers.rows));
    expect(new Set(outcome.results.map(({ method }) => method))).toEqual(new Set(numberMetrics.map(({ id }) => id)));
    expect(one(outcome, 'groupCounts', { attribute: 'group', group: 'c' }, { measure: 'rows' }).estimate.value).toBe(24);
  });
  it('a method of the other kind is not estimable and says why, either way', async () => {
    const number = await runFairness(caseOf(peers.rows, { methods: [{ method: 'selectionRate' }, { method: 'groupCounts' }] }));
    expect(reasonOf(resultOf(number, 'selectionRate').estimate)).toBe('the model predicts a number, and this metric is about predicted classes');
    const classes = { columns: { g: ['a', 'b'], label: ['0', '1'], prediction: ['1', '1'] }, protected: ['g'], methods: [{ method: 'meanAbsoluteError' }, { method: 'groupCounts' }] };
    const outcome = await runFairness(classes);
    expect(reasonOf(resultOf(outcome, 'meanAbsoluteError').estimate)).toBe('the model decides between classes, and this metric is about a predicted number');
    expect(outcome.results.filter(({ method }) => method === 'groupCounts').every(({ estimate }) => estimate.value !== null)).toBe(true);
  });
  it('names each method once', () => {
    const ids = fairness.methods.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it('beyond a hundred thousand rows residuals are rounded, and quantiles are off by no more than that', async () => {
  const draws = randomStream(3);
  const rows = Array.from({ length: 100_001 }, (_, i): Row => [i % 3 === 0 ? 'a' : 'b', 10, 10 + draws.normal(i)]);
  const outcome = await runFairness(caseOf(rows.map(([group, , prediction], i) => [group, i % 2, prediction! - 10 + (i % 2)]), { methods: [{ method: 'residualQuantiles' }, { method: 'meanAbsoluteError' }, { method: 'residualDistance' }] }));
  const residuals = rows.map(([, , prediction]) => prediction! - 10).sort((a, b) => a - b);
  for (const p of [0.1, 0.5, 0.9]) {
    const exact = distributionQuantile({ values: Float64Array.from(residuals), weights: new Float64Array(residuals.length).fill(1) }, p);
    expect(Math.abs(one(outcome, 'residualQuantiles', {}, { quantile: p }).estimate.value! - exact)).toBeLessThanOrEqual(Math.abs(exact) / 512 + 1e-6);
  }
  expect(valueOf(outcome, 'meanAbsoluteError')).toBeCloseTo(residuals.reduce((sum, r) => sum + Math.abs(r), 0) / residuals.length, 10);
  // Both groups' residuals are drawn alike: the interval holds 0.
  expect(resultOf(outcome, 'residualDistance', 'group', 'a').estimate).toMatchObject({ interval: { lower: 0 } });
}, 60_000);
