import { matrix } from '../../numeric/matrix.js';
import { randomStream } from '../../random/stream.js';
import { deviationOf, errorCurves, multipliers, pointIntervals, rangeOf, sizeEstimate, type Curve } from './curveDoubt.js';
import { accumulatedCurve, between, centredSum, deviationOverRows, rowsAt, type Effect } from './localEffects.js';
import { heterogeneity, partialDependenceCurve } from './partialDependenceCurve.js';

const draws = randomStream(9);
const SEEDS = 300;
const LEVEL = 0.95;
/** Of 300, an interval that covers 95 % covers less than this with a probability of one in a hundred. */
const LEAST = 0.92;

function coverage(within: (seed: number) => Record<string, boolean>): Record<string, number> {
  const held: Record<string, number> = {};
  for (let seed = 0; seed < SEEDS; seed++) for (const [name, is] of Object.entries(within(seed))) held[name] = (held[name] ?? 0) + (is ? 1 / SEEDS : 0);
  return held;
}

const covers = (estimate: ReturnType<typeof sizeEstimate>, truth: number): boolean => {
  if (estimate.value === null) throw new Error(estimate.undefinedBecause);
  return estimate.interval!.lower <= truth && truth <= estimate.interval!.upper;
};

describe('the size of a curve', () => {
  const rows = 60;
  const chances = multipliers(rows, 200, draws.child('chances'));
  // Three levels; a row's own part is z at the first, −z ÷ 2 at the second.
  const linesOf = (seed: number, gap: number) => {
    const lines = matrix(rows, 3);
    for (let i = 0; i < rows; i++) {
      const z = draws.child('z').child(seed).normal(i);
      lines.values.set([gap + z, -z / 2, 0], 3 * i);
    }
    return lines;
  };

  it.each([
    ['where all points are alike, so that the largest gap is chance', 0],
    ['where one point stands out a little', 0.3],
    ['where one point stands out', 2],
  ])('is held by its interval as often as it says, %s', (_, gap) => {
    const held = coverage((seed) => {
      const lines = linesOf(seed, gap);
      const curve = partialDependenceCurve(lines);
      const [point] = pointIntervals(curve, LEVEL);
      return {
        range: covers(sizeEstimate(curve, rangeOf, errorCurves(curve, chances), LEVEL), gap),
        deviation: covers(sizeEstimate(curve, deviationOf, errorCurves(curve, chances), LEVEL), gap / Math.sqrt(3)),
        point: point!.lower <= gap && gap <= point!.upper,
        heterogeneity: covers(heterogeneity(lines, LEVEL), Math.sqrt(7 / 18)), // the variance of 1, −½ and 0
      };
    });
    for (const name of ['range', 'deviation', 'point']) expect(held[name]).toBeGreaterThanOrEqual(LEAST);
    // Student's interval of a mean of 60 squares of normals, which are skew, is known to fall a little short.
    expect(held['heterogeneity']).toBeGreaterThanOrEqual(0.88);
  });

  it('is as the quantile of the largest of two independent normals, where there is a closed form', () => {
    // Two points with independent errors of standard deviation σ: the range of the error is |difference|, normal with √2 σ.
    const lines = matrix(rows, 2);
    for (let i = 0; i < rows; i++) lines.values.set([draws.child('one').normal(i), draws.child('two').normal(i)], 2 * i);
    const curve = partialDependenceCurve(lines);
    const gaps = Float64Array.from({ length: rows }, (_, i) => lines.values[2 * i]! - lines.values[2 * i + 1]!);
    const mean = gaps.reduce((sum, gap) => sum + gap / rows, 0);
    const error = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (rows - 1) / rows);
    const { value, interval } = sizeEstimate(curve, rangeOf, errorCurves(curve, multipliers(rows, 3000, draws.child('many'))), LEVEL) as { value: number; interval: { upper: number } };
    expect(value).toBeCloseTo(Math.abs(mean), 12);
    // Student's t for 59 degrees is 2.001; a quantile of 3,000 draws is known to about 2 %.
    expect((interval.upper - value) / error / 2.001).toBeGreaterThan(0.94);
    expect((interval.upper - value) / error / 2.001).toBeLessThan(1.06);
  });
});

