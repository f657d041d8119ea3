import { encodedColumns, encodedNames, encodedWidth, encodeFeatures } from './encode.js';
import type { Table } from '../data/table.js';
import type { FeatureEncoding } from './mapping.js';

const table: Table = {
  rows: 4,
  columns: [
    { kind: 'number', name: 'age', values: Float64Array.of(20, NaN, 0, 45) },
    { kind: 'category', name: 'sex', levels: ['Male', 'Female', 'Unstated'], codes: Int32Array.of(0, 1, -1, 2) },
    { kind: 'text', name: 'note', values: ['a', null, 'b', 'c'] },
    { kind: 'number', name: 'rank', values: Float64Array.of(1, 2, NaN, 3) },
  ],
};
const rowsOf = (features: FeatureEncoding[]): number[][] => {
  const { rows, columns, values } = encodeFeatures(table, features);
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
};

describe('encodeFeatures', () => {
  it('scales numbers and keeps missing as NaN', () => {
    expect(rowsOf([{ encode: 'number', column: 'age', subtract: 10, divide: 5 }])).toEqual([[2], [NaN], [-2], [7]]);
  });
  it('fills missing numbers before scaling, with 0 too', () => {
    expect(rowsOf([{ encode: 'number', column: 'age', subtract: 10, divide: 5, missing: 30 }])[1]).toEqual([4]);
    expect(rowsOf([{ encode: 'number', column: 'age', subtract: 10, divide: 5, missing: 0 }])[1]).toEqual([-2]);
  });
  it('makes one-hot columns by the mapping’s levels, not the table’s', () => {
    expect(rowsOf([{ encode: 'oneHot', column: 'sex', levels: ['Female', 'Male'], unseen: 'zeros' }])).toEqual([[0, 1], [1, 0], [0, 0], [0, 0]]);
  });
  it('refuses an unseen level where the mapping says so, but not a missing value', () => {
    expect(() => rowsOf([{ encode: 'oneHot', column: 'sex', levels: ['Female', 'Male'], unseen: 'error' }])).toThrow('Column "sex" has the value "Unstated" in row 3');
    expect(rowsOf([{ encode: 'oneHot', column: 'sex', levels: ['Female', 'Male', 'Unstated'], unseen: 'error' }])[2]).toEqual([0, 0, 0]);
  });
  it('makes ordinals; missing and unseen are NaN or what the mapping says', () => {
    expect(rowsOf([{ encode: 'ordinal', column: 'sex', levels: ['Female', 'Male'] }])).toEqual([[1], [0], [NaN], [NaN]]);
    expect(rowsOf([{ encode: 'ordinal', column: 'sex', levels: ['Female', 'Male'], missing: -1, unseen: 0 }])).toEqual([[1], [0], [-1], [0]]);
  });
  it('reads text columns and numbers as levels', () => {
    expect(rowsOf([{ encode: 'ordinal', column: 'note', levels: ['b', 'a'], unseen: 9 }])).toEqual([[1], [NaN], [0], [9]]);
    expect(rowsOf([{ encode: 'oneHot', column: 'rank', levels: ['1', '2'], unseen: 'zeros' }])).toEqual([[1, 0], [0, 1], [0, 0], [0, 0]]);
  });
  it('puts features side by side', () => {
    const features: FeatureEncoding[] = [
      { encode: 'oneHot', column: 'sex', levels: ['Male', 'Female'], unseen: 'zeros' },
      { encode: 'number', column: 'age', subtract: 0, divide: 1 },
      { encode: 'ordinal', column: 'sex', levels: ['Female', 'Male'] },
    ];
    expect(encodedWidth(features)).toBe(4);
    expect(encodedNames(features)).toEqual(['sex=Male', 'sex=Female', 'age', 'sex']);
    expect(encodedColumns(features)).toEqual(['sex', 'age']);
    expect(rowsOf(features)[0]).toEqual([1, 0, 20, 1]);
  });
  it('refuses words as numbers and columns that are not there', () => {
    expect(() => rowsOf([{ encode: 'number', column: 'sex', subtract: 0, divide: 1 }])).toThrow('Encode it as oneHot or ordinal');
    expect(() => rowsOf([{ encode: 'number', column: 'height', subtract: 0, divide: 1 }])).toThrow('There is no column "height"');
  });
  it('encodes no rows as no rows', () => {
    const none: Table = { rows: 0, columns: [{ kind: 'number', name: 'age', values: new Float64Array(0) }] };
    expect(encodeFeatures(none, [{ encode: 'number', column: 'age', subtract: 0, divide: 1 }])).toEqual({ rows: 0, columns: 1, values: new Float64Array(0) });
  });
});
