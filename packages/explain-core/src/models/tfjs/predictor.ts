import { ExplainError } from '../../errors.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { batches, rowsAtOnce } from '../batches.js';
import { bindInputs, featuresOf, fillInput, type InputBinding } from '../bindInputs.js';
import { encodedNames } from '../encode.js';
import { nameClasses, type LabelNames } from '../classNames.js';
import { dataGradient, ofOneNumber, smoothInputs } from '../dataGradient.js';
import { batchScores, type Answer, type ScoreKind } from '../scores.js';
import { readTfjs, type TfjsFile } from './archive.js';
import { openTensorflow, type Tensorflow } from './backend.js';
import { fileDealtAnew } from './dealtAnew.js';
import { openNetwork, type Network } from './network.js';
import type { Tensor } from '@tensorflow/tfjs';
import type { ColumnInfo, Table } from '../../data/table.js';
import type { ColumnMapping } from '../mapping.js';
import type { DifferentiablePredictor, Predictor } from '../predictor.js';

/**
 * A TensorFlow.js model, layers or graph, from one file. Whole batches are run at once (the library's own `predict` cuts them into 32 rows). Every tensor
 * but the weights is gone when a call returns.
 */
export async function tfjsPredictor(bytes: Uint8Array, mapping: ColumnMapping | null, columns: readonly ColumnInfo[], label?: LabelNames): Promise<Predictor | DifferentiablePredictor> {
  return predictorFrom(readTfjs(bytes), mapping, columns, label);
}

