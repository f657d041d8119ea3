import { env } from 'onnxruntime-node';
import { ExplainError } from '../../errors.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { batches, rowsAtOnce, type Batch } from '../batches.js';
import { bindInputs, featuresOf, fillInput } from '../bindInputs.js';
import { nameClasses, type LabelNames } from '../classNames.js';
import { scoresOf, scoresOfLabels } from '../scores.js';
import { declaredInputs } from './inputs.js';
import { chooseOutput, type ChosenOutput } from './outputs.js';
import { openGradient } from './predictorGradient.js';
import { DOUBLE, type ModelProto } from './schema.js';
import { openSession, type RunResult } from './session.js';
import { parseOnnx } from './validate.js';
import type { ColumnInfo } from '../../data/table.js';
import type { ColumnMapping } from '../mapping.js';
import type { DifferentiablePredictor, Predictor } from '../predictor.js';

/** A model in ONNX form. Its bytes are checked and written anew before the runtime reads them. */
export async function onnxPredictor(bytes: Uint8Array, mapping: ColumnMapping | null, columns: readonly ColumnInfo[], label?: LabelNames): Promise<Predictor | DifferentiablePredictor> {
  const model = parseOnnx(bytes);
  const said = mapping?.output ?? {};
  const bindings = bindInputs(declaredInputs(model.graph!), mapping, columns);
  const output = chooseOutput(model, said);
  const { task, classes } = nameClasses({ kind: output.kind, width: output.width, inFile: output.graphClasses }, said, label);
  const features = featuresOf(bindings);
  const size = rowsAtOnce(bindings);
  const session = await openSession(withOutput(model, output));

  const predictor: Predictor = {
    format: 'onnx',
    task,
    classes,
    features,
    threshold: said.threshold ?? 0.5,
    runtime: { library: 'onnxruntime-node', version: env.versions.node ?? env.versions.common, backend: 'cpu', precision: output.type === DOUBLE ? 'float64' : 'float32' },
    async predict(rows, signal) {
      const scores = matrix(rows.rows, classes.length);
      for (const batch of batches(rows, features, size)) {
        if (signal?.aborted) throw new ExplainError('CANCELLED', 'The prediction was cancelled.');
        const feeds = bindings.map((binding) => ({ name: binding.name, type: binding.type, input: fillInput(binding, batch.table) }));
        const result = (await session.run(feeds)).get(output.tensor)!;
        scores.values.set(batchScores(result, output, classes, batch).values.subarray(0, batch.rows * classes.length), batch.offset * classes.length);
      }
      return scores;
    },
    dispose: () => session.dispose(),
  };

  const gradient = await openGradient({ model, bindings, columns, features, output, classes: classes.length, size });
  if ('unavailableBecause' in gradient) return { ...predictor, gradientUnavailableBecause: gradient.unavailableBecause };
  return {
    ...predictor,
    numberFeatures: gradient.numberFeatures,
    gradient: gradient.gradient,
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
