import { randomStream } from '../../random/stream.js';
import { findSlices, type BinnedColumn, type SearchOptions } from './findSlices.js';
import type { FoundSlice } from './worstSlices.js';

const options: SearchOptions = { depth: 3, minimumRows: 3, alpha: 0.9, slices: 10, distinct: false };

/** Columns of `bins` bins each, some of them near copies of others, and losses that depend on a few. */
function drawn(seed: number, rows: number, bins: readonly number[]): { columns: BinnedColumn[]; uniform: (i: number) => number } {
  const draws = randomStream(seed);
  const columns = bins.map((count, c): BinnedColumn => ({ bins: count, codes: Uint8Array.from({ length: rows }, (_, row) => draws.child(c).integer(row, count)) }));
  for (let row = 0; row < rows; row += 2) columns.at(-1)!.codes[row] = columns[0].codes[row] % bins.at(-1)!;
  const loss = draws.child('loss');
  return { columns, uniform: (i) => loss.uniform(i) };
}

/** Every conjunction of up to `depth` conditions, its rows found one by one; the score as the paper writes it. */
function bruteForce(columns: readonly BinnedColumn[], losses: ArrayLike<number>, { depth, minimumRows, alpha, slices, distinct }: SearchOptions): FoundSlice[] {
  const n = losses.length;
  const all = [...Array(n).keys()];
  const sum = (rows: readonly number[]): number => rows.reduce((total, row) => total + losses[row], 0);
  const mean = sum(all) / n;
  const found: FoundSlice[] = [];
  const extend = (conditions: FoundSlice['conditions'], rows: readonly number[], from: number): void => {
    for (let column = from; column < columns.length; column++) {
      for (let bin = 0; bin < columns[column].bins; bin++) {
        const longer = [...conditions, { column, bin }];
        const within = rows.filter((row) => columns[column].codes[row] === bin);
        if (within.length === 0) continue;
        const loss = sum(within);
        const score = (alpha * (loss / within.length - mean)) / mean - ((1 - alpha) * (n - within.length)) / within.length;
        const parents = longer.map((_, left) => all.filter((row) => longer.every((c, i) => i === left || columns[c.column].codes[row] === c.bin)).length);
        if (score > 1e-12 && within.length >= minimumRows && !(distinct && parents.includes(within.length))) found.push({ conditions: longer, rows: within.length, loss, score });
        if (longer.length < depth) extend(longer, within, column + 1);
      }
    }
  };
  extend([], all, 0);
  const order = (a: FoundSlice, b: FoundSlice): number =>
    (Math.abs(a.score - b.score) > 1e-9 ? b.score - a.score : 0) || a.conditions.length - b.conditions.length || place(a) - place(b);
  const place = ({ conditions }: FoundSlice): number => conditions.reduce((at, { column, bin }) => at * 4096 + column * 64 + bin, 0);
  return found.sort(order).slice(0, slices);
}

function expectAlike(found: readonly FoundSlice[], wanted: readonly FoundSlice[]): void {
  expect(found.map(({ conditions, rows }) => ({ conditions, rows }))).toEqual(wanted.map(({ conditions, rows }) => ({ conditions, rows })));
  found.forEach(({ score, loss }, i) => {
    expect(score).toBeCloseTo(wanted[i].score, 10);
    expect(loss).toBeCloseTo(wanted[i].loss, 10);
  });
}

