import type { Column, ColumnInfo } from '../../data/table.js';
import { randomStream } from '../../random/stream.js';
import { binColumn } from './bins.js';
import { conditionName, fulfilled } from './condition.js';

function infoOf(column: Column, levels: readonly string[] | null, missing = 0): ColumnInfo {
  return { name: column.name, kind: column.kind, role: 'feature', missing, levels, numbers: null };
}
const numbers = (values: number[]): Column => ({ kind: 'number', name: 'x', values: Float64Array.from(values) });
const names = (column: Column, levels: readonly string[] | null, missing = 0, cuts: number[] | null = null): string[] | undefined =>
  binColumn(infoOf(column, levels, missing), column, cuts)?.bins.map(conditionName);

describe('binColumn', () => {
  it('cuts numbers between values that occur', () => {
    expect(names(numbers([...Array(100).keys()]), null)).toEqual([
      'x under 10', 'x 10 to under 20', 'x 20 to under 30', 'x 30 to under 40', 'x 40 to under 50', 'x 50 to under 60', 'x 60 to under 70', 'x 70 to under 80', 'x 80 to under 90', 'x 90 and over',
    ]);
  });

  it('makes fewer ranges of ties, and keeps apart what few rows have', () => {
    expect(names(numbers([...Array(60).fill(5), ...Array(40).keys()]), null)).toEqual(['x under 5', 'x 5 to under 10', 'x 10 to under 20', 'x 20 to under 30', 'x 30 and over']);
    expect(names(numbers([...Array(99).fill(0), 7]), null)).toEqual(['x under 7', 'x 7 and over']);
    expect(names(numbers([-0, 0, ...Array(98).fill(0)]), null)).toBe(undefined);
  });

  it('names few values, and cuts where it is told', () => {
    expect(names(numbers([1, 2, 2.5]), ['1', '2', '2.5'], 1)).toEqual(['x = 1', 'x = 2', 'x = 2.5', 'x missing']);
    expect(names(numbers([1, 2, 2.5]), ['1', '2', '2.5'], 0, [2])).toEqual(['x under 2', 'x 2 and over']);
  });

  it('has no bins for a column that says nothing', () => {
    expect(names(numbers([3, 3, 3]), ['3'])).toBe(undefined);
    expect(names({ kind: 'text', name: 'x', values: ['a', 'b'] }, null)).toBe(undefined);
    expect(names(numbers([]), null)).toBe(undefined);
    expect(names(numbers([Number.NaN, Number.NaN]), null, 2)).toEqual(['x not missing', 'x missing']);
  });

  it('keeps the most frequent of many values', () => {
    const levels = Array.from({ length: 60 }, (_, i) => `v${i}`);
    const column: Column = { kind: 'category', name: 'x', levels, codes: Int32Array.from([...Array(60).keys(), ...Array(49).keys()].map((i) => 59 - i)) };
    const { bins, codesOf } = binColumn(infoOf(column, levels), column, null)!;
    expect(bins).toHaveLength(50);
    expect(bins[0]).toEqual({ column: 'x', levels: ['v11'] });
    expect(bins[49]).toEqual({ column: 'x', otherThan: levels.slice(11) });
    expect(codesOf(column)[59]).toBe(49);
  });

  it('puts each row where its condition says, and nowhere else', () => {
    const draws = randomStream(4);
    const values = Array.from({ length: 500 }, (_, i) => (draws.uniform(i) < 0.1 ? Number.NaN : Math.round(draws.normal(i) * 30) / 10));
    const levels = Array.from({ length: 55 }, (_, i) => `v${i}`);
    const codes = Int32Array.from({ length: 500 }, (_, i) => draws.child('codes').integer(i, 56) - 1);
    const columns: [Column, ColumnInfo][] = [
      [numbers(values), infoOf(numbers([]), null, 50)],
      [{ kind: 'category', name: 'x', levels, codes }, infoOf({ kind: 'category', name: 'x', levels, codes }, levels, 9)],
      [{ kind: 'text', name: 'x', values: Array.from(codes, (code) => levels[code] ?? null) }, infoOf({ kind: 'text', name: 'x', values: [] }, levels, 9)],
    ];
    for (const [column, info] of columns) {
      const { bins, codesOf } = binColumn(info, column, null)!;
      const found = codesOf(column);
      bins.forEach((bin, code) => expect([...fulfilled([bin], { rows: 500, columns: [column] })]).toEqual(Array.from(found, (own) => (own === code ? 1 : 0))));
    }
  });
});
