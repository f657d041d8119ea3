import { describe, expect, it } from '@jest/globals';
import { fisherExact } from './fisherExact.js';
import { pooledZ } from './pooledZ.js';

const test = (x1: number, n1: number, x2: number, n2: number): ReturnType<typeof fisherExact> => fisherExact({ successes: x1, n: n1 }, { successes: x2, n: n2 });

describe('fisherExact', () => {
  // scipy 1.17.1 stats.fisher_exact; the second is the tea-tasting table of R's ?fisher.test (one-sided 0.2429 there, two-sided 0.4857).
  it.each([
    [8, 10, 1, 6, 0.034965034965034975],
    [3, 4, 1, 4, 0.48571428571428565],
    [1, 16, 3, 4, 0.013415892672858616],
    [11, 18, 3, 18, 0.015260111879544095],
    [100, 150, 70, 150, 0.0007003772753720399],
    [10, 12, 3, 18, 0.0005367241191434357],
    [0, 10, 5, 15, 0.06126482213438735],
    [2300, 10_000, 1900, 10_000, 4.180187873415568e-12],
    [3, 3, 0, 3, 0.1],
    [5, 10, 5, 10, 1],
  ])('of %d/%d and %d/%d', (x1, n1, x2, n2, p) => {
    expect(Math.abs(test(x1, n1, x2, n2).pValue / p - 1)).toBeLessThan(1e-11);
  });

  it('counts equally likely tables by half in the mid-p', () => {
    // 3 of 4 and 1 of 4: f = (1, 16, 36, 16, 1)/70, so p = 34/70 and mid-p = 2/70 + 32/140.
    expect(test(3, 4, 1, 4).midP).toBeCloseTo(18 / 70, 14);
    // One success among two: both tables are equally likely.
    expect(test(1, 1, 0, 1)).toEqual({ pValue: 1, midP: expect.closeTo(0.5, 14) });
  });

  it('agrees with the sum over all tables in whole numbers', () => {
    for (const [n1, n2] of [[1, 1], [2, 9], [7, 7], [13, 6], [1, 40]] as const) {
      for (let x1 = 0; x1 <= n1; x1++) {
        for (let x2 = 0; x2 <= n2; x2++) {
          const weight = (k: number): bigint => choose(n1, k) * choose(n2, x1 + x2 - k);
          const ks = Array.from({ length: n1 + 1 }, (_, k) => k).filter((k) => k <= x1 + x2 && x1 + x2 - k <= n2);
          const sum = (which: (w: bigint) => boolean): number => Number(ks.map(weight).filter(which).reduce((a, b) => a + b, 0n)) / Number(choose(n1 + n2, x1 + x2));
          const less = sum((w) => w < weight(x1));
          const equal = sum((w) => w === weight(x1));
          expect(test(x1, n1, x2, n2)).toEqual({ pValue: expect.closeTo(less + equal, 12), midP: expect.closeTo(less + equal / 2, 12) });
        }
      }
    }
  });

  it('does not depend on which group is first or what is called a success', () => {
    for (const other of [test(40, 300, 7, 90), test(50, 90, 260, 300), test(83, 90, 260, 300)]) {
      const mirrored = [test(7, 90, 40, 300), test(260, 300, 50, 90), test(7, 90, 40, 300)];
      expect(mirrored.some(({ midP }) => Math.abs(midP / other.midP - 1) < 1e-11)).toBe(true);
    }
  });

  it('has a mid-p of mean one half when nothing differs', () => {
    // All tables of 9 and 14 with 8 successes, each with its own probability.
    let mean = 0;
    for (let k = 0; k <= 8; k++) mean += (Number(choose(9, k) * choose(14, 8 - k)) / Number(choose(23, 8))) * test(k, 9, 8 - k, 14).midP;
    expect(mean).toBeCloseTo(0.5, 12);
  });

  it('nears the normal test where there are many rows, and never gives 0', () => {
    const [first, second] = [{ successes: 3_000_500, n: 10_000_000 }, { successes: 12_004_800, n: 40_000_000 }];
    expect(fisherExact(first, second).midP / pooledZ(first, second)!.pValue).toBeCloseTo(1, 3);
    expect(test(5_000_000, 10_000_000, 4_000_000, 10_000_000)).toEqual({ pValue: 1e-300, midP: 1e-300 });
  });

  it('is 1 where there is only one table, and its mid-p then ½', () => {
    for (const found of [test(0, 5, 0, 9), test(5, 5, 9, 9)]) expect(found).toEqual({ pValue: 1, midP: expect.closeTo(0.5, 12) });
  });

  it('refuses empty groups and parts of a row', () => {
    expect(() => test(0, 0, 1, 2)).toThrow(RangeError);
    expect(() => test(0.5, 2, 1, 2)).toThrow('whole counts');
    expect(() => test(NaN, 2, 1, 2)).toThrow(RangeError);
  });
});

function choose(n: number, k: number): bigint {
  let value = 1n;
  for (let i = 0; i < k; i++) value = (value * BigInt(n - i)) / BigInt(i + 1);
  return value;
}
