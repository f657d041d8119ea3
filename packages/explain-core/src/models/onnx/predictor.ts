import { env } from 'onnxruntime-node';
import { takeColumns, takeRows } from '../../data/select.js';
import { ExplainError } from '../../errors.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { nameClasses, type LabelNames } from '../classNames.js';
import { bindInputs, featuresOf, fillInput, type InputBinding } from './inputs.js';
import { chooseOutput, type ChosenOutput } from './outputs.js';
import { DOUBLE, type ModelProto } from './schema.js';
import { scoresOf, scoresOfLabels } from './scores.js';
import { openSession, type RunResult } from './session.js';
import { openGradient } from './predictorGradient.js';
import { parseOnnx } from './validate.js';
import type { ColumnInfo, Table } from '../../data/table.js';
import type { ColumnMapping } from '../mapping.js';
import type { DifferentiablePredictor, Predictor } from '../predictor.js';

/** Rows a call of the runtime; fewer where rows are wide. Part of the numbers: another batch may round in another order. */
const BATCH_ROWS = 1024;
/** Numbers a batch, so that a batch of images stays within 32 MiB. */
const BATCH_CELLS = 2 ** 22;

/** A model in ONNX form. Its bytes are checked and written anew before the runtime reads them. */
export async function onnxPredictor(bytes: Uint8Array, mapping: ColumnMapping | null, columns: readonly ColumnInfo[], label?: LabelNames): Promise<Predictor | DifferentiablePredictor> {
  const model = parseOnnx(bytes);
  const said = mapping?.output ?? {};
  const bindings = bindInputs(model.graph!, mapping, columns);
  const output = chooseOutput(model, said);
  const { task, classes } = nameClasses({ kind: output.kind, width: output.width, inFile: output.graphClasses }, said, label);
  const session = await openSession(withOutput(model, output));
  const features = featuresOf(bindings);
  const batchRows = rowsPerBatch(bindings);

  const predictor: Predictor = {
    format: 'onnx',
    task,
    classes,
    features,
    threshold: said.threshold ?? 0.5,
    runtime: { library: 'onnxruntime-node', version: env.versions.node ?? env.versions.common, backend: 'cpu', precision: output.type === DOUBLE ? 'float64' : 'float32' },
    async predict(rows, signal) {
      const scores = matrix(rows.rows, classes.length);
      for (const batch of batches(takeColumns(rows, features), batchRows)) {
        if (signal?.aborted) throw new ExplainError('CANCELLED', 'The prediction was cancelled.');
        const feeds = bindings.map((binding) => ({ name: binding.name, type: binding.type, input: fillInput(binding, batch.table) }));
        const result = (await session.run(feeds)).get(output.tensor)!;
        scores.values.set(batchScores(result, output, classes, batch).values.subarray(0, batch.rows * classes.length), batch.offset * classes.length);
      }
      return scores;
    },
    dispose: () => session.dispose(),
  };

  const gradient = await openGradient(model, bindings, columns, output, classes.length);
  if ('unavailableBecause' in gradient) return { ...predictor, gradientUnavailableBecause: gradient.unavailableBecause };
  return {
    ...predictor,
    numberFeatures: gradient.numberFeatures,
    async gradient(rows, cotangent, signal) {
      if (cotangent.rows !== rows.rows || cotangent.columns !== classes.length) {
        throw new RangeError(`a cotangent of ${rows.rows} × ${classes.length} was expected, ${cotangent.rows} × ${cotangent.columns} came`);
      }
      const width = gradient.numberFeatures.length;
      const derivative = matrix(rows.rows, width);
      for (const batch of batches(takeColumns(rows, features), batchRows)) {
        if (signal?.aborted) throw new ExplainError('CANCELLED', 'The gradient was cancelled.');
        const part = matrix(batch.table.rows, classes.length);
        part.values.set(cotangent.values.subarray(batch.offset * classes.length, (batch.offset + batch.rows) * classes.length));
        const found = await gradient.compute(batch.table, part, batch.offset);
        derivative.values.set(found.values.subarray(0, batch.rows * width), batch.offset * width);
      }
      return derivative;
    },
    async dispose() {
      await gradient.dispose();
      await session.dispose();
    },
  };
}

