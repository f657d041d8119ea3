import { randomStream, type RandomStream } from '../random/stream.js';
import { cholesky, choleskyInverse, choleskySolve } from './cholesky.js';
import { compareItems, differingAdvantage, differingMeat, differingSums, MOST_DIFFERING, wordsFor } from './differences.js';
import { compareItemsPlain, differingAdvantagePlain, differingMeatPlain, differingSumsPlain, DIFFERING_BLOCK, type DifferingRows } from './differencesPlain.js';
import { lineTables, meatTables, pairSums } from './differencesTables.js';
import { matrix, type Matrix } from './matrix.js';
import { robustMeat, weightedGram } from './weightedGram.js';

interface Drawn extends DifferingRows {
  /** u, [features][n] */
  readonly columns: readonly Float64Array[];
  /** By row, [n]. */
  readonly ofRow: Float64Array;
}

function numbersOf(n: number, draws: RandomStream, of: (uniform: number) => number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => of(draws.uniform(i)));
}

const known = new Map<string, Drawn>();

function drawn(n: number, features: number): Drawn {
  const name = `${n} × ${features}`;
  if (!known.has(name)) known.set(name, draw(n, features));
  return known.get(name)!;
}

function draw(n: number, features: number): Drawn {
  const draws = randomStream(n + 31 * features);
  const words = wordsFor(features);
  const bits = new Uint32Array(n * words);
  const columns = Array.from({ length: features }, (_, j) => numbersOf(n, draws.child(j), (uniform) => Number(uniform < 0.2 + (0.6 * j) / features)));
  columns.forEach((column, j) => column.forEach((differs, i) => (bits[i * words + (j >>> 5)]! |= differs << (j & 31))));
  const weights = Float64Array.from({ length: features + 1 }, (_, count) => draws.child('weights').uniform(count));
  const ofRow = Float64Array.from({ length: n }, (_, i) => weights[columns.reduce((count, column) => count + column[i]!, 0)]!);
  return { features, words, bits, answers: numbersOf(n, draws.child('answers'), (uniform) => uniform + uniform ** 3), weights, columns, ofRow };
}

/** A regression on the first features, as LIME makes it. */
function regressionOf({ columns, ofRow, answers, words }: Drawn, chosen: readonly number[], ridge: number) {
  const some = chosen.map((j) => columns[j]!);
  const total = ofRow.reduce((sum, weight) => sum + weight, 0);
  const means = some.map((column) => column.reduce((sum, value, i) => sum + ofRow[i]! * value, 0) / total);
  const gram = weightedGram(some, means, ofRow);
  chosen.forEach((_, j) => (gram.values[j * chosen.length + j]! += ridge));
  const factor = cholesky(gram)!;
  const inverse = choleskyInverse(factor);
  const coefficients = choleskySolve(factor, some.map((column, j) => column.reduce((sum, value, i) => sum + ofRow[i]! * (value - means[j]!) * answers[i]!, 0)));
  const solved = means.map((_, j) => means.reduce((sum, mean, k) => sum + inverse.values[j * chosen.length + k]! * mean, 0));
  const base = means.reduce((sum, mean, j) => sum + mean * solved[j]!, 0);
  const slopes = chosen.map((feature, at) => ({ feature, slope: coefficients[at]! }));
  const line = lineTables(means.reduce((sum, mean, j) => sum - mean * coefficients[j]!, 0), slopes, words);
  const tables = meatTables(line, chosen, inverse, solved.map((value) => -2 * value), base, words);
  return { means, factor, coefficients, tables, some };
}

const sizes = [[0, 3], [1, 1], [1, 40], [31, 5], [129, 32], [1000, 33], [700, 70], [DIFFERING_BLOCK + 3, 9]] as const;

it('sums by hand', () => {
  // Rows (0, 0), (1, 0), (1, 1) weigh 8, 4, 2 by how many differ; answers 1, 2, 3.
  const rows = { features: 2, words: 1, bits: Uint32Array.of(0, 1, 3), answers: Float64Array.of(1, 2, 3), weights: Float64Array.of(8, 4, 2) };
  expect(differingSums(rows, 0)).toEqual({ pairs: { rows: 2, columns: 2, values: Float64Array.of(6, 2, 2, 2) }, moment: Float64Array.of(14, 6), answers: 22, squares: 42, total: 14 });
  // Lines 1 and u_0: d = 8 (1 − 0), 4 (1 − 1), 2 (4 − 4).
  expect(differingAdvantage(rows, lineTables(1, [], 1), lineTables(0, [{ feature: 0, slope: 1 }], 1))).toEqual({ sum: 8, squares: 64 });
});

