import type { Table } from '../../data/table.js';
import { columnsOf, condition, conditionName, fulfilled, savedSlice, sliceName, unfitBecause, type Condition } from './condition.js';

const table: Table = {
  rows: 5,
  columns: [
    { kind: 'number', name: 'age', values: Float64Array.from([17, 18, 25, Number.NaN, -0]) },
    { kind: 'category', name: 'job', levels: ['clerk', 'none', 'cook'], codes: Int32Array.from([0, 1, -1, 2, 2]) },
    { kind: 'text', name: 'note', values: ['a', null, 'b', 'a', ''] },
  ],
};

describe('fulfilled', () => {
  it.each<[Condition, number[]]>([
    [{ column: 'age', from: 18, to: 25 }, [0, 1, 0, 0, 0]],
    [{ column: 'age', from: null, to: 18 }, [1, 0, 0, 0, 1]],
    [{ column: 'age', from: 25, to: null }, [0, 0, 1, 0, 0]],
    [{ column: 'age', missing: true }, [0, 0, 0, 1, 0]],
    [{ column: 'age', missing: false }, [1, 1, 1, 0, 1]],
    [{ column: 'age', levels: ['0', '17'] }, [1, 0, 0, 0, 1]],
    [{ column: 'age', otherThan: ['17'] }, [0, 1, 1, 0, 1]],
    [{ column: 'job', levels: ['cook', 'baker'] }, [0, 0, 0, 1, 1]],
    [{ column: 'job', otherThan: ['cook'] }, [1, 1, 0, 0, 0]],
    [{ column: 'job', missing: true }, [0, 0, 1, 0, 0]],
    [{ column: 'note', levels: ['a'] }, [1, 0, 0, 1, 0]],
    [{ column: 'note', otherThan: ['a'] }, [0, 0, 1, 0, 1]],
    [{ column: 'note', missing: true }, [0, 1, 0, 0, 0]],
  ])('%j', (one, wanted) => {
    expect([...fulfilled([one], table)]).toEqual(wanted);
  });

  it('asks for all conditions, and for none lets everything through', () => {
    expect([...fulfilled([{ column: 'age', from: 0, to: 20 }, { column: 'job', levels: ['clerk', 'cook'] }], table)]).toEqual([1, 0, 0, 0, 1]);
    expect([...fulfilled([], table)]).toEqual([1, 1, 1, 1, 1]);
  });

  it('refuses a range of words', () => {
    expect(() => fulfilled([{ column: 'job', from: 1, to: null }], table)).toThrow('"job" is a category column; only numbers have ranges.');
    expect(unfitBecause([{ column: 'job', from: 1, to: null }], table.columns)).toBe('"job" is a category column; only numbers have ranges.');
    expect(unfitBecause([{ column: 'wage', missing: true }], table.columns)).toBe('There is no column "wage"; the columns are "age", "job", "note".');
    expect(unfitBecause([{ column: 'job', missing: true }], table.columns)).toBe(null);
  });
});

describe('a condition', () => {
  it.each([
    { column: 'age' },
    { column: 'age', from: null, to: null },
    { column: 'age', from: 3, to: 3 },
    { column: 'age', from: Number.NaN, to: null },
    { column: 'age', levels: [] },
    { column: 'age', levels: ['1'], missing: true },
    { column: '', missing: true },
  ])('is not %j', (value) => expect(condition.safeParse(value).success).toBe(false));

  it('has a name', () => {
    const named: [Condition, string][] = [
      [{ column: 'age', from: 18, to: 25 }, 'age 18 to under 25'],
      [{ column: 'age', from: null, to: 18 }, 'age under 18'],
      [{ column: 'age', from: 25, to: null }, 'age 25 and over'],
      [{ column: 'job', levels: ['clerk', 'cook'] }, 'job = clerk or cook'],
      [{ column: 'job', otherThan: ['clerk', 'cook'] }, 'job none of clerk, cook'],
      [{ column: 'job', otherThan: ['a', 'b', 'c', 'd'] }, 'job none of the 4 most frequent values'],
      [{ column: 'job', missing: true }, 'job missing'],
      [{ column: 'job', missing: false }, 'job not missing'],
    ];
    for (const [one, name] of named) expect(conditionName(one)).toBe(name);
    expect(sliceName([named[0][0], named[3][0]])).toBe('age 18 to under 25 and job = clerk or cook');
    expect(columnsOf([named[0][0], named[1][0], named[3][0]])).toEqual(['age', 'job']);
  });

  it('makes a saved slice only with others or alone, and with a name', () => {
    expect(savedSlice.safeParse({ name: 'Young', conditions: [{ column: 'age', from: null, to: 25 }] }).success).toBe(true);
    expect(savedSlice.safeParse({ name: 'All', conditions: [] }).success).toBe(false);
    expect(savedSlice.safeParse({ name: '', conditions: [{ column: 'age', missing: true }] }).success).toBe(false);
  });
});
