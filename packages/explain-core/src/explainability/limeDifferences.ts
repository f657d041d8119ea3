import { differingAdvantage, differingMeat, differingSums, wordsFor } from '../numeric/differences.js';
import { BYTE, type DifferingRows } from '../numeric/differencesPlain.js';
import { lineTables, meatTables, MOST_CHOSEN, pairSums } from '../numeric/differencesTables.js';
import { matrix } from '../numeric/matrix.js';
import { meatOf } from './limeNumbers.js';
import { momentsFrom, type FittedLine, type Line, type LocalRows, type Moments } from './limeRows.js';

/**
 * Rows that only tell which features look other than the explained row's: a look x is 1 where it is the same, else 0, and u = 1 − x is counted, so that what never moves is 0 to the last
 * bit. The explained row is the first.
 */
export function differenceRows(rows: DifferingRows): LocalRows {
  const { features, words, answers } = rows;
  const output = answers[0];
  const moments = momentsOf(rows, output);
  /** What the line takes from an answer, as a sum over bytes of a row's bits. */
  const tablesOf = ({ columns, coefficients }: Line, room: 0 | 1): Float64Array => {
    const base = columns.reduce((sum, j, at) => sum + coefficients[at] * (1 - moments.means[j]), moments.center);
    return lineTables(base, columns.map((feature, at) => ({ feature, slope: -coefficients[at] })), words, roomFor(words, room));
  };
  return {
    rows: answers.length,
    own: new Array<number>(features).fill(1),
    output,
    moments,
    meat: (line) => (line.columns.length > MOST_CHOSEN ? inNumbers(rows, moments, line) : meatByTables(rows, moments, tablesOf(line, 0), line)),
    advantage(first, second) {
      const { sum, squares } = differingAdvantage(rows, tablesOf(first, 0), tablesOf(second, 1));
      return { sum, squares: Math.max(0, squares - (sum * sum) / answers.length) };
    },
  };
}

/** Tables of two lines: each row makes a dozen, and calls do not wait for anything in the middle, so the same room serves all of them. */
let rooms: readonly [Float64Array, Float64Array] = [new Float64Array(0), new Float64Array(0)];

function roomFor(words: number, room: 0 | 1): Float64Array {
  const size = 4 * words * BYTE;
  if (rooms[0].length !== size) rooms = [new Float64Array(size), new Float64Array(size)];
  return rooms[room];
}

function momentsOf(rows: DifferingRows, output: number): Moments {
  const { features } = rows;
  const { pairs, moment, answers, squares, total } = differingSums(rows, output);
  // x counted from its own 1 is −u; `0 −` and not a sign, since −0 has no place in a result.
  const all = features + 2;
  const sums = matrix(all, all);
  const put = (j: number, k: number, value: number): void => void (sums.values[j * all + k] = sums.values[k * all + j] = value);
  for (let j = 0; j < features; j++) {
    for (let k = 0; k <= j; k++) put(j, k, pairs.values[j * features + k]);
    put(features, j, 0 - moment[j]);
    put(features + 1, j, 0 - pairs.values[j * features + j]);
  }
  put(features, features, squares);
  put(features + 1, features, answers);
  put(features + 1, features + 1, total);
  return momentsFrom(sums, [...new Array<number>(features).fill(1), output, 0]);
}

/** Of looks that are 1 or 0, by feature, which are 0. */
export function differencesOf(looks: readonly Float64Array[]): Pick<DifferingRows, 'features' | 'words' | 'bits'> {
  const words = wordsFor(looks.length);
  const bits = new Uint32Array((looks[0]?.length ?? 0) * words);
  looks.forEach((look, j) => {
    const bit = 1 << (j & 31);
    for (let i = 0; i < look.length; i++) if (look[i] === 0) bits[i * words + (j >>> 5)]! |= bit;
  });
  return { features: looks.length, words, bits };
}

/** x − x̄ = m − u, m the mean of u: h = mᵀ A m − 2 (A m)ᵀ u + uᵀ A u with A the inverse, and sums about means from sums of u. */
function meatByTables(rows: DifferingRows, { means }: Moments, fits: Float64Array, { columns, inverse }: FittedLine): ReturnType<LocalRows['meat']> {
  const k = columns.length;
  const mean = columns.map((j) => 1 - means[j]);
  const solved = mean.map((_, j) => mean.reduce((sum, m, i) => sum + inverse.values[j * k + i] * m, 0));
  const base = mean.reduce((sum, m, j) => sum + m * solved[j], 0);
  const { squares, left, total } = differingMeat(rows, meatTables(fits, columns, inverse, solved.map((value) => -2 * value), base, rows.words));
  const sums = pairSums(squares, k);
  const meat = matrix(k, k);
  for (let j = 0; j < k; j++) for (let i = 0; i < k; i++) meat.values[j * k + i] = sums[j * k + i] - mean[j] * sums[i * k + i] - mean[i] * sums[j * k + j] + mean[j] * mean[i] * total;
  return { meat, left };
}

/** Of more features than tables hold. */
function inNumbers({ features, words, bits, answers, weights }: DifferingRows, moments: Moments, line: FittedLine): ReturnType<LocalRows['meat']> {
  const isOn = (i: number, j: number): number => (bits[i * words + (j >>> 5)] >>> (j & 31)) & 1;
  const looks = Array.from({ length: features }, (_, j) => answers.map((__, i) => 1 - isOn(i, j)));
  const ofRow = answers.map((_, i) => weights[looks.reduce((count, look) => count + 1 - look[i], 0)]);
  return meatOf(looks, answers, ofRow, moments, line);
}
