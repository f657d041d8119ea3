import { randomStream } from '../random/stream.js';
import { countCells, countCellsPlain, MOST_CELLS, type Codes } from './countCells.js';

describe('countCells', () => {
  it('counts by hand', () => {
    const counts = new Float64Array(6);
    countCells([Uint8Array.of(0, 1, 1, 0, 1), Uint8Array.of(2, 0, 2, 2, 2)], [2, 3], counts);
    expect([...counts]).toEqual([0, 0, 2, 1, 0, 2]);
  });

  // Radices; rows that fill blocks, do not, and are fewer than the kernel's lanes.
  it.each([
    [[2, 5, 6, 4, 3, 2, 2], 20_000],
    [[2, 5, 6, 4, 3, 2, 2], 8192],
    [[2, 5, 6, 4, 3, 2, 2], 16_385],
    [[1], 100],
    [[1, 1, 1], 5],
    [[256], 9000],
    [[7, 1, 3], 1],
    [[3, 300], 10_000],
    [[300, 3], 10_000],
    [[8192], 10_000],
    [[2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], 31],
    [new Array<number>(16).fill(1), 40],
    [[...new Array<number>(16).fill(1), 2], 40],
    [[8193], 20_000],
    [[65_536, 16], 20_000],
    [[2 ** 20], 8200],
    [[1024, 1024], 50_000],
  ])('gives what the plain loop gives: radices %j, %d rows', (radices, rows) => {
    for (const widths of [[1], [2], [4], [1, 4], [1, 2, 4]]) {
      const codes = radices.map((radix, i) => randomCodes(radix, rows, i, widths[i % widths.length]!));
      const found = new Float64Array(cellsOf(radices));
      const expected = new Float64Array(cellsOf(radices));
      countCells(codes, radices, found);
      countCellsPlain(codes, radices, expected);
      expect(found.findIndex((count, cell) => count !== expected[cell])).toBe(-1);
      expect(found.reduce((sum, count) => sum + count, 0)).toBe(rows);
    }
  });

  it('counts rows that all are the same, and rows in order', () => {
    const rows = 100_000;
    const counts = new Uint32Array(12);
    countCells([new Uint8Array(rows).fill(2), new Uint8Array(rows).fill(3)], [3, 4], counts);
    expect([...counts]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, rows]);
    const sorted = new Uint32Array(4);
    countCells([Uint8Array.from({ length: rows }, (_, row) => Math.floor((4 * row) / rows))], [4], sorted);
    expect([...sorted]).toEqual([rows / 4, rows / 4, rows / 4, rows / 4]);
  });

  it('adds to what has been counted, so blocks give what the whole gives', () => {
    const radices = [3, 4];
    const codes = radices.map((radix, i) => randomCodes(radix, 5000, i, 1));
    const whole = new Uint32Array(12);
    countCells(codes, radices, whole);
    const parts = new Uint32Array(12);
    for (let from = 0; from < 5000; from += 777) countCells(codes.map((column) => column.subarray(from, from + 777)), radices, parts);
    expect(parts).toEqual(whole);
  });

  it('takes what the kernel has no room for at once in several pieces', () => {
    const rows = 70_001; // two pieces of 32,768 and a rest, as there are 16 columns
    const radices = [...new Array<number>(13).fill(2), 1, 1, 1];
    const codes = radices.map((radix, i) => {
      const column = new Uint8Array(rows);
      for (let row = 0; row < rows; row++) column[row] = ((row ^ (row >> 7)) >> i) % radix;
      return column;
    });
    const expected = new Uint32Array(8192);
    countCellsPlain(codes, radices, expected);
    codes[12]![rows - 1]! += 2;
    expect(() => countCells(codes, radices, new Uint32Array(8192))).toThrow(`of column 12 in row ${rows - 1} is not in 0 to 1`);
    codes[12]![rows - 1]! -= 2;
    // What was counted before the refusal is forgotten.
    const found = new Uint32Array(8192);
    countCells(codes, radices, found);
    expect(found).toEqual(expected);
  });

  it.each([
    [[3, 4], [-1, 0], 4],
    [[3, 4], [-1, -7], 4],
    [[300, 4], [-1, 2], 4],
    [[3, 4], [2, 1], 1],
    [[3, 4], [2, 1], 2],
  ])('counts codes from a least one on: radices %j, least %j, %d bytes', (radices, least, width) => {
    const rows = 40_001;
    const codes = radices.map((radix, i) => codesOfWidth(Array.from({ length: rows }, (_, row) => least[i]! + (((row * row) >> (3 * i)) % radix)), width));
    const found = new Float64Array(cellsOf(radices));
    countCells(codes, radices, found, least);
    const expected = new Float64Array(cellsOf(radices));
    countCellsPlain(codes, radices, expected, least);
    expect(found).toEqual(expected);
    const fromNought = new Float64Array(cellsOf(radices));
    countCellsPlain(codes.map((column, i) => Int32Array.from(column, (code) => code - least[i]!)), radices, fromNought);
    expect(found).toEqual(fromNought);
    for (const [i, radix] of radices.entries()) {
      for (const wrong of [least[i]! - 1, least[i]! + radix]) {
        const column = Int32Array.from(codes[i]!);
        column[rows - 1] = wrong;
        const message = `code ${wrong} of column ${i} in row ${rows - 1} is not in ${least[i]} to ${least[i]! + radix - 1}`;
        for (const count of [countCells, countCellsPlain]) expect(() => count(codes.map((other, at) => (at === i ? column : other)), radices, new Float64Array(cellsOf(radices)), least)).toThrow(message);
      }
    }
  });

  it('of no rows is nothing', () => {
    const counts = new Float64Array(6).fill(1);
    countCells([new Uint8Array(0), new Int32Array(0)], [2, 3], counts);
    expect([...counts]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it.each([countCells, countCellsPlain])('refuses what it cannot count', (count) => {
    const refused = (codes: Codes[], radices: number[], cells: number): string => {
      try {
        count(codes, radices, new Float64Array(cells));
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return (error as Error).message;
      }
      return 'counted';
    };
    const one = Uint8Array.of(0);
    expect(refused([], [], 1)).toMatch('0 columns');
    expect(refused([one], [2, 2], 4)).toMatch('1 columns and 2 radices');
    expect(refused([one], [0], 0)).toMatch('got 0');
    expect(refused([one], [1.5], 1)).toMatch('got 1.5');
    expect(refused([one, one], [MOST_CELLS, 2], 1)).toMatch('1048576 × 2 = 2097152 cells');
    expect(refused([one], [2], 3)).toMatch('got 3');
    expect(refused([one, new Uint8Array(2)], [2, 2], 4)).toMatch('(column 1) 2 rows');
    expect(() => count([one], [2], new Float64Array(2), [])).toThrow('least code');
    expect(() => count([one], [2], new Float64Array(2), [0.5])).toThrow('got 0.5');
    // A missing value's −1, and codes as large as the radix or larger, in the last of many rows.
    for (const [column, code, radix] of [
      [new Int32Array(20_000), -1, 3],
      [new Int32Array(20_000), 3, 3],
      [new Int32Array(20_000), 2 ** 31 - 1, 3],
      [new Uint16Array(20_000), 65_535, 300],
      [new Uint8Array(20_000), 3, 3],
      [new Uint8Array(20_000), 255, 255],
    ] as const) {
      column[19_999] = code;
      expect(refused([new Uint8Array(20_000), column], [2, radix], 2 * radix)).toBe(`code ${code} of column 1 in row 19999 is not in 0 to ${radix - 1}`);
    }
  });
});

const cellsOf = (radices: readonly number[]): number => radices.reduce((product, radix) => product * radix, 1);

function randomCodes(radix: number, rows: number, column: number, width: number): Codes {
  const stream = randomStream(4).child(column);
  // A column of bytes has no larger code, whatever the radix says.
  const values = Array.from({ length: rows }, (_, row) => stream.integer(row, Math.min(radix, 256 ** Math.min(width, 3))));
  return codesOfWidth(values, width);
}

function codesOfWidth(values: readonly number[], width: number): Codes {
  return width === 1 ? Uint8Array.from(values) : width === 2 ? Uint16Array.from(values) : Int32Array.from(values);
}
