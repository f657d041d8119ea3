import { concatRows, takeRows } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import { cholesky } from '../numeric/cholesky.js';
import { log } from '../elementary/logarithm.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { mixedDistances } from '../numeric/mixedDistance.js';

/** 1 for each row that looks real, 0 for one that looks made up. Tables must share their columns and levels. */
export type Detector = (rows: Table) => Uint8Array;

/**
 * Tells real rows from made-up ones of the same number: whichever of two detectors tells more of the second half when it has learnt from the first, then taught by all. The normal one sees columns that go together in straight
 * lines, the nearest neighbour sees other shapes; of equals the normal one.
 */
export function detectorFor(real: Table, madeUp: Table): Detector {
  const half = Math.floor(real.rows / 2);
  const part = (table: Table, from: number, to: number): Table => takeRows(table, Int32Array.from({ length: to - from }, (_, i) => from + i));
  const held = [part(real, half, real.rows), part(madeUp, half, madeUp.rows)] as const;
  const rightly = [normalDetector, nearestNeighbourDetector].map((make) => {
    const detect = make(part(real, 0, half), part(madeUp, 0, half));
    return count(detect(held[0]), 1) + count(detect(held[1]), 0);
  });
  return (rightly[0]! >= rightly[1]! ? normalDetector : nearestNeighbourDetector)(real, madeUp);
}

function count(values: Uint8Array, wanted: number): number {
  return values.reduce((sum, value) => sum + (value === wanted ? 1 : 0), 0);
}

/** The nearest among real and made-up rows by Gower's distance (Gower 1971) over numbers and categories, each number by its range among all rows; of equal distances, made up. */
export function nearestNeighbourDetector(real: Table, madeUp: Table): Detector {
  const known = concatRows([real, madeUp]);
  return (rows) => {
    const { columns } = concatRows([known, rows]);
    const distancesFrom = mixedDistances(
      { numbers: columns.flatMap((column) => (column.kind === 'number' ? [column.values] : [])), codes: columns.flatMap((column) => (column.kind === 'category' ? [column.codes] : [])) },
      'gower',
      'range',
    );
    const distances = new Float64Array(known.rows);
    return Uint8Array.from({ length: rows.rows }, (_, i) => {
      distancesFrom(known.rows + i, distances);
      return least(distances, 0, real.rows) < least(distances, real.rows, known.rows) ? 1 : 0;
    });
  };
}

function least(values: Float64Array, from: number, to: number): number {
  let smallest = Infinity;
  for (let i = from; i < to; i++) if (values[i]! < smallest) smallest = values[i]!;
  return smallest;
}

/** Added to variances of 1, so that columns which follow from others have an inverse. */
const RIDGE = 1e-3;

/**
 * Quadratic discriminant analysis: a normal distribution for real rows and one for made-up rows, over numbers in the real rows' standard deviations (missing: their mean) and one-hot levels; real where its density is larger.
 * Covariances have 0.001 added on the diagonal. Hastie, Tibshirani, Friedman 2009, "The elements of statistical learning", section 4.3.
 */
export function normalDetector(real: Table, madeUp: Table): Detector {
  const encode = encoder(real);
  const [one, other] = [real, madeUp].map((table) => densityOf(encode(table))) as [Density, Density];
  return (rows) => {
    const encoded = encode(rows);
    return Uint8Array.from({ length: rows.rows }, (_, i) => {
      const x = encoded.values.subarray(i * encoded.columns, (i + 1) * encoded.columns);
      return one(x) > other(x) ? 1 : 0;
    });
  };
}

/** Log density but for a constant. */
type Density = (x: Float64Array) => number;

function densityOf({ rows: n, columns: d, values }: Matrix): Density {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j]! += values[i * d + j]! / n;
  const covariance = matrix(d, d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) for (let k = 0; k <= j; k++) covariance.values[j * d + k]! += ((values[i * d + j]! - mean[j]!) * (values[i * d + k]! - mean[k]!)) / n;
  }
  for (let j = 0; j < d; j++) covariance.values[j * d + j]! += RIDGE;
  const l = cholesky(covariance);
  if (l === null) throw new Error('a covariance with a ridge is positive definite');
  const z = new Float64Array(d);
  return (x) => {
    let density = 0;
    for (let j = 0; j < d; j++) {
      let rest = x[j]! - mean[j]!;
      for (let k = 0; k < j; k++) rest -= l.values[j * d + k]! * z[k]!;
      z[j] = rest / l.values[j * d + j]!;
      density -= log(l.values[j * d + j]!) + (z[j]! * z[j]!) / 2;
    }
    return density;
  };
}

/** Numbers in standard deviations of the given rows and one-hot levels; columns of one value and texts are left out. */
function encoder(given: Table): (rows: Table) => Matrix {
  const parts = given.columns.flatMap((column, place): { place: number; of(other: Column, i: number): number }[] => {
    if (column.kind === 'text') return [];
    if (column.kind === 'category') {
      const codes = [...new Set(column.codes)].sort((a, b) => a - b);
      return codes.length < 2 ? [] : codes.map((code) => ({ place, of: (other, i) => (other.kind === 'category' && other.codes[i] === code ? 1 : 0) }));
    }
    const known = column.values.filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
    if (!(deviation > 0)) return [];
    return [{ place, of: (other, i) => (other.kind !== 'number' || Number.isNaN(other.values[i]!) ? 0 : (other.values[i]! - mean) / deviation) }];
  });
  return (rows) => {
    const encoded = matrix(rows.rows, parts.length);
    for (let i = 0; i < rows.rows; i++) parts.forEach(({ place, of }, j) => (encoded.values[i * parts.length + j] = of(rows.columns[place]!, i)));
    return encoded;
  };
}

/** Rows with values of other rows: column j of row i is that of row `donors(i, j)`, −1 for its own. */
export function mixedRows(rows: Table, donors: (row: number, column: number) => number): Table {
  return {
    rows: rows.rows,
    columns: rows.columns.map((column, j) => {
      const from = Int32Array.from({ length: rows.rows }, (_, i) => {
        const donor = donors(i, j);
        return donor < 0 ? i : donor;
      });
      return takeRows({ rows: rows.rows, columns: [column] }, from).columns[0]!;
    }),
  };
}
