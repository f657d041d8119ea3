import { categoryColumn, numberColumn } from '../../test/robustness/toyModels.js';
import type { Column } from '../data/table.js';
import { randomStream } from '../random/stream.js';
import { coordinateOf, type SpaceOptions } from './limeSpace.js';

const count = 20_000;
const random = randomStream(0).child('space');
const drawn = (background: Column, own: Column, options: SpaceOptions = { bins: true, sampleAround: 'mean', kernelWidth: null }) => {
  const room = { values: new Float64Array(count), looks: new Float64Array(count) };
  return { column: coordinateOf(background, options).perturb(own, 0, random, room), look: room.looks };
};
const numbers = (column: Column): Float64Array => {
  if (column.kind !== 'number') throw new Error('expected numbers');
  return column.values;
};
const share = (values: ArrayLike<unknown>, is: (value: never) => boolean): number => Array.from(values).filter((value) => is(value as never)).length / values.length;
/** Five standard errors of a share of 20,000 draws. */
const CHANCE = 0.018;

describe('quartile bins', () => {
  // Quartiles 1.75, 3.5, 5.25 (numpy.percentile) of 0 … 7: bins (0, 1), (2, 3), (4, 5), (6, 7).
  const background = numberColumn('x', [0, 1, 2, 3, 4, 5, 6, 7]);

  it('are drawn by their shares, between their edges, and look like the row’s or not', () => {
    const { column, look } = drawn(background, numberColumn('x', [2.5]));
    const values = numbers(column);
    expect([values[0], look[0]]).toEqual([2.5, 1]);
    [1.75, 3.5, 5.25].forEach((edge, k) => expect(Math.abs(share(values, (value: number) => value <= edge) - (k + 1) / 4)).toBeLessThan(CHANCE));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(7);
    values.forEach((value, i) => expect(look[i]).toBe(value > 1.75 && value <= 3.5 ? 1 : 0));
    // The second bin reaches from its edge, not from its smallest value, 2.
    expect(share(values, (value: number) => value > 1.75 && value < 2)).toBeGreaterThan(0.01);
  });

  it('of one value are drawn as that value', () => {
    const { column } = drawn(numberColumn('x', [1, 1, 1, 1, 2]), numberColumn('x', [1]));
    expect(new Set(numbers(column))).toEqual(new Set([1, 2]));
  });

  it('keep missing values apart, by their share', () => {
    const { column, look } = drawn(numberColumn('x', [NaN, 1, 2, 3]), numberColumn('x', [NaN]));
    expect(Math.abs(share(numbers(column), Number.isNaN) - 1 / 4)).toBeLessThan(CHANCE);
    numbers(column).forEach((value, i) => expect(look[i]).toBe(Number.isNaN(value) ? 1 : 0));
  });
});

it('draws levels by their shares, missing among them', () => {
  const levels = ['a', 'b'];
  const { column, look } = drawn(categoryColumn('c', levels, ['a', 'a', 'b', null]), categoryColumn('c', levels, ['b']));
  if (column.kind !== 'category') throw new Error('expected a category');
  [-1, 0, 1].forEach((code, k) => expect(Math.abs(share(column.codes, (value: number) => value === code) - [0.25, 0.5, 0.25][k])).toBeLessThan(CHANCE));
  column.codes.forEach((code, i) => expect(look[i]).toBe(code === 1 ? 1 : 0));
});

it('draws texts by their shares, one never seen now and then', () => {
  const { column, look } = drawn({ kind: 'text', name: 't', values: ['a', 'a', 'b'] }, { kind: 'text', name: 't', values: ['z'] });
  if (column.kind !== 'text') throw new Error('expected texts');
  expect(Math.abs(share(column.values, (value: string) => value === 'z') - 1 / 4)).toBeLessThan(CHANCE);
  expect(look[0]).toBe(1);
});

describe('numbers that are not put into bins', () => {
  // Mean 2, population standard deviation √2.
  const background = numberColumn('x', [0, 1, 2, 3, 4]);

  it.each([
    ['mean', 2],
    ['row', 10],
  ] as const)('are drawn around the %s and look like standard deviations from the mean', (sampleAround, center) => {
    const { column, look } = drawn(background, numberColumn('x', [10]), { bins: false, sampleAround, kernelWidth: null });
    const values = numbers(column);
    const mean = values.reduce((a, b) => a + b, 0) / count;
    expect(Math.abs(mean - center)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(look[0]).toBeCloseTo(8 / Math.SQRT2, 12);
    expect(look[7]).toBeCloseTo((values[7] - 2) / Math.SQRT2, 12);
  });
});
