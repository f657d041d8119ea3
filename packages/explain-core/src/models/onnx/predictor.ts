import { env } from 'onnxruntime-node';
import { ExplainError } from '../../errors.js';
import { matrix } from '../../numeric/matrix.js';
import { batches, rowsAtOnce } from '../batches.js';
import { bindInputs, featuresOf, fillInput, type InputBinding } from '../bindInputs.js';
import { nameClasses, type LabelNames } from '../classNames.js';
import { encodedOrigins, encodeFeatures } from '../encode.js';
import { batchScores } from '../scores.js';
import { modelDealtAnew } from './dealtAnew.js';
import { declaredInputs } from './inputs.js';
import { linearFormOf } from './linearForm.js';
import { chooseOutput, type ChosenOutput } from './outputs.js';
import { openGradient } from './predictorGradient.js';
import { openRescale } from './predictorRescale.js';
import { DOUBLE, type ModelProto } from './schema.js';
import { openSession } from './session.js';
import { treesOf } from './treeEnsemble.js';
import { parseOnnx } from './validate.js';
import type { ColumnInfo } from '../../data/table.js';
import type { ColumnMapping } from '../mapping.js';
import type { DifferentiablePredictor, LinearPredictor, Predictor, TreePredictor } from '../predictor.js';

/** A model in ONNX form. Its bytes are checked and written anew before the runtime reads them. */
export async function onnxPredictor(bytes: Uint8Array, mapping: ColumnMapping | null, columns: readonly ColumnInfo[], label?: LabelNames): Promise<Predictor | DifferentiablePredictor> {
  return predictorOf(parseOnnx(bytes), mapping, columns, label);
}

async function predictorOf(model: ModelProto, mapping: ColumnMapping | null, columns: readonly ColumnInfo[], label: LabelNames | undefined): Promise<Predictor | DifferentiablePredictor> {
  const said = mapping?.output ?? {};
  const bindings = bindInputs(declaredInputs(model.graph!), mapping, columns);
  const output = chooseOutput(model, said);
  const { task, classes } = nameClasses({ kind: output.kind, width: output.width, inFile: output.graphClasses }, said, label);
  const features = featuresOf(bindings);
  const size = rowsAtOnce(bindings);
  const session = await openSession(withOutput(model, output));

  const trees = treesBehind(model, output, bindings);
  const linear = linearFormOf(model, output, bindings, classes.length);
  const predictor: Predictor | TreePredictor | LinearPredictor = {
    ...trees,
    ...(linear && { linear }),
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
        const feeds = bindings.map((binding) => ({ name: binding.name, type: binding.type, input: fillInput(binding, batch.table, batch.offset) }));
        const result = (await session.run(feeds)).get(output.tensor)!;
        scores.values.set(batchScores(result, output, classes, batch).values.subarray(0, batch.rows * classes.length), batch.offset * classes.length);
      }
      return scores;
    },
    dispose: () => session.dispose(),
    dealtAnew: (random) => predictorOf(modelDealtAnew(model, random), mapping, columns, label),
  };

  const subject = { model, bindings, columns, features, output, classes: classes.length, size };
  const gradient = await openGradient(subject);
  if ('unavailableBecause' in gradient) return { ...predictor, gradientUnavailableBecause: gradient.unavailableBecause };
  const rescale = openRescale(subject);
  return {
    ...predictor,
    numberFeatures: gradient.numberFeatures,
    gradient: gradient.gradient,
    ...('multipliers' in rescale ? { multipliers: rescale.multipliers } : {}),
    async dispose() {
      if ('multipliers' in rescale) await rescale.dispose();
      await gradient.dispose();
      await session.dispose();
    },
  };
}

/** Where the graph is trees on one matrix, those trees; predictions come from the runtime all the same. */
function treesBehind(model: ModelProto, output: ChosenOutput, bindings: readonly InputBinding[]): Pick<TreePredictor, 'ensemble' | 'encode' | 'origins'> | null {
  const [binding] = bindings;
  if (bindings.length !== 1 || binding.kind !== 'matrix') return null;
  const ensemble = treesOf(model.graph!, output, binding);
  return ensemble && { ensemble, encode: (rows) => encodeFeatures(rows, binding.features), origins: encodedOrigins(binding.features) };
}

/** Only the tensor of the scores comes out, so a label or a ZipMap beside it is not even computed. */
function withOutput(model: ModelProto, { tensor, type }: ChosenOutput): ModelProto {
  return { ...model, graph: { ...model.graph!, output: [{ name: tensor, type: { tensor_type: { elem_type: type } } }] } };
}