describe('accumulated changes', () => {
  // Steps of true changes 1, 0, −1, each row's own change normal about it.
  const steps = 3;
  const held = (perStep: readonly number[]) => {
    const rows = perStep.reduce((a, b) => a + b);
    const stepOf = perStep.flatMap((count, step) => Array.from({ length: count }, () => step));
    const weights = rowsAt(stepOf, steps);
    const truth = centredSum(between, weights)(Float64Array.of(1, 0, -1));
    const chances = multipliers(rows, 200, draws.child(rows));
    const deviation = deviationOverRows(between, weights);
    return coverage((seed) => {
      const effects = stepOf.map((step, row): Effect => ({ row, step, change: 1 - step + draws.child('change').child(seed).normal(row) }));
      const curve: Curve = accumulatedCurve(effects, rows, steps, centredSum(between, weights));
      const intervals = pointIntervals(curve, LEVEL);
      return {
        range: covers(sizeEstimate(curve, rangeOf, errorCurves(curve, chances), LEVEL), rangeOf(truth)),
        deviation: covers(sizeEstimate(curve, deviation, errorCurves(curve, chances), LEVEL), deviation(truth)),
        ...Object.fromEntries(intervals.map((interval, k) => [`point ${k}`, interval!.lower <= truth[k]! && truth[k]! <= interval!.upper])),
      };
    });
  };

  it.each([
    ['many rows a step', [20, 20, 20], LEAST],
    ['a step of one row, whose spread is lent by the others', [30, 1, 29], LEAST],
    // Of four rows a variance is known to half its size.
    ['few rows', [4, 4, 4], 0.87],
  ])('are held as often as said, of %s', (_, perStep, least) => {
    for (const share of Object.values(held(perStep))) expect(share).toBeGreaterThanOrEqual(least);
  });

  it('of steps that one row takes each have the spread of all changes', () => {
    const effects = [0, 1, 2].map((step): Effect => ({ row: step, step, change: [1, 2, 6][step]! }));
    const { influences } = accumulatedCurve(effects, 3, 3, (changes) => Float64Array.from(changes));
    // Of 1, 2 and 6: √7, for a step of one row times rows ÷ 1.
    expect([...influences.values]).toEqual([3 * Math.sqrt(7), 0, 0, 0, 3 * Math.sqrt(7), 0, 0, 0, 3 * Math.sqrt(7)]);
  });
});

it('draws multipliers that are nearly normal, each by itself, and sums them row by row whatever the number of draws', () => {
  const signs = multipliers(71, 101, draws.child('signs'));
  const moment = (power: number): number => signs.values.reduce((sum, one) => sum + one ** power, 0) / signs.values.length;
  // Of 7,171 draws, four standard errors: 1 ÷ √7171 for the mean, √2 and √96 times that for the square and the fourth power, of which 26 flips have 3 − 2 ÷ 26.
  expect(Math.abs(moment(1))).toBeLessThan(0.047);
  expect(Math.abs(moment(2) - 1)).toBeLessThan(0.067);
  expect(Math.abs(moment(4) - (3 - 2 / 26))).toBeLessThan(0.46);
  let together = 0;
  for (let at = 0; at + 1 < signs.values.length; at++) together += (signs.values[at]! * signs.values[at + 1]!) / signs.values.length;
  expect(Math.abs(together)).toBeLessThan(0.047);
  const influences = matrix(71, 2, Float64Array.from({ length: 142 }, (_, at) => draws.child('influence').normal(at)));
  const errors = errorCurves({ values: new Float64Array(2), influences }, signs);
  for (const b of [0, 3, 50, 99, 100]) {
    for (const k of [0, 1]) {
      let sum = 0;
      for (let i = 0; i < 71; i++) sum += signs.values[71 * b + i]! * influences.values[2 * i + k]!;
      expect(errors.values[2 * b + k]).toBeCloseTo(sum / 71, 14);
    }
  }
});

it('is not estimable of fewer than two rows', () => {
  const nothing = { values: Float64Array.of(0), influences: matrix(1, 1) };
  expect(sizeEstimate(nothing, rangeOf, errorCurves(nothing, multipliers(1, 100, draws)), LEVEL)).toMatchObject({ value: null, n: 1 });
  expect(sizeEstimate(nothing, rangeOf, errorCurves(nothing, multipliers(1, 100, draws)), LEVEL, 0)).toMatchObject({ value: null, n: 0 });
});
