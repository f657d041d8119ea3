import { BYTE, compareItemsPlain, DIFFERING_BLOCK, differingAdvantagePlain, differingMeatPlain, differingSumsPlain, momentOf, type DifferingMeat, type DifferingRows, type DifferingSums, type MeatTables } from './differencesPlain.js';
import { differencesWasm } from './kernels/differences.wasm.js';
import { instantiate, roomsOf, type Kernel } from './kernels/instantiate.js';
import { matrix } from './matrix.js';

/** Features there is room for, with 16 words a row; more are left to the plain twin. */
export const MOST_DIFFERING = 512;
const MOST_WORDS = MOST_DIFFERING / 32;
/** Rows of each count begin anew, so that no sixteen bytes of a feature's bits hold rows of two. */
const TOGETHER = 128;
const MOST_SORTED = DIFFERING_BLOCK + TOGETHER * (MOST_DIFFERING + 1);
const MOST_PAIRS = 36;

/** Words of 32 bits for so many features. */
export function wordsFor(features: number): number {
  return Math.max(1, Math.ceil(features / 32));
}

/** Which items are not those of `home`, [stride], of rows of u16, [rows, stride]; stride = 32 · words. Bits as those of DifferingRows, written into `bits`, [rows, words]. */
export function compareItems(items: Uint16Array, home: Uint16Array, rows: number, bits: Uint32Array = new Uint32Array((rows * home.length) / 32)): Uint32Array {
  const words = home.length / 32;
  if (words > MOST_WORDS) return compareItemsPlain(items, home, rows, bits);
  const { kernel, at, u16, u32 } = (loaded ??= load());
  u16.set(home, at.home / 2);
  for (let from = 0; from < rows; from += DIFFERING_BLOCK) {
    const some = Math.min(DIFFERING_BLOCK, rows - from);
    u16.set(items.subarray(from * home.length, (from + some) * home.length), at.items / 2);
    kernel.compare(at.items, at.home, some, words, at.bits);
    bits.set(u32.subarray(at.bits / 4, at.bits / 4 + some * words), from * words);
  }
  return bits;
}

/** What any regression on the features' differences needs; answers are counted from `origin`. */
export function differingSums(rows: DifferingRows, origin: number): DifferingSums {
  const { features, words, answers, weights } = rows;
  if (features > MOST_DIFFERING) return differingSumsPlain(rows, origin);
  const { kernel, at, f64, u16, u32 } = (loaded ??= load());
  const levels = features + 1;
  const pairs = matrix(features, features);
  f64.fill(0, at.sums / 8, at.sums / 8 + 2);
  f64.fill(0, at.pairs / 8, at.pairs / 8 + features * features);
  f64.fill(0, at.tables / 8, at.tables / 8 + 4 * words * BYTE);
  let total = 0;
  inBlocks(rows, (some) => {
    kernel.addAnswers(at.bits, at.counts, some, words, at.answers, origin, at.weights, at.tables, at.sums);
    const ofCount = new Uint32Array(levels);
    for (let i = 0; i < some; i++) ofCount[u16[at.counts / 2 + i]!]!++;
    let place = 0;
    for (let level = 0; level < levels; level++) {
      u32[at.places / 4 + level] = place;
      place += Math.ceil(ofCount[level]! / TOGETHER) * TOGETHER;
      u32[at.ends / 4 + level] = place / TOGETHER;
      total += weights[level]! * ofCount[level]!;
    }
    u32.fill(0, at.sorted / 4, at.sorted / 4 + place * words);
    kernel.sort(at.bits, at.counts, some, words, at.places, at.sorted, place);
    kernel.transpose(at.sorted, place, words, at.planes);
    kernel.pairs(at.planes, place / 8, features, at.ends, levels, at.weights, at.pairs);
  });
  for (let j = 0; j < features; j++) for (let k = 0; k <= j; k++) pairs.values[j * features + k] = pairs.values[k * features + j] = f64[at.pairs / 8 + j * features + k]!;
  const tables = f64.subarray(at.tables / 8, at.tables / 8 + 4 * words * BYTE);
  return { pairs, moment: momentOf(tables, features), answers: f64[at.sums / 8]!, squares: f64[at.sums / 8 + 1]!, total };
}

