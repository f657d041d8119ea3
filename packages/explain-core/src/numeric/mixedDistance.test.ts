import { mixedDistances, type MixedColumns } from './mixedDistance.js';

const columns: MixedColumns = { numbers: [Float64Array.of(0, 2, 10, NaN), Float64Array.of(5, 5, 5, 5)], codes: [Int32Array.of(0, 1, 0, -1)] };

function matrixOf(given: MixedColumns, n: number, ...kind: [Parameters<typeof mixedDistances>[1], Parameters<typeof mixedDistances>[2]]): number[][] {
  const from = mixedDistances(given, ...kind);
  return Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(n);
    from(i, row);
    return [...row];
  });
}

describe('mixedDistances', () => {
  it('agrees by hand', () => {
    // Ranges 10 and none, one category; missing is at distance 1 from what is known.
    const third = (x: number): unknown => expect.closeTo(x / 3, 15);
    expect(matrixOf(columns, 4, 'gower', 'range')[0]).toEqual([0, third(0.2 + 1), third(1), third(2)]);
    // Median 2, deviations 2 0 8, their median 2; missing is 10 ÷ 2 away.
    expect(matrixOf(columns, 4, 'gower', 'mad')[0]).toEqual([0, third(1 + 1), third(5), third(5 + 1)]);
    expect(matrixOf(columns, 4, 'euclidean', 'range')[0]).toEqual([0, Math.sqrt(4 + 2), 10, Math.sqrt(100 + 2)]);
  });

  it('falls back where more than half are equal', () => {
    // Median 1, median deviation 0, mean deviation 8 ÷ 4.
    expect(matrixOf({ numbers: [Float64Array.of(1, 1, 1, 9)], codes: [] }, 4, 'gower', 'mad')[0]).toEqual([0, 0, 0, 4]);
  });

  it.each([['gower', 'range'], ['gower', 'mad'], ['euclidean', 'range']] as const)('is a distance: %s by %s', (distance, scale) => {
    const n = 12;
    const given: MixedColumns = {
      numbers: [Float64Array.from({ length: n }, (_, i) => (i % 5 === 0 ? NaN : (i * 7) % 11)), Float64Array.from({ length: n }, (_, i) => Math.sin(i) * 40)],
      codes: [Int32Array.from({ length: n }, (_, i) => (i % 4) - 1)],
    };
    const d = matrixOf(given, n, distance, scale);
    for (let i = 0; i < n; i++) {
      expect(d[i][i]).toBe(0);
      for (let j = 0; j < n; j++) {
        expect(d[i][j]).toBe(d[j][i]);
        if (distance === 'gower' && scale === 'range') expect(d[i][j]).toBeLessThanOrEqual(1);
        for (let k = 0; k < n; k++) expect(d[i][j]).toBeLessThanOrEqual(d[i][k] + d[k][j] + 1e-12);
      }
    }
  });

  it('tells missing from known where all that is known is one value, and refuses no columns', () => {
    expect(matrixOf({ numbers: [Float64Array.of(7, 7, NaN)], codes: [] }, 3, 'gower', 'range')).toEqual([[0, 0, 1], [0, 0, 1], [1, 1, 0]]);
    expect(matrixOf({ numbers: [Float64Array.of(NaN, NaN)], codes: [] }, 2, 'gower', 'mad')).toEqual([[0, 0], [0, 0]]);
    expect(() => mixedDistances({ numbers: [], codes: [] }, 'gower', 'range')).toThrow(RangeError);
  });
});
