import { columnOf } from '../data/select.js';
import { ExplainError } from '../errors.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { batches } from './batches.js';
import type { ColumnInfo, Table } from '../data/table.js';
import type { InputBinding } from './bindInputs.js';

/** Inputs that take numbers as numbers, and the data columns behind them, each once. */
export function smoothInputs(bindings: readonly InputBinding[], columns: readonly ColumnInfo[]): { inputs: InputBinding[]; numberFeatures: string[] } {
  const inputs = bindings.filter((binding) => (binding.type === 'float32' || binding.type === 'float64') && numbersOf(binding, columns).length > 0);
  return { inputs, numberFeatures: [...new Set(inputs.flatMap((binding) => numbersOf(binding, columns)))] };
}

function numbersOf(binding: InputBinding, columns: readonly ColumnInfo[]): string[] {
  if (binding.kind === 'matrix') return binding.features.flatMap((feature) => (feature.encode === 'number' ? [feature.column] : []));
  return columns.some((column) => column.name === binding.column && column.kind === 'number') ? [binding.column] : [];
}

/** Where the model gives one number p for the scores [1 − p, p], its cotangent is the second score's less the first's: [n, 2] -> [n, 1]. */
export function ofOneNumber({ rows, values }: Matrix): Matrix {
  return matrix(rows, 1, Float64Array.from({ length: rows }, (_, i) => values[2 * i + 1] - values[2 * i]));
}

export interface GradientPlan {
  readonly inputs: readonly InputBinding[];
  readonly numberFeatures: readonly string[];
  readonly features: readonly string[];
  readonly classes: number;
  readonly size: { most: number; fixed: number | null };
  /** Derivatives by each of `inputs`, as they are encoded, for one batch that begins at row `offset`. */
  encoded(rows: Table, cotangent: Matrix, offset: number): Promise<readonly ArrayLike<number>[]>;
}

/** The gradient of Σ cotangent · score by the number features, in the data's own units, batch by batch. */
export async function dataGradient(plan: GradientPlan, rows: Table, cotangent: Matrix, signal: AbortSignal | undefined): Promise<Matrix> {
  const { inputs, numberFeatures, classes } = plan;
  if (cotangent.rows !== rows.rows || cotangent.columns !== classes) {
    throw new RangeError(`a cotangent of ${rows.rows} × ${classes} was expected, ${cotangent.rows} × ${cotangent.columns} came`);
  }
  const width = numberFeatures.length;
  const position = new Map(numberFeatures.map((name, index) => [name, index]));
  const gradient = matrix(rows.rows, width);
  for (const batch of batches(rows, plan.features, plan.size)) {
    if (signal?.aborted) throw new ExplainError('CANCELLED', 'The gradient was cancelled.');
    const part = matrix(batch.table.rows, classes);
    part.values.set(cotangent.values.subarray(batch.offset * classes, (batch.offset + batch.rows) * classes));
    const found = await plan.encoded(batch.table, part, batch.offset);
    const here: Matrix = { rows: batch.rows, columns: width, values: gradient.values.subarray(batch.offset * width, (batch.offset + batch.rows) * width) };
    inputs.forEach((binding, index) => addInDataUnits(binding, batch.table, found[index], here, position));
  }
  const bad = gradient.values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return gradient;
  const row = Math.floor(bad / width);
  throw new ExplainError('BAD_PREDICTION', `The model's derivative by "${numberFeatures[bad % width]}" is ${gradient.values[bad]} for row ${row}.`, { row });
}

/** Chain rule through (x − subtract) / divide. A missing number that was filled in does not move its feature. */
function addInDataUnits(binding: InputBinding, rows: Table, derivative: ArrayLike<number>, gradient: Matrix, position: ReadonlyMap<string, number>): void {
  const width = gradient.columns;
  const add = (name: string, offset: number, stride: number, divide: number): void => {
    const column = columnOf(rows, name);
    if (column.kind !== 'number') return;
    const to = position.get(name)!;
    for (let i = 0; i < gradient.rows; i++) if (!Number.isNaN(column.values[i])) gradient.values[i * width + to] += derivative[i * stride + offset] / divide;
  };
  if (binding.kind === 'column') {
    add(binding.column, 0, 1, 1);
    return;
  }
  let offset = 0;
  for (const feature of binding.features) {
    if (feature.encode === 'number') add(feature.column, offset, binding.width, feature.divide);
    offset += feature.encode === 'oneHot' ? feature.levels.length : 1;
  }
}