async function predictorFrom(file: TfjsFile, mapping: ColumnMapping | null, columns: readonly ColumnInfo[], label: LabelNames | undefined): Promise<Predictor | DifferentiablePredictor> {
  const { tf, runtime } = await openTensorflow();
  const network = await openNetwork(file, tf);
  try {
    const predictor = predictorOf(file.format === 'graph' ? 'tfjsGraph' : 'tfjsLayers', tf, runtime, network, mapping, columns, label);
    return { ...predictor, dealtAnew: (random) => predictorFrom(fileDealtAnew(file, random), mapping, columns, label) };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function predictorOf(
  format: 'tfjsGraph' | 'tfjsLayers',
  tf: Tensorflow,
  runtime: Predictor['runtime'],
  network: Network,
  mapping: ColumnMapping | null,
  columns: readonly ColumnInfo[],
  label: LabelNames | undefined,
): Predictor | DifferentiablePredictor {
  const said = mapping?.output ?? {};
  const bindings = bindInputs(network.inputs, mapping, columns);
  const features = featuresOf(bindings);
  const size = rowsAtOnce(bindings);
  const index = chooseOutput(network, said);
  const { name, meaning } = network.outputs[index];
  const width = probe(tf, network, bindings, index, size.fixed ?? 1);
  const kind = said.scores ?? meaning ?? ask(name);
  const answer: Answer = { tensor: name, kind, isPosition: true, graphClasses: null };
  const { task, classes } = nameClasses({ kind, width: kind === 'label' ? null : width, inFile: null }, said, label);

  const predictor: Predictor = {
    format,
    task,
    classes,
    features,
    threshold: said.threshold ?? 0.5,
    runtime,
    async predict(rows, signal) {
      const scores = matrix(rows.rows, classes.length);
      for (const batch of batches(rows, features, size)) {
        if (signal?.aborted) throw new ExplainError('CANCELLED', 'The prediction was cancelled.');
        const output = attempt(() => tf.tidy(() => network.run(fill(tf, bindings, batch.table, batch.offset), index)));
        const data = await output.data();
        const dims = output.shape;
        output.dispose();
        scores.values.set(batchScores({ dims, data }, answer, classes, batch).values.subarray(0, batch.rows * classes.length), batch.offset * classes.length);
      }
      return scores;
    },
    dispose: async () => network.dispose(),
  };

  const { inputs, numberFeatures } = smoothInputs(bindings, columns);
  if (kind === 'label' || numberFeatures.length === 0) {
    return { ...predictor, gradientUnavailableBecause: kind === 'label' ? 'The model answers labels, which follow no small change of a feature.' : 'The model reads no number as a number.' };
  }
  const positions = inputs.map((binding) => bindings.indexOf(binding));

  /** Derivatives of Σ cotangent · score by the smooth inputs. The scores are multiplied, not gathered: the WebAssembly backend has no derivative of gather. */
  const derivatives = (filled: Tensor[], weights: Tensor): Tensor[] => {
    const total = (...varied: Tensor[]): Tensor => {
      const all = filled.map((tensor, at) => varied[positions.indexOf(at)] ?? tensor);
      const raw = network.run(all, index).reshape(weights.shape);
      const scores = kind !== 'logit' ? raw : width === 1 ? tf.sigmoid(raw) : tf.softmax(raw);
      return tf.sum(tf.mul(scores, weights));
    };
    return tf.grads(total)(positions.map((at) => filled[at]));
  };

  const encoded = async (table: Table, cotangent: Matrix, offset: number): Promise<ArrayLike<number>[]> => {
    const raw = width === 1 && classes.length === 2 ? ofOneNumber(cotangent) : cotangent;
    const found = attempt(() => tf.tidy(() => derivatives(fill(tf, bindings, table, offset), tf.tensor2d(Float32Array.from(raw.values), [raw.rows, raw.columns]))));
    const data = await Promise.all(found.map((tensor) => tensor.data()));
    tf.dispose(found);
    return data;
  };

  try {
    tf.dispose(tf.tidy(() => derivatives(zeros(tf, bindings, size.fixed ?? 1), tf.ones([size.fixed ?? 1, width]))));
  } catch (error) {
    return { ...predictor, gradientUnavailableBecause: `TensorFlow.js has no derivative of this model on the backend ${runtime.backend}: ${(error as Error).message.slice(0, 200)}` };
  }
  return {
    ...predictor,
    numberFeatures,
    gradient: (rows, cotangent, signal) => dataGradient({ inputs, numberFeatures, features, classes: classes.length, size, encoded }, rows, cotangent, signal),
  };
}

function chooseOutput({ outputs }: Network, said: ColumnMapping['output']): number {
  const names = outputs.map(({ name }) => `"${name}"`).join(', ');
  if (said.name === undefined) {
    if (outputs.length === 1) return 0;
    throw new ExplainError('BAD_MAPPING', `The TensorFlow.js model has ${outputs.length} outputs (${names}). Say which holds the scores in the column mapping: {"output":{"name":"…"}}.`);
  }
  const index = outputs.findIndex(({ name }) => name === said.name);
  if (index < 0) throw new ExplainError('BAD_MAPPING', `The column mapping reads the output "${said.name}", and the TensorFlow.js model has ${names}.`);
  return index;
}

function ask(name: string): ScoreKind {
  throw new ExplainError('BAD_MAPPING', `The TensorFlow.js output "${name}" does not end in softmax or sigmoid, so what its numbers are is not known. Say so in the column mapping: {"output":{"scores":"probability"}}, "logit" or "value" (a regression).`);
}

/** Numbers a row, found by asking about zeros. */
function probe(tf: Tensorflow, network: Network, bindings: readonly InputBinding[], index: number, rows: number): number {
  try {
    return tf.tidy(() => network.run(zeros(tf, bindings, rows), index).size / rows);
  } catch (error) {
    throw new ExplainError('BAD_MODEL', `TensorFlow.js cannot run the model: ${(error as Error).message.slice(0, 300)}`);
  }
}

function attempt<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ExplainError) throw error;
    throw new ExplainError('BAD_PREDICTION', `The TensorFlow.js model fails on these rows: ${(error as Error).message.slice(0, 300)}`);
  }
}

/** A missing number is refused: some kernels turn NaN into 0 (relu in WebAssembly), and the answer would look like any other. */
function fill(tf: Tensorflow, bindings: readonly InputBinding[], table: Table, offset: number): Tensor[] {
  return bindings.map((binding) => {
    const { values, dims } = fillInput(binding, table, offset);
    const numbers = values as Float64Array;
    const bad = numbers.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const width = numbers.length / table.rows;
      const row = offset + Math.floor(bad / width);
      const name = binding.kind === 'column' ? binding.column : encodedNames(binding.features)[bad % width];
      throw new ExplainError('BAD_DATA', `"${name}" is missing or infinite in row ${row}, and a TensorFlow.js model has no answer to that. Say in the column mapping what stands for it ("missing"), or leave the row out.`, { column: name, row });
    }
    return binding.type === 'int32' ? tf.tensor(Int32Array.from(numbers), [...dims], 'int32') : tf.tensor(Float32Array.from(numbers), [...dims], 'float32');
  });
}

function zeros(tf: Tensorflow, bindings: readonly InputBinding[], rows: number): Tensor[] {
  return bindings.map((binding) => tf.zeros([rows, ...binding.dims], binding.type === 'int32' ? 'int32' : 'float32'));
}
