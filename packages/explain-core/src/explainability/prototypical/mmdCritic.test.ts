import { categoryColumn, numberColumn, tableOf } from '../../../test/robustness/toyModels.js';
import type { Table } from '../../data/table.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { symmetricEigen } from '../../numeric/symmetricEigen.js';
import { randomStream } from '../../random/stream.js';
import { mixedKernel } from './mixedKernel.js';
import { greedyCriticisms, greedyPrototypes, mmdSquared, witness } from './mmdCritic.js';

const draws = randomStream(12);

/** Rows of two numbers, one sometimes missing, and a word. */
function mixed(n: number, seed: number): Table {
  const random = draws.child(seed);
  return tableOf([
    numberColumn('x', Array.from({ length: n }, (_, i) => random.child('x').normal(i))),
    numberColumn('z', Array.from({ length: n }, (_, i) => (i % 5 === 2 ? NaN : random.child('z').integer(i, 4)))),
    categoryColumn('w', ['a', 'b', 'c'], Array.from({ length: n }, (_, i) => (i % 7 === 3 ? null : ['a', 'b', 'c'][random.child('w').integer(i, 3)]!))),
  ]);
}

const at = ({ rows, values }: Matrix, i: number, j: number): number => values[i * rows + j]!;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);
const pairs = (some: readonly number[], others: readonly number[]): [number, number][] => some.flatMap((i) => others.map((j): [number, number] => [i, j]));

/** The definition, double sum by double sum. */
const naive = (kernel: Matrix, some: readonly number[]): number => {
  const all = Array.from({ length: kernel.rows }, (_, i) => i);
  const k = (one: readonly number[], other: readonly number[]): number => mean(pairs(one, other).map(([i, j]) => at(kernel, i, j)));
  return k(all, all) - 2 * k(all, some) + k(some, some);
};

function subsets(n: number, size: number): number[][] {
  return size === 0 ? [[]] : Array.from({ length: n }, (_, last) => last).flatMap((last) => subsets(last, size - 1).map((rest) => [...rest, last]));
}

describe('the kernel', () => {
  it.each([1, 2, 3])('is positive definite, missing values and words included (%d)', (seed) => {
    const { kernel } = mixedKernel(mixed(30, seed), null);
    expect(symmetricEigen(kernel).values.at(-1)!).toBeGreaterThan(-1e-12);
    for (let i = 0; i < 30; i++) expect(at(kernel, i, i)).toBe(1);
  });

  it('is exp(−Gower ÷ median Gower), by hand', () => {
    const table = tableOf([numberColumn('x', [0, 5, 10]), categoryColumn('w', ['a', 'b'], ['a', 'a', 'b'])]);
    // Distances: ½ ÷ 2 = ¼, (1 + 1) ÷ 2 = 1, (½ + 1) ÷ 2 = ¾; their median ¾.
    const { kernel, width } = mixedKernel(table, null);
    expect(width).toBe(0.75);
    expect([at(kernel, 0, 1), at(kernel, 0, 2), at(kernel, 1, 2)]).toEqual([1 / 3, 4 / 3, 1].map((d) => expect.closeTo(Math.exp(-d), 15)));
    expect(at(mixedKernel(table, 0.25).kernel, 0, 1)).toBeCloseTo(Math.exp(-1), 15);
  });

  it('of rows that are all the same has the width 1, and texts are equal or not', () => {
    expect(mixedKernel(tableOf([numberColumn('x', [2, 2])]), null)).toMatchObject({ width: 1 });
    const text: Table = { rows: 3, columns: [{ kind: 'text', name: 't', values: ['a', null, 'a'] }] };
    const { kernel } = mixedKernel(text, null);
    expect([at(kernel, 0, 1), at(kernel, 0, 2)]).toEqual([Math.exp(-1), 1]);
  });
});

