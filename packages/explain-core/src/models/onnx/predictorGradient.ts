import { columnOf } from '../../data/select.js';
import { ExplainError } from '../../errors.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { COTANGENT, gradientGraph } from './gradient.js';
import { fillInput, type InputBinding } from './inputs.js';
import { DOUBLE, FLOAT, type ModelProto } from './schema.js';
import { openSession } from './session.js';
import type { ColumnInfo, Table } from '../../data/table.js';
import type { ChosenOutput } from './outputs.js';

interface OpenGradient {
  readonly numberFeatures: readonly string[];
  /** [n, classes] -> [n, numberFeatures], in the data's units. `offset` is the first row's number, for messages. */
  compute(rows: Table, cotangent: Matrix, offset: number): Promise<Matrix>;
  dispose(): Promise<void>;
}

/** The model's derivative by its number features, or a sentence why there is none. */
export async function openGradient(model: ModelProto, bindings: readonly InputBinding[], columns: readonly ColumnInfo[], output: ChosenOutput, classes: number): Promise<OpenGradient | { readonly unavailableBecause: string }> {
  if (output.kind === 'label') return { unavailableBecause: 'The model answers labels, which follow no small change of a feature.' };
  const scoreColumns = output.width;
  if (scoreColumns === null) return { unavailableBecause: 'The model does not declare how many scores it gives.' };
  const smooth = bindings.filter((binding) => (binding.type === FLOAT || binding.type === DOUBLE) && numbersOf(binding, columns).length > 0);
  const numberFeatures = [...new Set(smooth.flatMap((binding) => numbersOf(binding, columns)))];
  if (numberFeatures.length === 0) return { unavailableBecause: 'The model reads no number as a number.' };

  const link = output.kind !== 'logit' ? 'none' : scoreColumns === 1 ? 'sigmoid' : 'softmax';
  const graph = gradientGraph(model, output.tensor, link, smooth.map(({ name }) => name));
  if ('unavailableBecause' in graph) return graph;
  let session: Awaited<ReturnType<typeof openSession>>;
  try {
    session = await openSession(graph.model);
  } catch (error) {
    // The runtime has no kernel for some operator of the derivative in this precision: the model can still be asked.
    return { unavailableBecause: `The derivative cannot be run: ${(error as Error).message}` };
  }
  const position = new Map(numberFeatures.map((name, index) => [name, index]));
  const width = numberFeatures.length;

  return {
    numberFeatures,
    async compute(rows, cotangent, offset) {
      const feeds = bindings.map((binding) => ({ name: binding.name, type: binding.type, input: fillInput(binding, rows) }));
      const raw = scoreColumns === 1 && classes === 2 ? differences(cotangent) : cotangent;
      const type = output.type === DOUBLE ? (DOUBLE as typeof DOUBLE) : (FLOAT as typeof FLOAT);
      const results = await session.run([...feeds, { name: COTANGENT, type, input: { values: raw.values, dims: [raw.rows, raw.columns] } }]);
      const gradient = matrix(rows.rows, width);
      for (const binding of smooth) addInDataUnits(binding, rows, results.get(graph.outputs.get(binding.name)!)!.data as ArrayLike<number>, gradient, position);
      const bad = gradient.values.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) {
        const row = offset + Math.floor(bad / width);
        throw new ExplainError('BAD_PREDICTION', `The model's derivative by "${numberFeatures[bad % width]}" is ${gradient.values[bad]} for row ${row}.`, { row });
      }
      return gradient;
    },
    dispose: () => session.dispose(),
  };
}

function numbersOf(binding: InputBinding, columns: readonly ColumnInfo[]): string[] {
  if (binding.kind === 'matrix') return binding.features.flatMap((feature) => (feature.encode === 'number' ? [feature.column] : []));
  return columns.some((column) => column.name === binding.column && column.kind === 'number') ? [binding.column] : [];
}

/** One number p a row stands for the scores [1 − p, p]. */
function differences({ rows, values }: Matrix): Matrix {
  return matrix(rows, 1, Float64Array.from({ length: rows }, (_, i) => values[2 * i + 1] - values[2 * i]));
}

/** Chain rule through (x − subtract) / divide. A missing number that was filled in does not move its feature. */
function addInDataUnits(binding: InputBinding, rows: Table, derivative: ArrayLike<number>, gradient: Matrix, position: ReadonlyMap<string, number>): void {
  const width = gradient.columns;
  const add = (name: string, offset: number, stride: number, divide: number): void => {
    const column = columnOf(rows, name);
    if (column.kind !== 'number') return;
    const to = position.get(name)!;
    for (let i = 0; i < rows.rows; i++) if (!Number.isNaN(column.values[i])) gradient.values[i * width + to] += derivative[i * stride + offset] / divide;
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