/** What the residuals of a regression on at most 32 of the features say of its coefficients' errors. */
export function differingMeat(rows: DifferingRows, tables: MeatTables): DifferingMeat {
  if (rows.features > MOST_DIFFERING) return differingMeatPlain(rows, tables);
  const { kernel, at, f64, u32 } = (loaded ??= load());
  const size = tables.leverages.length;
  f64.set(tables.fits, at.tables / 8);
  u32.set(tables.patterns, at.patterns / 4);
  f64.set(tables.leverages, at.leverages / 8);
  f64.fill(0, at.found / 8, at.found / 8 + size);
  f64.fill(0, at.sums / 8, at.sums / 8 + 2);
  inBlocks(rows, (some) => kernel.addMeat(at.bits, at.counts, some, rows.words, at.answers, at.weights, at.patterns, at.tables, tables.fours, at.leverages, tables.base, at.found, at.sums));
  return { squares: f64.slice(at.found / 8, at.found / 8 + size), left: f64[at.sums / 8]!, total: f64[at.sums / 8 + 1]! };
}

/** Σ d and Σ d² over rows, d = w (b² − a²), a and b what two lines (lineTables) leave of the answers. */
export function differingAdvantage(rows: DifferingRows, first: Float64Array, second: Float64Array): { sum: number; squares: number } {
  if (rows.features > MOST_DIFFERING) return differingAdvantagePlain(rows, first, second);
  const { kernel, at, f64 } = (loaded ??= load());
  f64.set(first, at.tables / 8);
  f64.set(second, at.others / 8);
  f64.fill(0, at.sums / 8, at.sums / 8 + 2);
  inBlocks(rows, (some) => kernel.addAdvantage(at.bits, at.counts, some, rows.words, at.answers, at.weights, at.tables, at.others, at.sums));
  return { sum: f64[at.sums / 8]!, squares: f64[at.sums / 8 + 1]! };
}

interface DifferencesKernel extends Kernel {
  compare(items: number, home: number, rows: number, words: number, bits: number): void;
  count(bits: number, rows: number, words: number, counts: number): void;
  sort(bits: number, counts: number, rows: number, words: number, places: number, sorted: number, size: number): void;
  transpose(sorted: number, size: number, words: number, planes: number): void;
  pairs(planes: number, stride: number, features: number, ends: number, levels: number, weights: number, sums: number): void;
  addAnswers(bits: number, counts: number, rows: number, words: number, answers: number, origin: number, weights: number, tables: number, sums: number): void;
  addMeat(
    bits: number, counts: number, rows: number, words: number, answers: number, weights: number, patterns: number, fits: number, fours: number, leverages: number, base: number, found: number, sums: number,
  ): void;
  addAdvantage(bits: number, counts: number, rows: number, words: number, answers: number, weights: number, first: number, second: number, sums: number): void;
}

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;

function load() {
  const kernel = instantiate<DifferencesKernel>(differencesWasm);
  const room = roomsOf(kernel);
  const table = 4 * MOST_WORDS * BYTE;
  const at = {
    home: room(2 * MOST_DIFFERING), weights: room(8 * (MOST_DIFFERING + 1)), places: room(4 * (MOST_DIFFERING + 1)), ends: room(4 * (MOST_DIFFERING + 1)), sums: room(16), counts: room(2 * DIFFERING_BLOCK),
    answers: room(8 * DIFFERING_BLOCK), tables: room(8 * table), others: room(8 * table), patterns: room(4 * table), leverages: room(8 * MOST_PAIRS * BYTE), found: room(8 * MOST_PAIRS * BYTE),
    bits: room(4 * MOST_WORDS * DIFFERING_BLOCK), pairs: room(8 * MOST_DIFFERING ** 2), sorted: room(4 * MOST_WORDS * MOST_SORTED), planes: room(4 * MOST_WORDS * MOST_SORTED),
    items: room(2 * MOST_DIFFERING * DIFFERING_BLOCK),
  };
  const { buffer } = kernel.memory;
  return { kernel, at, f64: new Float64Array(buffer), u32: new Uint32Array(buffer), u16: new Uint16Array(buffer) };
}

/** Puts a block of rows after the other in place, with how many features of each differ. */
function inBlocks({ words, bits, answers, weights }: DifferingRows, use: (rows: number) => void): void {
  const { kernel, at, f64, u32 } = (loaded ??= load());
  f64.set(weights, at.weights / 8);
  for (let from = 0; from < answers.length; from += DIFFERING_BLOCK) {
    const some = Math.min(DIFFERING_BLOCK, answers.length - from);
    u32.set(bits.subarray(from * words, (from + some) * words), at.bits / 4);
    f64.set(answers.subarray(from, from + some), at.answers / 8);
    kernel.count(at.bits, some, words, at.counts);
    use(some);
  }
}
