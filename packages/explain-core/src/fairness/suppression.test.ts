import { feasibleRange } from '../../test/feasibleRange.js';
import { randomStream } from '../random/stream.js';
import { withheldGroups, type SuppressionOptions, type Withheld } from './suppression.js';
import type { FinestGroup } from './suppressionLattice.js';

/** A table by its dimensions, last column fastest; values are letters with numbers. */
function tableOf(levels: readonly number[], rows: readonly number[]): FinestGroup[] {
  return rows.map((count, cell) => {
    let rest = cell;
    const codes = [...levels].reverse().map((size) => {
      const code = rest % size;
      rest = Math.floor(rest / size);
      return code;
    });
    return { values: codes.reverse().map((code, a) => `${'abcde'[a]}${code + 1}`), rows: count };
  });
}

const names = ({ groups }: Withheld, because?: string): string[] => groups.filter((group) => because === undefined || group.because === because).map(({ values }) => values.join(' '));

/** All sets of up to `depth` columns. */
function setsOf(columns: number, depth: number): number[][] {
  return [...Array(2 ** columns).keys()].map((bits) => [...Array(columns).keys()].filter((a) => (bits >> a) & 1)).filter((set) => set.length >= 1 && set.length <= depth);
}

/** What an attacker can say of each withheld group: the least and the most rows that the published counts allow it. */
function ranges(finest: readonly FinestGroup[], { depth }: SuppressionOptions, withheld: Withheld): { name: string; rows: number; low: number; high: number }[] {
  const columns = finest[0].values.length;
  const matrix: number[][] = [finest.map(() => 1)];
  const totals = [finest.reduce((sum, { rows }) => sum + rows, 0)];
  for (const set of setsOf(columns, depth)) {
    const seen = new Set<string>();
    for (const { values } of finest) {
      const own = set.map((a) => values[a]);
      if (seen.has(JSON.stringify(own))) continue;
      seen.add(JSON.stringify(own));
      if (withheld.has({ set, values: own })) continue;
      // A group without rows is not listed, and whoever reads the list knows that it has none.
      const members = finest.map((cell) => (set.every((a, i) => cell.values[a] === own[i]) ? 1 : 0));
      matrix.push(members);
      totals.push(finest.reduce((sum, { rows }, i) => sum + members[i] * rows, 0));
    }
  }
  return withheld.groups.map(({ set, values, rows }) => {
    const objective = finest.map((cell) => (set.every((a, i) => cell.values[a] === values[i]) ? 1 : 0));
    return { name: values.join(' '), rows, ...feasibleRange(matrix, totals, objective) };
  });
}

