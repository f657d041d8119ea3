import { normalCdf } from './normalCdf.js';
import { chooseItems, chooseValues, drawNormals } from './draws.js';
import { chooseItemsPlain, chooseValuesPlain, drawNormalsPlain, STEPS, ziggurat, type Choice } from './drawsPlain.js';
import { randomStream } from '../random/stream.js';

const stream = randomStream(3).child('draws');
const lineOf = (from: number, to: number): Float64Array => Float64Array.from({ length: STEPS + 1 }, (_, k) => from + ((to - from) * k) / STEPS);
const choice: Choice = { ends: [0.2, 0.2, 0.9, 1], tables: [lineOf(0, 1), lineOf(5, 6), lineOf(-3, 4), new Float64Array(STEPS + 1).fill(NaN)] };
const valuesOf = (from: number, to: number, of = choice): { values: Float64Array; items: Uint32Array } => {
  const values = new Float64Array(to - from);
  return { values, items: chooseValues(stream, from, of, values) };
};
const normalsOf = (from: number, to: number): Float64Array => {
  const values = new Float64Array(to - from);
  drawNormals(stream, from, values);
  return values;
};
const manyEnds = Float64Array.from({ length: 300 }, (_, k) => (k + 1) / 300);

it.each([
  [0, 0], [0, 1], [1, 33], [5, 4096], [4095, 4097], [31, 9000],
])('from %i to %i are those of the plain twin, bit for bit', (from, to) => {
  const values = new Float64Array(to - from);
  const items = chooseValuesPlain(stream.key, from, choice, values);
  expect(valuesOf(from, to)).toEqual({ values, items });
  expect(chooseItems(stream, from, to, manyEnds)).toEqual(chooseItemsPlain(stream.key, from, to, manyEnds));
  drawNormalsPlain(stream.key, from, values);
  expect(normalsOf(from, to)).toEqual(values);
});

it('takes more items than the kernel has room for', () => {
  const ends = Float64Array.from({ length: 20 }, (_, k) => (k + 1) / 20);
  const tables = Array.from(ends, (_, k) => lineOf(k, k + 1));
  const { values, items } = valuesOf(0, 50, { ends, tables });
  expect(Array.from(values, Math.floor)).toEqual([...items]);
  const most = Float64Array.from({ length: 70_000 }, (_, k) => (k + 1) / 70_000);
  expect(Math.max(...chooseItems(stream, 0, 3, most))).toBeLessThan(70_000);
});

it('chooses by shares, never an item without one, and spreads values over its table', () => {
  const n = 100_000;
  const { values, items } = valuesOf(0, n);
  expect(chooseItems(stream, 0, n, choice.ends)).toEqual(items);
  const shares = [0, 1, 2, 3].map((item) => items.filter((one) => one === item).length / n);
  // Five standard errors of a share of 100,000.
  [0.2, 0, 0.7, 0.1].forEach((share, k) => expect(Math.abs(shares[k]! - share)).toBeLessThan(0.008));
  expect(shares[1]).toBe(0);
  const middle = values.filter((_, i) => items[i] === 2);
  expect(Math.abs(middle.reduce((a, b) => a + b, 0) / middle.length - 0.5)).toBeLessThan(5 * Math.sqrt(49 / 12 / middle.length));
  expect(Math.min(...middle)).toBeGreaterThanOrEqual(-3);
  expect(Math.max(...middle)).toBeLessThanOrEqual(4);
  expect(values.every((value, i) => Number.isNaN(value) === (items[i] === 3))).toBe(true);
});

describe('normals', () => {
  const n = 200_000;
  const sorted = normalsOf(0, n).sort();

  it('have the normal distribution', () => {
    let distance = 0;
    for (let i = 0; i < n; i += 10) distance = Math.max(distance, Math.abs(normalCdf(sorted[i]!) - i / n));
    // Kolmogorov's distance: above 1.95 ÷ √n in one of a thousand, and 10 ÷ n for looking at each tenth.
    expect(distance).toBeLessThan(1.95 / Math.sqrt(n) + 10 / n);
  });

  it('reach beyond the lowest layer as often as they should', () => {
    const beyond = sorted.filter((value) => Math.abs(value) > 3.6541528853610092).length;
    const expected = 2 * n * normalCdf(-3.6541528853610092);
    // 52 expected; five standard deviations of a count.
    expect(Math.abs(beyond - expected)).toBeLessThan(5 * Math.sqrt(expected));
    expect(Math.max(-sorted[0]!, sorted[n - 1]!)).toBeGreaterThan(3.9);
  });

  it('of layers of equal area: the top one reaches height 1', () => {
    const { widths, heights } = ziggurat;
    expect(widths[255]! * (1 - heights[255]!)).toBeCloseTo(0.004928673233974648, 13);
  });
});
