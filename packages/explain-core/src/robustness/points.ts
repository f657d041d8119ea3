import { ExplainError } from '../errors.js';
import { columnOf } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import type { ThreatModel } from './threatModel.js';

/** The values of rows in the columns that may change; all else stays in the rows' table. */
export interface Points {
  readonly rows: number;
  /** [rows, threat.numbers] */
  readonly numbers: Float64Array;
  /** [rows, threat.categories] */
  readonly codes: Int32Array;
}

export function pointsOf(table: Table, threat: ThreatModel): Points {
  const points = emptyPoints(table.rows, threat);
  const d = threat.numbers.length;
  const c = threat.categories.length;
  threat.numbers.forEach((rule, j) => {
    const column = columnOf(table, rule.column);
    if (column.kind !== 'number') throw wrongKind(rule.column, 'number', column);
    for (let i = 0; i < table.rows; i++) points.numbers[i * d + j] = column.values[i];
  });
  threat.categories.forEach((rule, j) => {
    const column = columnOf(table, rule.column);
    if (column.kind !== 'category') throw wrongKind(rule.column, 'category', column);
    for (let i = 0; i < table.rows; i++) points.codes[i * c + j] = column.codes[i];
  });
  return points;
}

/** The table with these points in the columns that may change; every other column is the table's own. */
export function withPoints(table: Table, threat: ThreatModel, points: Points): Table {
  const d = threat.numbers.length;
  const c = threat.categories.length;
  const columns = table.columns.map((column): Column => {
    if (column.kind === 'number') {
      const j = threat.numbers.findIndex((rule) => rule.column === column.name);
      return j < 0 ? column : { ...column, values: Float64Array.from({ length: points.rows }, (_, i) => points.numbers[i * d + j]) };
    }
    if (column.kind === 'category') {
      const j = threat.categories.findIndex((rule) => rule.column === column.name);
      return j < 0 ? column : { ...column, codes: Int32Array.from({ length: points.rows }, (_, i) => points.codes[i * c + j]) };
    }
    return column;
  });
  return { rows: table.rows, columns };
}

export function emptyPoints(rows: number, threat: ThreatModel): Points {
  return { rows, numbers: new Float64Array(rows * threat.numbers.length), codes: new Int32Array(rows * threat.categories.length) };
}

export function takePoints(points: Points, positions: ArrayLike<number>, threat: ThreatModel): Points {
  const taken = emptyPoints(positions.length, threat);
  for (let i = 0; i < positions.length; i++) copyPoint(points, positions[i], taken, i, threat);
  return taken;
}

export function copyPoint(from: Points, row: number, to: Points, at: number, threat: ThreatModel): void {
  const d = threat.numbers.length;
  const c = threat.categories.length;
  for (let j = 0; j < d; j++) to.numbers[at * d + j] = from.numbers[row * d + j];
  for (let j = 0; j < c; j++) to.codes[at * c + j] = from.codes[row * c + j];
}

function wrongKind(name: string, wanted: string, column: Column): ExplainError {
  return new ExplainError('BAD_DATA', `The plan says that "${name}" is a ${wanted} column; the data hold a ${column.kind} column.`);
}
