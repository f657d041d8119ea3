import { matrix, type Matrix } from './matrix.js';

/** Rows at once: within so many, those of which equally many features differ are counted together. */
export const DIFFERING_BLOCK = 8192;
/** Numbers that a byte can be. */
export const BYTE = 256;

/** Rows told by which features differ from one row's, what was answered for them, and how much each counts. */
export interface DifferingRows {
  readonly features: number;
  /** Words of 32 bits that a row takes. */
  readonly words: number;
  /** Bit j % 32 of word j ÷ 32 of a row: whether feature j differs; bits beyond the last feature are 0. [n, words] */
  readonly bits: Uint32Array;
  /** [n] */
  readonly answers: Float64Array;
  /** By how many features differ, [features + 1]. */
  readonly weights: Float64Array;
}

/** u_j is 1 where feature j differs, else 0; y is the answer less an origin. */
export interface DifferingSums {
  /** Σ w u_j u_k, [features, features] */
  readonly pairs: Matrix;
  /** Σ w u_j y, [features] */
  readonly moment: Float64Array;
  /** Σ w y */
  readonly answers: number;
  /** Σ w y² */
  readonly squares: number;
  /** Σ w */
  readonly total: number;
}

/** What a line through some of the features takes from the answers, and how far from the middle rows are; made by differencesTables.ts. */
export interface MeatTables {
  /** [4 · words, 256] */
  readonly fits: Float64Array;
  /** The chosen features' bits side by side, [4 · words, 256] */
  readonly patterns: Uint32Array;
  /** In how many fours the chosen features are. */
  readonly fours: number;
  /** [fours (fours + 1) ÷ 2, 256]: of fours g ≥ h, with the bits of g above those of h. */
  readonly leverages: Float64Array;
  readonly base: number;
}

export interface DifferingMeat {
  /** Σ s² over rows of each pattern of two fours, [fours (fours + 1) ÷ 2, 256]; s = w r ÷ (1 − w h), r the residual, h the leverage. */
  readonly squares: Float64Array;
  /** Σ w r² */
  readonly left: number;
  /** Σ s² */
  readonly total: number;
}

/** Which items are not those of `home`, [stride], of rows of u16, [rows, stride]; stride = 32 · words. What the kernel must equal bit for bit, as all of this file. */
export function compareItemsPlain(items: Uint16Array, home: Uint16Array, rows: number, bits: Uint32Array = new Uint32Array((rows * home.length) / 32)): Uint32Array {
  const stride = home.length;
  bits.fill(0);
  for (let i = 0; i < rows * stride; i++) if (items[i] !== home[i % stride]) bits[i >>> 5]! |= 1 << (i & 31);
  return bits;
}

export function differingSumsPlain({ features, words, bits, answers, weights }: DifferingRows, origin: number): DifferingSums {
  const pairs = matrix(features, features);
  const n = answers.length;
  let total = 0;
  for (let from = 0; from < n; from += DIFFERING_BLOCK) {
    const levels = Array.from({ length: features + 1 }, (): number[][] => []);
    for (let i = from; i < Math.min(n, from + DIFFERING_BLOCK); i++) {
      const differing = Array.from({ length: features }, (_, j) => j).filter((j) => ((bits[i * words + (j >>> 5)]! >>> (j & 31)) & 1) === 1);
      levels[differing.length]!.push(differing);
    }
    levels.forEach((rows, level) => {
      total += weights[level]! * rows.length;
      const both = new Map<number, number>();
      for (const differing of rows) for (const j of differing) for (const k of differing) both.set(j * features + k, (both.get(j * features + k) ?? 0) + 1);
      for (const [at, count] of both) pairs.values[at]! += weights[level]! * count;
    });
  }
  const tables = new Float64Array(4 * words * BYTE);
  let sum = 0;
  let squares = 0;
  forEachRow({ words, bits, answers, weights }, (i, weight, byteOf) => {
    const answer = answers[i]! - origin;
    const weighted = weight * answer;
    sum += weighted;
    squares += weighted * answer;
    for (let byte = 0; byte < 4 * words; byte++) tables[byte * BYTE + byteOf(byte)]! += weighted;
  });
  return { pairs, moment: momentOf(tables, features), answers: sum, squares, total };
}

export function differingMeatPlain(rows: Omit<DifferingRows, 'features'>, { fits, patterns, fours, leverages, base }: MeatTables): DifferingMeat {
  const squares = new Float64Array(leverages.length);
  let left = 0;
  let total = 0;
  forEachRow(rows, (i, weight, byteOf) => {
    let residual = rows.answers[i]!;
    let pattern = 0;
    for (let byte = 0; byte < 4 * rows.words; byte++) {
      const at = byte * BYTE + byteOf(byte);
      residual -= fits[at]!;
      pattern |= patterns[at]!;
    }
    const places: number[] = [];
    for (let g = 0; g < fours; g++) for (let h = 0; h <= g; h++) places.push(places.length * BYTE + ((pattern >>> (4 * g)) & 15) * 16 + ((pattern >>> (4 * h)) & 15));
    const leverage = places.reduce((sum, at) => sum + leverages[at]!, base);
    const weighted = weight * residual;
    left += weighted * residual;
    const share = weighted / Math.max(1 - weight * leverage, 1e-6);
    total += share * share;
    for (const at of places) squares[at]! += share * share;
  });
  return { squares, left, total };
}

/** Σ d and Σ d² over rows, d = w (b² − a²), a and b what two lines leave of the answers. */
export function differingAdvantagePlain(rows: Omit<DifferingRows, 'features'>, first: Float64Array, second: Float64Array): { sum: number; squares: number } {
  let sum = 0;
  let squares = 0;
  forEachRow(rows, (i, weight, byteOf) => {
    let a = rows.answers[i]!;
    let b = a;
    for (let byte = 0; byte < 4 * rows.words; byte++) {
      const at = byte * BYTE + byteOf(byte);
      a -= first[at]!;
      b -= second[at]!;
    }
    const difference = weight * (b * b - a * a);
    sum += difference;
    squares += difference * difference;
  });
  return { sum, squares };
}

/** Σ over a byte's numbers with its bit, of each feature. */
export function momentOf(tables: Float64Array, features: number): Float64Array {
  return Float64Array.from({ length: features }, (_, j) => {
    const table = (j >>> 3) * BYTE;
    const bit = 1 << (j & 7);
    let sum = 0;
    for (let b = bit; b < BYTE; b = (b + 1) | bit) sum += tables[table + b]!;
    return sum;
  });
}

function forEachRow({ words, bits, answers, weights }: Omit<DifferingRows, 'features'>, use: (i: number, weight: number, byteOf: (byte: number) => number) => void): void {
  for (let i = 0; i < answers.length; i++) {
    const byteOf = (byte: number): number => (bits[i * words + (byte >>> 2)]! >>> (8 * (byte & 3))) & 255;
    let count = 0;
    for (let j = 0; j < 32 * words; j++) count += (bits[i * words + (j >>> 5)]! >>> (j & 31)) & 1;
    use(i, weights[count]!, byteOf);
  }
}