/** Only the tensor of the scores comes out, so a label or a ZipMap beside it is not even computed. */
function withOutput(model: ModelProto, { tensor, type }: ChosenOutput): ModelProto {
  return { ...model, graph: { ...model.graph!, output: [{ name: tensor, type: { tensor_type: { elem_type: type } } }] } };
}

interface Batch {
  readonly table: Table;
  readonly offset: number;
  /** Rows that are asked for; the table may be filled up. */
  readonly rows: number;
}

/** A model that fixes its number of rows gets that many; the last batch is filled up with its own last row. */
function* batches(table: Table, { most, fixed }: { most: number; fixed: number | null }): Generator<Batch> {
  const size = fixed ?? most;
  for (let offset = 0; offset < table.rows; offset += size) {
    const rows = Math.min(size, table.rows - offset);
    const indices = Int32Array.from({ length: fixed ?? rows }, (_, i) => offset + Math.min(i, rows - 1));
    yield { table: takeRows(table, indices), offset, rows };
  }
}

function rowsPerBatch(bindings: readonly InputBinding[]): { most: number; fixed: number | null } {
  const cells = bindings.reduce((sum, binding) => sum + (binding.kind === 'matrix' ? binding.width : 1), 0);
  const fixed = [...new Set(bindings.map(({ fixedRows }) => fixedRows).filter((rows) => rows !== null))];
  if (fixed.length > 1) throw new ExplainError('UNSUPPORTED', `The ONNX inputs want ${fixed.join(' and ')} rows at once. Export the model with an open batch dimension.`);
  if (fixed.length === 1 && fixed[0] > BATCH_ROWS) throw new ExplainError('UNSUPPORTED', `The ONNX model wants ${fixed[0]} rows at once; at most ${BATCH_ROWS}. Export the model with an open batch dimension.`);
  return { most: Math.max(1, Math.min(BATCH_ROWS, Math.floor(BATCH_CELLS / cells))), fixed: fixed[0] ?? null };
}

function batchScores(result: RunResult, output: ChosenOutput, classes: readonly string[], { table, offset }: Batch): Matrix {
  const { rows } = table;
  const width = output.kind === 'label' || output.kind === 'value' ? 1 : classes.length;
  const columns = result.data.length / rows;
  const isShaped = (result.dims.length === 0 ? 1 : result.dims[0]) === rows && (columns === width || (columns === 1 && width === 2));
  if (!isShaped) {
    throw new ExplainError('BAD_PREDICTION', `The ONNX output "${output.tensor}" is ${result.dims.join(' × ') || 'one number'} for ${rows} rows (from row ${offset}); ${rows} × ${width} was expected.`, { row: offset });
  }
  if (output.kind === 'label') return scoresOfLabels(Array.from(result.data, (value, i) => labelPosition(value, output, classes, offset + i)), classes.length);
  return scoresOf(matrix(rows, columns, Float64Array.from(result.data as ArrayLike<number>)), output.kind, classes.length, offset);
}

/** Labels are looked up among the graph's own names, then among the classes; a position is one already. */
function labelPosition(value: number | bigint | string | boolean, { isPosition, graphClasses }: ChosenOutput, classes: readonly string[], row: number): number {
  const name = String(value);
  const position = isPosition && graphClasses === null ? Number(value) : (graphClasses ?? classes).indexOf(name);
  if (Number.isInteger(position) && position >= 0 && position < classes.length) return position;
  throw new ExplainError('BAD_PREDICTION', `The model answers the label "${name.slice(0, 80)}" for row ${row}; its classes are ${(graphClasses ?? classes).join(', ')}. List them in the column mapping: {"output":{"classes":["…"]}}.`, { row });
}