describe('withheldGroups', () => {
  it('withholds a small value and the smallest other, so that the total does not tell', () => {
    const finest = tableOf([4], [3, 50, 20, 40]);
    const withheld = withheldGroups(finest, { depth: 1, below: 5 });
    expect(names(withheld, 'small')).toEqual(['a1']);
    expect(names(withheld, 'complement')).toEqual(['a3']);
    expect(ranges(finest, { depth: 1, below: 5 }, withheld)).toEqual([
      { name: 'a1', rows: 3, low: expect.closeTo(0, 9), high: expect.closeTo(23, 9) },
      { name: 'a3', rows: 20, low: expect.closeTo(0, 9), high: expect.closeTo(23, 9) },
    ]);
  });

  it('withholds three corners more for one small cell', () => {
    // 2 × 2 with one small cell: every line has it and one other, so all four are needed.
    const finest = tableOf([2, 2], [2, 30, 40, 50]);
    const withheld = withheldGroups(finest, { depth: 2, below: 5 });
    expect(names(withheld)).toEqual(['a1 b1', 'a1 b2', 'a2 b1', 'a2 b2']);
    expect(withheld.has({ set: [0], values: ['a1'] })).toBe(false);
  });

  it('sees through a line rule: cells that pair up along every line can still be determined', () => {
    // Corners of two squares joined by one cell (a3 b3): each line has two or more withheld, and the joint follows from the rest.
    const rows = [2, 9, 9, 9, 9,  9, 9, 9, 9, 9,  9, 9, 4, 9, 9,  9, 9, 9, 9, 9,  9, 9, 9, 9, 2];
    const finest = tableOf([5, 5], rows);
    const withheld = withheldGroups(finest, { depth: 2, below: 5 });
    for (const { low, high } of ranges(finest, { depth: 2, below: 5 }, withheld)) expect(high - low).toBeGreaterThan(4);
  });

  it('withholds what is inside a withheld group, whatever its rows', () => {
    const withheld = withheldGroups(tableOf([3, 2], [2, 1, 30, 40, 50, 60]), { depth: 2, below: 5 });
    expect(names(withheld, 'complement')).toContain('a2');
    expect(names(withheld, 'inside')).toEqual(['a2 b1', 'a2 b2']);
    expect(withheld.has({ set: [0, 1], values: ['a2', 'b2'] })).toBe(true);
    expect(withheld.has({ set: [0, 1], values: ['a3', 'b2'] })).toBe(false);
  });

  it('withholds nothing where nothing is small, and everything where all together are few', () => {
    expect(withheldGroups(tableOf([2, 2], [5, 6, 7, 8]), { depth: 2, below: 5 }).groups).toEqual([]);
    expect(withheldGroups(tableOf([2, 2], [1, 2, 0, 1]), { depth: 2, below: 0 }).groups).toEqual([]);
    const few = withheldGroups(tableOf([2], [1, 2]), { depth: 1, below: 5 });
    expect(few).toMatchObject({ everything: true, groups: [{ values: ['a1'] }, { values: ['a2'] }] });
    expect(few.has({ set: [], values: [] })).toBe(true);
    expect(withheldGroups([], { depth: 2, below: 5 })).toMatchObject({ everything: false, groups: [] });
  });

  it('knows missing as a value, apart from one that is written so', () => {
    const finest: FinestGroup[] = [{ values: [null], rows: 2 }, { values: ['(missing)'], rows: 40 }, { values: ['x'], rows: 30 }];
    const withheld = withheldGroups(finest, { depth: 1, below: 5 });
    expect(withheld.groups.map(({ values }) => values)).toEqual([['x'], [null]].sort((a) => (a[0] === null ? -1 : 1)));
    expect(withheld.has({ set: [0], values: ['(missing)'] })).toBe(false);
  });

  it('does not hang on the order of the groups or on groups without rows', () => {
    const finest = tableOf([3, 3, 2], [2, 9, 0, 20, 8, 7, 1, 0, 30, 12, 40, 6, 11, 0, 3, 25, 17, 9]);
    const wanted = withheldGroups(finest, { depth: 3, below: 4 }).groups;
    expect(withheldGroups([...finest].reverse(), { depth: 3, below: 4 }).groups).toEqual(wanted);
    expect(withheldGroups(finest.filter(({ rows }) => rows > 0), { depth: 3, below: 4 }).groups).toEqual(wanted);
  });

  it('refuses counts that are none', () => {
    expect(() => withheldGroups(tableOf([2], [1.5, 2]), { depth: 1, below: 5 })).toThrow(RangeError);
    expect(() => withheldGroups(tableOf([2], [-1, 2]), { depth: 1, below: 5 })).toThrow('whole numbers');
    expect(() => withheldGroups([...tableOf([2], [1, 2]), ...tableOf([1], [4])], { depth: 1, below: 5 })).toThrow('twice');
    expect(() => withheldGroups(tableOf([2], [1, 2]), { depth: 0, below: 5 })).toThrow(RangeError);
    expect(() => withheldGroups(tableOf([2], [1, 2]), { depth: 1, below: NaN })).toThrow(RangeError);
  });

  /** Random small tables, sparse and dense, one to four columns. */
  it.each(['5', '2 × 2', '3 × 4', '4 × 5', '2 × 2 × 2', '3 × 2 × 3', '3 × 3 × 3', '2 × 2 × 2 × 3'])('leaves every withheld group a range of at least the threshold: %s', (shape) => {
    const levels = shape.split(' × ').map(Number);
    const draws = randomStream(7).child(shape);
    const cells = levels.reduce((product, size) => product * size, 1);
    let withheldOnes = 0;
    for (let round = 0; round < 40; round++) {
      const below = 2 + draws.child('below').integer(round, 5);
      const depth = 1 + draws.child('depth').integer(round, levels.length);
      const scale = [2, 6, 15, 40][round % 4];
      const own = draws.child(round);
      const rows = Array.from({ length: cells }, (_, i) => Math.floor(scale * own.uniform(2 * i) ** 3 * (own.uniform(2 * i + 1) < 0.8 ? 1 : 0)));
      const finest = tableOf(levels, rows);
      const withheld = withheldGroups(finest, { depth, below });
      if (withheld.everything) continue;
      withheldOnes += withheld.groups.length;
      // Primary rule and closure.
      for (const set of setsOf(levels.length, depth)) {
        for (const { values } of finest) {
          const group = { set, values: set.map((a) => values[a]) };
          const count = finest.reduce((sum, cell) => sum + (set.every((a) => cell.values[a] === values[a]) ? cell.rows : 0), 0);
          if (count > 0 && count < below) expect(withheld.has(group)).toBe(true);
        }
      }
      // What is known leaves room. Rounding of the simplex method stays far below half a row.
      const tight = ranges(finest, { depth, below }, withheld).filter(({ low, high }) => high - low < below - 1e-6);
      expect({ rows, below, depth, tight }).toEqual({ rows, below, depth, tight: [] });
    }
    expect(withheldOnes).toBeGreaterThan(20);
  });
});
