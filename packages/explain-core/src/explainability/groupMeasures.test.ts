import { categoryColumn, linearToy, numberColumn, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import { newcombeDifference } from '../numeric/newcombe.js';
import { wilson } from '../numeric/wilson.js';
import { randomStream } from '../random/stream.js';
import { measuresByGroup } from './gapTests.js';
import type { RowMeasure } from './groupMeasures.js';

interface Row {
  readonly groups: readonly (string | null)[];
  readonly value: number | null;
}

const table = tableOf([numberColumn('a', [1, 2, 3]), categoryColumn('sex', ['f', 'm', 'x'], ['f', 'm', 'x']), categoryColumn('y', ['no', 'yes'], ['no', 'yes', 'no'])]);
const subject = subjectOf(table, linearToy(['a'], [1], 0), 'y', { sex: 'protected' });
const of = (group: string | null, values: readonly (number | null)[]): Row[] => values.map((value) => ({ groups: [group], value }));
const measure = (kind: RowMeasure<Row>['kind']): RowMeasure<Row> => ({ id: 'it', kind, range: kind === 'share' ? [0, 1] : [0, Infinity], undefinedBecause: 'nothing there', of: ({ value }) => value });
const options = { level: 0.95, minGroupRows: 2 };
const byGroup = (rows: readonly Row[], measures: readonly RowMeasure<Row>[], settings: typeof options) => measuresByGroup(subject, rows, measures, settings, randomStream(4));

it('gives shares over all, by group and as the widest gap, with counts', () => {
  const rows = [...of('f', [1, 0, 0, 0, 1]), ...of('m', [1, 1, 1, 0]), ...of('x', [1]), ...of(null, [0, 0, null])];
  const [all, f, m, x, missing, gap, ...rest] = byGroup(rows, [measure('share')], options);
  expect(rest).toEqual([]);
  expect(all).toEqual({ measure: 'it', estimate: { value: 0.5, n: 12, interval: wilson(6, 12, 0.95) }, counts: { numerator: 6, denominator: 12 } });
  expect(f).toEqual({ measure: 'it', attribute: 'sex', group: 'f', estimate: { value: 0.4, n: 5, interval: wilson(2, 5, 0.95) }, counts: { numerator: 2, denominator: 5 } });
  expect([m!.group, m!.estimate.value]).toEqual(['m', 0.75]);
  expect(x).toMatchObject({ group: 'x', estimate: { value: null, n: 1, undefinedBecause: '1 of the rows of this group could be measured; 2 are asked for' } });
  expect(missing).toMatchObject({ group: '(missing)', estimate: { value: 0, n: 2 } });
  expect(gap).toMatchObject({ measure: 'itDifference', attribute: 'sex', estimate: { value: 0.75, n: 11 }, counts: { groupsCompared: 3, groupsTooSmall: 1 }, test: { name: 'chiSquarePermutation' } });
});

it('tests the gaps of all measures together', () => {
  const rows = [...of('f', [0, 0, 1, 0, 0, 1, 0, 0, 0, 0]), ...of('m', [1, 1, 1, 1, 0, 1, 1, 1, 1, 1])];
  const alone = byGroup(rows, [measure('share')], options).at(-1)!.test!;
  const [first, second] = byGroup(rows, [measure('share'), { ...measure('mean'), id: 'other' }], options).slice(-2);
  expect([first!.measure, second!.measure]).toEqual(['itDifference', 'otherDifference']);
  expect(alone.holm).toBe(alone.pValue);
  expect(alone.pValue).toBeLessThan(0.02);
  expect(first!.test).toMatchObject({ pValue: alone.pValue, holm: 2 * alone.pValue });
  expect(second!.test!.name).toBe('welchPermutation');
});

it('gives means, and of two groups the gap with its interval', () => {
  const rows = [...of('f', [1, 2, 3]), ...of('m', [3, 5])];
  const found = byGroup(rows, [measure('mean')], options);
  expect(found[0]).toMatchObject({ estimate: { value: 2.8, n: 5, interval: { method: 'studentT' } }, counts: { rows: 5, undefinedRows: 0 } });
  const gap = found.at(-1)!.estimate;
  expect(gap).toMatchObject({ value: 2, n: 5, interval: { lower: 0, level: 0.95 } });
  const share = byGroup([...of('f', [1, 0, 0, 1, 1]), ...of('m', [1, 1, 1, 1])], [measure('share')], options).at(-1)!.estimate;
  // Folded at no gap, so not wider than Newcombe's interval for the signed difference.
  const { upper } = newcombeDifference({ successes: 4, n: 4 }, { successes: 3, n: 5 }, 0.95);
  expect(share.value).toBeCloseTo(0.4, 14);
  if (share.value === null) throw new Error(share.undefinedBecause);
  expect(share.interval!.upper).toBeLessThanOrEqual(upper + 1e-12);
});

it('does not claim to know a mean because all rows are alike', () => {
  const { estimate } = byGroup(of('f', [0.7, 0.7, 0.7]), [{ ...measure('mean'), range: [0, 1] }], options)[0]!;
  // At least a share t of all rows is so, t³ = 0.025; the others are anywhere in the range.
  const t = Math.cbrt(0.025);
  expect(estimate).toEqual({ value: 0.7, n: 3, interval: { lower: expect.closeTo(0.7 * t, 12), upper: expect.closeTo(0.7 * t + 1 - t, 12), level: 0.95, method: 'clopperPearson' } });
});

it('says why there is no number', () => {
  expect(byGroup([], [measure('mean')], options)[0]!.estimate).toEqual({ value: null, n: 0, undefinedBecause: 'nothing there' });
  expect(byGroup(of('f', [1, 2]), [measure('mean')], options).at(-1)!.estimate).toMatchObject({ value: null, undefinedBecause: 'sex has only one group with at least 2 such rows, and a gap needs two' });
  const alike = byGroup([...of('f', [1, 1]), ...of('m', [2, 3])], [measure('mean')], options).at(-1)!.estimate;
  expect(alike).toMatchObject({ value: null, undefinedBecause: expect.stringContaining('same number') });
});