it.each(sizes)('%i rows and %i features have the bits of the plain sums', (n, features) => {
  const rows = drawn(n, features);
  expect(differingSums(rows, 0.3)).toEqual(differingSumsPlain(rows, 0.3));
  const [first, second] = [lineTables(0.1, [{ feature: features - 1, slope: 2 }], rows.words), lineTables(-0.3, [{ feature: 0, slope: 1 }], rows.words)];
  expect(differingAdvantage(rows, first, second)).toEqual(differingAdvantagePlain(rows, first, second));
  const chosen = Array.from({ length: features }, (_, j) => j).filter((j) => j % 3 !== 1).slice(0, 32);
  const identity = matrix(chosen.length, chosen.length);
  chosen.forEach((_, j) => (identity.values[j * chosen.length + j] = 0.01));
  const tables = meatTables(first, chosen, identity, chosen.map((j) => -0.001 * j), 0.2, rows.words);
  expect(differingMeat(rows, tables)).toEqual(differingMeatPlain(rows, tables));
});

it.each(sizes)('%i rows of %i items have the bits of the plain comparison', (n, features) => {
  const stride = 32 * wordsFor(features);
  const draws = randomStream(features);
  const items = Uint16Array.from({ length: n * stride }, (_, at) => (at % stride < features ? draws.integer(at, 3) * 32_767 : 0));
  const home = Uint16Array.from({ length: stride }, (_, j) => (j < features ? 32_767 : 0));
  expect(compareItems(items, home, n)).toEqual(compareItemsPlain(items, home, n));
});

const closeTo = (found: ArrayLike<number>, expected: ArrayLike<number>): void => Array.from(expected).forEach((value, at) => expect(found[at]).toBeCloseTo(value, 9));

it.each(sizes.slice(1))('%i rows and %i features have the sums of numbers', (n, features) => {
  const rows = drawn(n, features);
  const { columns, answers, ofRow } = rows;
  const { pairs, moment, ...found } = differingSums(rows, 0);
  const gram: Matrix = weightedGram([...columns, answers, new Float64Array(n).fill(1)], new Float64Array(features + 2), ofRow);
  const at = (j: number, k: number): number => gram.values[j * (features + 2) + k]!;
  for (let j = 0; j < features; j++) for (let k = 0; k < features; k++) expect(pairs.values[j * features + k]).toBeCloseTo(at(j, k), 9);
  closeTo(moment, Array.from({ length: features }, (_, j) => at(j, features)));
  closeTo([found.answers, found.squares, found.total], [at(features, features + 1), at(features, features), at(features + 1, features + 1)]);
});

it.each([[40, 3, 1], [300, 12, 0.5], [1000, 33, 1], [129, 32, 2]])('of %i rows, a regression on some of %i features leaves what it leaves of numbers', (n, features, ridge) => {
  const rows = drawn(n, features);
  const chosen = Array.from({ length: features }, (_, j) => j).filter((j) => j % 4 !== 2);
  const { means, factor, coefficients, tables, some } = regressionOf(rows, chosen, ridge);
  const { squares, left, total } = differingMeat(rows, tables);
  const expected = robustMeat({ columns: some, centers: means, weights: rows.ofRow, answers: rows.answers, factor, coefficients });
  expect(left).toBeCloseTo(expected.left, 9);
  const k = chosen.length;
  const sums = pairSums(squares, k);
  const about = Array.from(sums, (sum, at) => {
    const [j, i] = [Math.floor(at / k), at % k];
    return sum - means[j]! * sums[i * k + i]! - means[i]! * sums[j * k + j]! + means[i]! * means[j]! * total;
  });
  closeTo(about, expected.meat.values);
});

it('leaves to the plain twin what there is no room for', () => {
  const rows = drawn(3, MOST_DIFFERING + 1);
  expect(differingSums(rows, 0)).toEqual(differingSumsPlain(rows, 0));
});
