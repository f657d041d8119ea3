import { codesOf } from './codesOf.js';
import type { Column } from './table.js';

const category = (levels: string[], codes: number[]): Column => ({ kind: 'category', name: 'c', levels, codes: Int32Array.from(codes) });

describe('codesOf', () => {
  it.each<[string, Column, string[], number[], string[]]>([
    ['the same levels', category(['a', 'b'], [1, -1, 0]), ['a', 'b'], [1, -1, 0], []],
    ['more than its levels', category(['a', 'b'], [1, -1, 0]), ['a', 'b', 'c'], [1, -1, 0], []],
    ['another order', category(['b', 'a'], [0, -1, 1]), ['a', 'b', 'c'], [1, -1, 0], []],
    ['a foreign level that no row has', category(['x', 'b', 'a'], [1, 2, -1]), ['a', 'b'], [1, 0, -1], []],
    ['fewer levels, of which rows have the first', category(['a', 'b'], [0, 0, -1]), ['a'], [0, 0, -1], []],
    ['text', { kind: 'text', name: 't', values: ['b', null, 'a'] }, ['a', 'b'], [1, -1, 0], []],
    ['numbers', { kind: 'number', name: 'n', values: Float64Array.of(1, NaN, -0) }, ['0', '1'], [1, -1, 0], []],
    ['no rows', category(['x'], []), ['a'], [], []],
  ])('finds positions: %s', (_, column, expected, codes, foreign) => {
    expect(codesOf(column, expected)).toEqual({ codes: Int32Array.from(codes), foreign });
  });

  it('names what is foreign, once each and sorted', () => {
    expect(codesOf(category(['y', 'a', 'x', 'unused'], [0, 1, 2, 0]), ['a']).foreign).toEqual(['x', 'y']);
    expect(codesOf({ kind: 'text', name: 't', values: ['y', 'a', 'x', 'y', null] }, ['a']).foreign).toEqual(['x', 'y']);
  });
});
