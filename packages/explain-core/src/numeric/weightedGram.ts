import { instantiate, roomsOf, type Kernel } from './kernels/instantiate.js';
import { weightedGramWasm } from './kernels/weightedGram.wasm.js';
import { matrix, type Matrix } from './matrix.js';
import { robustMeatPlain, squaredDistancesPlain, weightedGramPlain, type Meat, type Regression } from './weightedGramPlain.js';

/** Rows handed to the kernel at once, bytes from one of their columns to the next, and rows that it takes at once; it is written for them. */
const BLOCK = 1024;
const STRIDE = 8256;
const PART = 128;
/** Columns there is room for; more are left to the plain twin. */
export const MOST_COLUMNS = 512;

/** Σ w (x_j − c_j)(x_k − c_k), [d, d], of columns [d][n]. All finite. */
export function weightedGram(columns: readonly Float64Array[], centers: ArrayLike<number>, weights: Float64Array): Matrix {
  if (columns.length > MOST_COLUMNS) return weightedGramPlain(columns, centers, weights);
  const { kernel, at, f64 } = (loaded ??= load());
  const width = begin(columns.length, centers);
  for (let from = 0; from < weights.length; from += BLOCK) {
    const rows = put(columns, weights, from);
    kernel.addGram(at.block, width, rows, at.centers, at.weights, at.sums, at.centered, at.weighted);
  }
  return sumsOf(f64, columns.length, width);
}

/**
 * The same, of rows whose weights hang on how far they are from the centres in the first `d` columns: weightOf(Σ (x_j − c_j)²), written into `weights`. One look at the columns does for both.
 */
export function weightedGramByDistance(columns: readonly Float64Array[], d: number, centers: ArrayLike<number>, weightOf: (squared: number) => number, weights: Float64Array): Matrix {
  if (columns.length > MOST_COLUMNS) {
    weights.set(squaredDistancesPlain(columns.slice(0, d), centers, weights.length).map(weightOf));
    return weightedGramPlain(columns, centers, weights);
  }
  const { kernel, at, f64 } = (loaded ??= load());
  const width = begin(columns.length, centers);
  for (let from = 0; from < weights.length; from += BLOCK) {
    const rows = put(columns, weights, from);
    kernel.distances(at.block, d, rows, at.centers, at.weights);
    const some = Math.min(BLOCK, weights.length - from);
    const held = at.weights / 8;
    for (let i = 0; i < some; i++) weights[from + i] = f64[held + i] = weightOf(f64[held + i]!);
    f64.fill(0, held + some, held + rows);
    kernel.addGram(at.block, width, rows, at.centers, at.weights, at.sums, at.centered, at.weighted);
  }
  return sumsOf(f64, columns.length, width);
}

/** What the residuals of a regression say of its coefficients' errors, which are (L Lᵀ)⁻¹ · meat · (L Lᵀ)⁻¹. */
export function robustMeat(regression: Regression): Meat {
  const { columns, centers, weights, answers, factor, coefficients } = regression;
  if (columns.length > MOST_COLUMNS) return robustMeatPlain(regression);
  const { kernel, at, f64 } = (loaded ??= load());
  const d = columns.length;
  const width = begin(d, centers);
  f64.set(factor.values, at.factor / 8);
  f64.set(Float64Array.from({ length: d }, (_, j) => 1 / factor.values[j * d + j]!), at.inverses / 8);
  f64.set(coefficients, at.coefficients / 8);
  f64.fill(0, at.left / 8, at.left / 8 + 2);
  for (let from = 0; from < weights.length; from += BLOCK) {
    const rows = put(columns, weights, from);
    const some = answers.subarray(from, from + BLOCK);
    f64.set(some, at.answers / 8);
    f64.fill(0, at.answers / 8 + some.length, at.answers / 8 + rows);
    kernel.addMeat(at.block, width, d, rows, at.centers, at.weights, at.answers, at.factor, at.inverses, at.coefficients, at.sums, at.left, at.centered, at.weighted, at.solved, at.shares);
  }
  return { meat: sumsOf(f64, d, width), left: f64[at.left / 8]! + f64[at.left / 8 + 1]! };
}

interface GramKernel extends Kernel {
  addGram(block: number, columns: number, rows: number, centers: number, weights: number, sums: number, centered: number, weighted: number): void;
  distances(block: number, columns: number, rows: number, centers: number, found: number): void;
  addMeat(
    block: number, columns: number, size: number, rows: number, centers: number, weights: number, answers: number, factor: number, inverses: number, coefficients: number,
    sums: number, left: number, centered: number, weighted: number, solved: number, shares: number,
  ): void;
}

/** Made when first needed. Calls do not wait for anything in the middle, so one memory serves all of them. */
let loaded: ReturnType<typeof load> | undefined;

function load() {
  const kernel = instantiate<GramKernel>(weightedGramWasm);
  const room = roomsOf(kernel);
  const at = {
    centers: room(8 * MOST_COLUMNS), inverses: room(8 * MOST_COLUMNS), coefficients: room(8 * MOST_COLUMNS), left: room(16), shares: room(8 * PART),
    weights: room(8 * BLOCK), answers: room(8 * BLOCK), centered: room(1088 * MOST_COLUMNS), weighted: room(1088 * MOST_COLUMNS), solved: room(8 * PART * MOST_COLUMNS),
    block: room(STRIDE * MOST_COLUMNS), factor: room(8 * MOST_COLUMNS ** 2), sums: room(16 * MOST_COLUMNS ** 2),
  };
  return { kernel, at, f64: new Float64Array(kernel.memory.buffer) };
}

/** Empties the sums and puts the centres in place; the columns' number, filled up to whole tiles. */
function begin(d: number, centers: ArrayLike<number>): number {
  const { at, f64 } = (loaded ??= load());
  const width = Math.ceil(d / 4) * 4;
  f64.set(centers, at.centers / 8);
  f64.fill(0, at.centers / 8 + d, at.centers / 8 + width);
  for (let j = d; j < width; j++) f64.fill(0, (at.block + STRIDE * j) / 8, (at.block + STRIDE * j) / 8 + BLOCK);
  f64.fill(0, at.sums / 8, at.sums / 8 + 2 * width * width);
  return width;
}

/** The next rows, filled up with rows without weight; their number, filled up. */
function put(columns: readonly Float64Array[], weights: Float64Array, from: number): number {
  const { at, f64 } = (loaded ??= load());
  const some = weights.subarray(from, from + BLOCK);
  const rows = Math.ceil(some.length / PART) * PART;
  f64.set(some, at.weights / 8);
  f64.fill(0, at.weights / 8 + some.length, at.weights / 8 + rows);
  columns.forEach((column, j) => {
    const start = (at.block + STRIDE * j) / 8;
    f64.set(column.subarray(from, from + some.length), start);
    f64.fill(0, start + some.length, start + rows);
  });
  return rows;
}

function sumsOf(f64: Float64Array, d: number, width: number): Matrix {
  const { at } = (loaded ??= load());
  const gram = matrix(d, d);
  for (let j = 0; j < d; j++) {
    for (let k = 0; k <= j; k++) {
      const sum = at.sums / 8 + 2 * (j * width + k);
      gram.values[j * d + k] = gram.values[k * d + j] = f64[sum]! + f64[sum + 1]!;
    }
  }
  return gram;
}