describe('prototypes', () => {
  it.each([1, 2, 3, 4, 5])('are by each step the row that lowers the discrepancy most, and together as good as promised (%d)', (seed) => {
    const [n, m] = [10, 4];
    const { kernel } = mixedKernel(mixed(n, seed), null);
    const found = greedyPrototypes(kernel, m);
    for (let step = 0; step < m; step++) {
      const before = found.slice(0, step);
      const rest = Array.from({ length: n }, (_, i) => i).filter((i) => !before.includes(i));
      const least = Math.min(...rest.map((i) => naive(kernel, [...before, i])));
      expect(naive(kernel, found.slice(0, step + 1))).toBeCloseTo(least, 12);
      expect(mmdSquared(kernel, found.slice(0, step + 1))).toBeCloseTo(least, 12);
    }
    // J(S) is the discrepancy's first part less the discrepancy; the best of all 210 sets against the greedy one.
    const all = mean([...kernel.values]);
    const best = Math.max(...subsets(n, m).map((some) => all - naive(kernel, some)));
    expect(all - mmdSquared(kernel, found)).toBeGreaterThanOrEqual((1 - 1 / Math.E) * best);
    expect(all - mmdSquared(kernel, found)).toBeLessThanOrEqual(best + 1e-12);
  });

  it('of two heaps are one in each', () => {
    const table = tableOf([numberColumn('x', [0, 0.1, 0.2, 9.8, 9.9, 10])]);
    const { kernel } = mixedKernel(table, 0.3);
    expect(greedyPrototypes(kernel, 2).map((i) => (i < 3 ? 'low' : 'high')).sort()).toEqual(['high', 'low']);
  });

  it('that are all rows leave no discrepancy', () => {
    const { kernel } = mixedKernel(mixed(6, 1), null);
    expect(greedyPrototypes(kernel, 9).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(mmdSquared(kernel, [0, 1, 2, 3, 4, 5])).toBeLessThan(1e-15);
  });
});

describe('criticisms', () => {
  it('are by each step the row with the most witness and determinant', () => {
    const { kernel } = mixedKernel(mixed(12, 3), null);
    const chosen = greedyPrototypes(kernel, 3);
    const found = greedyCriticisms(kernel, chosen, 4);
    const everyone = Array.from({ length: 12 }, (_, i) => i);
    const seen = everyone.map((i) => Math.abs(mean(everyone.map((j) => at(kernel, i, j))) - mean(chosen.map((j) => at(kernel, i, j)))));
    [...witness(kernel, chosen)].forEach((value, i) => expect(Math.abs(value)).toBeCloseTo(seen[i]!, 14));
    const worth = (some: readonly number[]): number => some.reduce((sum, i) => sum + seen[i]!, 0) + Math.log(determinant(some.map((i) => some.map((j) => at(kernel, i, j)))));
    for (let step = 0; step < 4; step++) {
      const before = found.slice(0, step);
      const rest = everyone.filter((i) => !before.includes(i) && !chosen.includes(i));
      expect(worth(found.slice(0, step + 1))).toBeCloseTo(Math.max(...rest.map((i) => worth([...before, i]))), 10);
    }
  });

  it('are no row twice under another number, and none where all are prototypes', () => {
    const { kernel } = mixedKernel(tableOf([numberColumn('x', [0, 1, 1, 1, 4])]), null);
    expect(greedyCriticisms(kernel, [0], 5)).toHaveLength(2); // 1 and 4
    expect(greedyCriticisms(kernel, [0, 1, 2, 3, 4], 2)).toEqual([]);
    expect(greedyCriticisms(matrix(1, 1, Float64Array.of(1)), [0], 1)).toEqual([]);
  });
});

function determinant(rows: readonly (readonly number[])[]): number {
  if (rows.length === 0) return 1;
  return rows[0]!.reduce((sum, value, j) => sum + (j % 2 ? -1 : 1) * value * determinant(rows.slice(1).map((row) => row.filter((_, at) => at !== j))), 0);
}
