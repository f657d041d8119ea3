import { asStrings, columnOf } from '../data/select.js';
import { assertNever, ExplainError } from '../errors.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import type { Column, Table } from '../data/table.js';
import type { FeatureEncoding } from './mapping.js';

/** Columns of the encoded matrix: a one-hot feature has one a level, every other feature one. */
export function encodedWidth(features: readonly FeatureEncoding[]): number {
  return features.reduce((sum, feature) => sum + (feature.encode === 'oneHot' ? feature.levels.length : 1), 0);
}

/** Names of the encoded columns: "age", "sex=Female". */
export function encodedNames(features: readonly FeatureEncoding[]): string[] {
  return features.flatMap((feature) => (feature.encode === 'oneHot' ? feature.levels.map((level) => `${feature.column}=${level}`) : [feature.column]));
}

/** Data columns the features read, each once, in order of first use. */
export function encodedColumns(features: readonly FeatureEncoding[]): string[] {
  return [...new Set(features.map((feature) => feature.column))];
}

/** Which of encodedColumns each encoded column is made of. */
export function encodedOrigins(features: readonly FeatureEncoding[]): number[] {
  const columns = encodedColumns(features);
  return features.flatMap((feature) => Array.from({ length: encodedWidth([feature]) }, () => columns.indexOf(feature.column)));
}

/**
 * The model's matrix from data columns, features side by side: [n, encodedWidth].
 *   number: (x − subtract) / divide; a missing x is first replaced by `missing`, in the column's own units, or stays NaN.
 *   oneHot: 1 at the value's level; missing or unseen is all zeros, and unseen is an error where the mapping says so.
 *   ordinal: the level's position; missing is `missing`, unseen is `unseen`, NaN where not given.
 * Levels are compared as text; a number column's 1.0 is "1".
 */
export function encodeFeatures(table: Table, features: readonly FeatureEncoding[]): Matrix {
  const width = encodedWidth(features);
  const encoded = matrix(table.rows, width);
  let offset = 0;
  for (const feature of features) {
    const column = columnOf(table, feature.column);
    switch (feature.encode) {
      case 'number':
        writeNumber(column, feature, encoded, offset);
        offset += 1;
        break;
      case 'oneHot':
        writePositions(column, feature.levels, (row, position) => {
          if (position >= 0) encoded.values[row * width + offset + position] = 1;
          else if (position === UNSEEN && feature.unseen === 'error') throw unseenLevel(column, row, feature.levels);
        });
        offset += feature.levels.length;
        break;
      case 'ordinal':
        writePositions(column, feature.levels, (row, position) => {
          encoded.values[row * width + offset] = position === MISSING ? (feature.missing ?? NaN) : position === UNSEEN ? (feature.unseen ?? NaN) : position;
        });
        offset += 1;
        break;
      default:
        assertNever(feature);
    }
  }
  return encoded;
}

const MISSING = -1;
const UNSEEN = -2;

function writeNumber(column: Column, feature: Extract<FeatureEncoding, { encode: 'number' }>, encoded: Matrix, offset: number): void {
  if (column.kind !== 'number') {
    throw new ExplainError(
      'BAD_MAPPING',
      `The model reads column "${column.name}" as a number, but its values are ${column.kind === 'category' ? 'words' : 'text'}. Encode it as oneHot or ordinal in the column mapping.`,
    );
  }
  const { values } = column;
  const { values: into, rows, columns } = encoded;
  const { missing = NaN, subtract, divide } = feature;
  if (subtract === 0 && divide === 1 && Number.isNaN(missing)) {
    for (let row = 0, at = offset; row < rows; row++, at += columns) into[at] = values[row];
    return;
  }
  for (let row = 0, at = offset; row < rows; row++, at += columns) {
    const x = values[row];
    into[at] = ((Number.isNaN(x) ? missing : x) - subtract) / divide;
  }
}

/** Calls back with each row's position among the mapping's levels, MISSING or UNSEEN. A category's levels are looked up once, not once a row. */
function writePositions(column: Column, levels: readonly string[], write: (row: number, position: number) => void): void {
  const position = new Map(levels.map((level, index) => [level, index]));
  if (column.kind === 'category') {
    const ofCode = Int32Array.from(column.levels, (level) => position.get(level) ?? UNSEEN);
    for (let row = 0; row < column.codes.length; row++) {
      const code = column.codes[row];
      write(row, code < 0 ? MISSING : ofCode[code]);
    }
    return;
  }
  asStrings(column).forEach((text, row) => write(row, text === null ? MISSING : (position.get(text) ?? UNSEEN)));
}

function unseenLevel(column: Column, row: number, levels: readonly string[]): ExplainError {
  const found = column.kind === 'category' ? column.levels[column.codes[row]] : String(column.values[row]);
  const known = levels.length > 12 ? `${levels.slice(0, 12).join(', ')} and ${levels.length - 12} more` : levels.join(', ');
  return new ExplainError('BAD_DATA', `Column "${column.name}" has the value "${found}" in row ${row}, which the model was not built for. It knows ${known}.`, { column: column.name, row });
}
