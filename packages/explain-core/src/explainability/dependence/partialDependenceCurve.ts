import type { CategoryColumn, NumberColumn, Table } from '../../data/table.js';
import { notEstimable, type Estimate } from '../../numeric/estimate.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { meanOf, tEstimate } from '../../numeric/meanInterval.js';
import { pairwiseSum } from '../../numeric/sum.js';
import type { Ask } from '../ask.js';
import { askCopies } from './askCopies.js';
import type { Curve } from './curveDoubt.js';
import type { Grid } from './grid.js';

/** The model's answers for every row with the feature at every point of the grid: individual conditional expectations, [rows, points]. */
export async function conditionalExpectations(rows: Table, column: NumberColumn | CategoryColumn, grid: Grid, ask: Ask): Promise<Matrix> {
  const n = rows.rows;
  const points = grid.cells.length;
  const answers = await askCopies(rows, points, new Map([[column.name, (position: number): number => grid.cells[Math.floor(position / n)]!]]), ask);
  const lines = matrix(n, points);
  for (let k = 0; k < points; k++) for (let i = 0; i < n; i++) lines.values[i * points + k] = answers[k * n + i]!;
  return lines;
}

/** The mean of the lines, with what each row adds. */
export function partialDependenceCurve(lines: Matrix): Curve {
  const { rows: n, columns: points } = lines;
  const values = columnMeans(lines);
  // So that the standard error at a point is that of a mean, with n − 1 in it.
  const scale = n < 2 ? 0 : Math.sqrt(n / (n - 1));
  return { values, influences: matrix(n, points, lines.values.map((value, at) => scale * (value - values[at % points]!))) };
}

/** Standard deviation over rows of the lines centred at their first point, by point: 0 everywhere where the feature does the same for everybody. Null for one row. */
export function centredSpread({ rows: n, columns: points, values }: Matrix): Float64Array | null {
  if (n < 2) return null;
  const column = new Float64Array(n);
  return Float64Array.from({ length: points }, (_, k) => {
    for (let i = 0; i < n; i++) column[i] = values[i * points + k]! - values[i * points]!;
    return meanOf(column).standardError * Math.sqrt(n);
  });
}

/**
 * How unlike the rows' lines are, whatever their height: √(Σ (line − its mean − curve + the curve's mean)² ÷ (rows − 1) ÷ points). In the model's own unit, as the standard deviation of the
 * curve is, and 0 exactly where all lines are parallel. The interval is the root of Student's for the mean of the rows' squares.
 */
export function heterogeneity(lines: Matrix, level: number): Estimate {
  const { rows: n, columns: points, values } = lines;
  if (n < 2) return notEstimable(n, 'one row alone says nothing of how rows differ; two are needed');
  const curve = columnMeans(lines);
  const apart = new Float64Array(points);
  const squares = Float64Array.from({ length: n }, (_, i) => {
    let centre = 0;
    // From the first point, so that a line that is flat is so exactly.
    for (let k = 0; k < points; k++) {
      apart[k] = values[i * points + k]! - values[i * points]! - (curve[k]! - curve[0]!);
      centre += apart[k]! / points;
    }
    let sum = 0;
    for (let k = 0; k < points; k++) sum += (apart[k]! - centre) * (apart[k]! - centre);
    return ((sum / points) * n) / (n - 1);
  });
  const { value, interval } = tEstimate(meanOf(squares), level, [0, Infinity]);
  return { value: Math.sqrt(value), n, interval: { ...interval!, lower: Math.sqrt(interval!.lower), upper: Math.sqrt(interval!.upper) } };
}

function columnMeans({ rows: n, columns: points, values }: Matrix): Float64Array {
  const column = new Float64Array(n);
  return Float64Array.from({ length: points }, (_, k) => {
    for (let i = 0; i < n; i++) column[i] = values[i * points + k]!;
    return pairwiseSum(column) / n;
  });
}
