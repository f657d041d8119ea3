import { randomStream } from '../random/stream.js';
import { countConjunctions, countConjunctionsPlain, MOST_SETS, type CodeSet, type Conjunctions } from './countConjunctions.js';

function drawn(rows: number, bins: readonly number[]): { columns: Uint8Array[]; marks: Uint8Array; sets: CodeSet[] } {
  const draws = randomStream(rows);
  return {
    columns: bins.map((count, c) => Uint8Array.from({ length: rows }, (_, row) => draws.child(c).integer(row, count))),
    marks: Uint8Array.from({ length: rows }, (_, row) => draws.child('marks').integer(row, 2)),
    sets: bins.flatMap((count, column) => Array.from({ length: count }, (_, code) => ({ column, code }))),
  };
}

describe('countConjunctions', () => {
  it('agrees by hand', () => {
    const columns = [Uint8Array.from([0, 0, 1, 1, 0]), Uint8Array.from([2, 2, 2, 0, 0])];
    const sets = [{ column: 0, code: 0 }, { column: 1, code: 2 }, { column: 1, code: 0 }];
    const counts = countConjunctions(columns, Uint8Array.from([1, 0, 1, 1, 1]), sets, [{ first: 0, second: null, refinements: [0, 1, 2] }]);
    expect([...counts.rows]).toEqual([3, 2, 1]);
    expect([...counts.marked]).toEqual([2, 1, 1]);
  });

  it.each([0, 1, 127, 128, 8191, 8192, 8193, 20_000])('counts what going through %i rows counts', (rows) => {
    const { columns, marks, sets } = drawn(rows, [2, 5, 1, 50]);
    const all = sets.map((_, i) => i);
    const groups: Conjunctions[] = [
      ...[0, 1, 4].map((first) => ({ first, second: null, refinements: all })),
      { first: 0, second: 3, refinements: all },
      { first: 1, second: 7, refinements: [] },
      { first: 7, second: 2, refinements: [9, 9, 57] },
    ];
    expect(countConjunctions(columns, marks, sets, groups)).toEqual(countConjunctionsPlain(columns, marks, sets, groups));
  });

  it('cuts what does not fit its memory at once', () => {
    const { columns, marks, sets } = drawn(40, [4, 4, 4]);
    const refinements = Array.from({ length: 100_000 }, (_, i) => i % sets.length);
    const some: Conjunctions[] = [{ first: 0, second: 5, refinements }, { first: 1, second: null, refinements: [6, 7] }];
    expect(countConjunctions(columns, marks, sets, some)).toEqual(countConjunctionsPlain(columns, marks, sets, some));
    const many = Array.from({ length: 70_000 }, (_, i): Conjunctions => ({ first: i % 4, second: null, refinements: [4 + (i % 8)] }));
    expect(countConjunctions(columns, marks, sets, many)).toEqual(countConjunctionsPlain(columns, marks, sets, many));
  });

  it('knows all rows of a full block as one set', () => {
    const counts = countConjunctions([new Uint8Array(16_384)], new Uint8Array(16_384).fill(1), [{ column: 0, code: 0 }], [{ first: 0, second: 0, refinements: [0] }]);
    expect([counts.rows[0], counts.marked[0]]).toEqual([16_384, 16_384]);
  });

  it('refuses more sets than it has room for', () => {
    const sets = Array.from({ length: MOST_SETS + 1 }, () => ({ column: 0, code: 0 }));
    expect(() => countConjunctions([new Uint8Array(1)], new Uint8Array(1), sets, [])).toThrow(RangeError);
    const full = sets.slice(1).map((_, i) => ({ column: i % 2, code: i % 3 }));
    const groups = [{ first: MOST_SETS - 1, second: null, refinements: [0, MOST_SETS - 1] }];
    const { columns, marks } = drawn(9000, [3, 3]);
    expect(countConjunctions(columns, marks, full, groups)).toEqual(countConjunctionsPlain(columns, marks, full, groups));
  });
});
