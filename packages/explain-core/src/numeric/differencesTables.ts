import { BYTE, type MeatTables } from './differencesPlain.js';
import type { Matrix } from './matrix.js';

/** Features of a regression whose leverages are looked up; of more, tables would be larger than the rows. */
export const MOST_CHOSEN = 32;

/** base + Σ slope_j u_j as a sum of one number for each byte of a row's bits; slopes by feature. `tables`: where to, [4 · words, 256] */
export function lineTables(base: number, slopes: readonly { readonly feature: number; readonly slope: number }[], words: number, tables: Float64Array = new Float64Array(4 * words * BYTE)): Float64Array {
  const bySlope = new Float64Array(32 * words);
  for (const { feature, slope } of slopes) bySlope[feature] = slope;
  for (let byte = 0; byte < 4 * words; byte++) {
    tables[byte * BYTE] = byte === 0 ? base : 0;
    for (let b = 1; b < BYTE; b++) tables[byte * BYTE + b] = tables[byte * BYTE + (b & (b - 1))]! + bySlope[8 * byte + lowestBit(b)]!;
  }
  return tables;
}

/**
 * Tables of a regression on the chosen features' u: `fits` is its line (lineTables), and the leverage of a row base + Σ_j linear_j u_j + Σ_j Σ_k inverse_jk u_j u_k, at most 32 features.
 */
export function meatTables(fits: Float64Array, chosen: readonly number[], inverse: Matrix, linear: ArrayLike<number>, base: number, words: number): MeatTables {
  const patterns = new Uint32Array(4 * words * BYTE);
  chosen.forEach((feature, at) => {
    const table = (feature >>> 3) * BYTE;
    const bit = 1 << (feature & 7);
    for (let b = bit; b < BYTE; b = (b + 1) | bit) patterns[table + b] = (patterns[table + b]! | (1 << at)) >>> 0;
  });
  const k = chosen.length;
  const fours = Math.ceil(k / 4);
  const leverages = new Float64Array(((fours * (fours + 1)) / 2) * BYTE);
  const of = (j: number, i: number): number => (j < k && i < k ? inverse.values[j * k + i]! : 0);
  for (let g = 0, pair = 0; g < fours; g++) {
    for (let h = 0; h <= g; h++, pair++) {
      const table = leverages.subarray(pair * BYTE, (pair + 1) * BYTE);
      for (let own = 1; own < 16; own++) {
        const first = own & (own - 1);
        const j = 4 * g + lowestBit(own);
        if (g === h) {
          // Both are the same four bits: a square and twice each product.
          let added = (linear[j] ?? 0) + of(j, j);
          for (let i = 0; i < 4; i++) if ((first >>> i) & 1) added += 2 * of(j, 4 * g + i);
          table[own * 17] = table[first * 17]! + added;
        } else {
          for (let other = 1, sums = [0]; other < 16; other++) {
            sums[other] = sums[other & (other - 1)]! + 2 * of(j, 4 * h + lowestBit(other));
            table[own * 16 + other] = table[first * 16 + other]! + sums[other]!;
          }
        }
      }
    }
  }
  return { fits, patterns, fours, leverages, base };
}

/** Σ s² u_j u_k of the chosen features, [k, k], from the sums over patterns of two fours. */
export function pairSums(squares: Float64Array, k: number): Float64Array {
  const sums = new Float64Array(k * k);
  const fours = Math.ceil(k / 4);
  for (let g = 0, pair = 0; g < fours; g++) {
    for (let h = 0; h <= g; h++, pair++) {
      for (let own = 0; own < 16; own++) {
        for (let other = 0; other < 16; other++) {
          const square = squares[pair * BYTE + own * 16 + other]!;
          if (square === 0) continue;
          for (let j = 4 * g; j < Math.min(k, 4 * g + 4); j++) {
            if (((own >>> (j & 3)) & 1) === 0) continue;
            for (let i = 4 * h; i < Math.min(k, 4 * h + 4); i++) if ((other >>> (i & 3)) & 1) sums[j * k + i]! += square;
          }
        }
      }
    }
  }
  for (let j = 0; j < k; j++) for (let i = 0; i < j; i++) sums[i * k + j] = sums[j * k + i]!;
  return sums;
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