describe('findSlices', () => {
  it.each([...Array(12).keys()])('finds what trying every slice finds (data %i)', (seed) => {
    const rows = [30, 80, 200, 333][seed % 4];
    const { columns, uniform } = drawn(seed, rows, [3, 4, 2, 5, 3, 2]);
    const isBad = (row: number): boolean => columns[0].codes[row] === 1 && columns[3].codes[row] < 2;
    const binary = Uint8Array.from({ length: rows }, (_, row) => (uniform(row) < (isBad(row) ? 0.8 : 0.2) ? 1 : 0));
    const real = Float64Array.from({ length: rows }, (_, row) => uniform(row) * (isBad(row) ? 3 : 1));
    for (const depth of [1, 2, 3]) {
      for (const distinct of [false, true]) {
        const asked: SearchOptions = { depth, minimumRows: 1 + (seed % 5) * 3, alpha: [0.6, 0.9, 0.98, 1][seed % 4], slices: 1 + (seed % 12), distinct };
        expectAlike(findSlices(columns, binary, asked).slices, bruteForce(columns, binary, asked));
        expectAlike(findSlices(columns, real, asked).slices, bruteForce(columns, real, asked));
      }
    }
  });

  it('agrees by hand', () => {
    // Eight rows, three lose; of the four with bin 1, three. 0.9 · (3/4 ÷ 3/8 − 1) − 0.1 · (8/4 − 1) = 0.8.
    const columns = [{ bins: 2, codes: Uint8Array.from([1, 1, 1, 1, 0, 0, 0, 0]) }];
    const { slices } = findSlices(columns, Uint8Array.from([1, 1, 1, 0, 0, 0, 0, 0]), options);
    expect(slices).toEqual([{ conditions: [{ column: 0, bin: 1 }], rows: 4, loss: 3, score: expect.closeTo(0.8, 14) }]);
  });

  it('counts zeros and ones alike whether as bytes or as numbers', () => {
    const { columns, uniform } = drawn(7, 500, [4, 4, 4, 4, 4]);
    const bytes = Uint8Array.from({ length: 500 }, (_, row) => (uniform(row) < 0.3 ? 1 : 0));
    const asked = { ...options, alpha: 0.99 };
    expect(findSlices(columns, Float64Array.from(bytes), asked).slices).toEqual(findSlices(columns, bytes, asked).slices);
    expect(findSlices(columns, bytes, asked).slices).toHaveLength(10);
  });

  it('counts only what may matter', () => {
    const { columns, uniform } = drawn(3, 4000, [6, 6, 6, 6, 6]);
    const losses = Uint8Array.from({ length: 4000 }, (_, row) => (uniform(row) < (columns[1].codes[row] === 2 ? 0.9 : 0.1) ? 1 : 0));
    const { counted } = findSlices(columns, losses, { ...options, slices: 1, minimumRows: 40 });
    expect(counted[0]).toBe(30);
    expect(counted[2]).toBeLessThan(200);
  });

  it('sees a column with a twin as two columns, and their conjunction as no slice of its own', () => {
    const { columns, uniform } = drawn(5, 300, [3, 3]);
    const losses = Uint8Array.from({ length: 300 }, (_, row) => (uniform(row) < (columns[0].codes[row] === 1 ? 0.8 : 0.1) ? 1 : 0));
    const twins = [columns[0], columns[0]];
    expect(findSlices(twins, losses, { ...options, distinct: true }).slices.map(({ conditions }) => conditions)).toEqual([[{ column: 0, bin: 1 }], [{ column: 1, bin: 1 }]]);
    expect(findSlices(twins, losses, options).slices).toHaveLength(3);
  });

  const half = Uint8Array.from({ length: 40 }, (_, row) => row % 2);
  it.each<[string, BinnedColumn[], Uint8Array | Float64Array, Partial<SearchOptions>]>([
    ['no rows', [{ bins: 2, codes: new Uint8Array(0) }], new Uint8Array(0), {}],
    ['no columns', [], half, {}],
    ['nothing lost', [{ bins: 2, codes: half }], new Uint8Array(40), {}],
    ['the same lost everywhere', [{ bins: 2, codes: half }], new Float64Array(40).fill(0.7), {}],
    ['more rows asked than there are', [{ bins: 2, codes: half }], half, { minimumRows: 41 }],
    ['a column of one bin', [{ bins: 1, codes: new Uint8Array(40) }], half, {}],
  ])('finds nothing in %s', (_, columns, losses, changed) => {
    expect(findSlices(columns, losses, { ...options, ...changed }).slices).toEqual([]);
  });

  it('reaches past the rows of a whole table', () => {
    // 50 bins a column, so that tables are large and most cells empty.
    const { columns, uniform } = drawn(11, 3000, [50, 50, 50, 20]);
    const losses = Uint8Array.from({ length: 3000 }, (_, row) => (uniform(row) < 0.2 ? 1 : 0));
    const asked = { ...options, alpha: 0.999, minimumRows: 2, slices: 25 };
    expectAlike(findSlices(columns, losses, asked).slices, bruteForce(columns, losses, asked));
  });
});
