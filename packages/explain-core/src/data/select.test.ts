import { ExplainError } from '../errors.js';
import { asStrings, columnOf, concatRows, takeColumns, takeRows } from './select.js';
import type { CategoryColumn, Table } from './table.js';

const table: Table = {
  rows: 3,
  columns: [
    { kind: 'number', name: 'age', values: Float64Array.of(30, NaN, -0) },
    { kind: 'category', name: 'sex', levels: ['f', 'm'], codes: Int32Array.of(1, -1, 0) },
    { kind: 'text', name: 'note', values: ['a', null, ''] },
  ],
};

it('takes rows in the order asked for, twice if asked twice, and none if none', () => {
  const taken = takeRows(table, [2, 0, 0]);
  expect(taken.columns.map(asStrings)).toEqual([['0', '30', '30'], ['f', 'm', 'm'], ['', 'a', 'a']]);
  expect(takeRows(table, []).rows).toBe(0);
});

it('takes columns by name and says which names there are', () => {
  expect(takeColumns(table, ['note', 'age']).columns.map((column) => column.name)).toEqual(['note', 'age']);
  expect(() => columnOf(table, 'Age')).toThrow(ExplainError);
  expect(() => columnOf(table, 'Age')).toThrow('There is no column "Age"; the columns are "age", "sex", "note".');
});

it('keeps missing values missing as strings, and the empty text a text', () => {
  expect(table.columns.map(asStrings)).toEqual([['30', null, '0'], ['m', null, 'f'], ['a', null, '']]);
});

it('brings categories of joined tables onto one list of levels', () => {
  const [age, , note] = takeRows(table, [0]).columns;
  const other: Table = { rows: 1, columns: [age!, { kind: 'category', name: 'sex', levels: ['x', 'm'], codes: Int32Array.of(1) }, note!] };
  const joined = concatRows([table, other]);
  expect(joined.rows).toBe(4);
  expect((joined.columns[1] as CategoryColumn).levels).toEqual(['f', 'm', 'x']);
  expect(asStrings(joined.columns[1]!)).toEqual(['m', null, 'f', 'm']);
  expect(concatRows([])).toEqual({ rows: 0, columns: [] });
});

it('refuses to join tables of other columns', () => {
  expect(() => concatRows([table, takeColumns(table, ['sex', 'age', 'note'])])).toThrow('must have the same columns');
});
