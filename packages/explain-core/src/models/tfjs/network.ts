import { ExplainError } from '../../errors.js';
import { checkTopology, meaningOfLayer, meaningOfNode } from './topology.js';
import type { InferenceModel, LayersModel, Tensor } from '@tensorflow/tfjs';
import type { DeclaredInput, InputType } from '../bindInputs.js';
import type { TfjsFile } from './archive.js';
import type { ScoreKind } from '../scores.js';
import type { Tensorflow } from './backend.js';

/** A layers or graph model behind one face. */
export interface Network {
  readonly inputs: readonly DeclaredInput[];
  readonly outputs: readonly { readonly name: string; readonly meaning: ScoreKind | null }[];
  /** Tensors in the order of `inputs` -> the output at `index`. Made of differentiable operations; the caller tidies up. */
  run(inputs: Tensor[], index: number): Tensor;
  dispose(): void;
}

export async function openNetwork(file: TfjsFile, tf: Tensorflow): Promise<Network> {
  checkTopology(file, tf);
  const { json, topology, weightData } = file;
  const artifacts = { modelTopology: topology, weightSpecs: file.weightSpecs, weightData, format: json.format, signature: json.signature, userDefinedMetadata: json.userDefinedMetadata } as Parameters<typeof tf.io.fromMemory>[0];
  try {
    return file.format === 'graph' ? graphNetwork(await tf.loadGraphModel(tf.io.fromMemory(artifacts)), file) : layersNetwork(await tf.loadLayersModel(tf.io.fromMemory(artifacts)));
  } catch (error) {
    if (error instanceof ExplainError) throw error;
    throw new ExplainError('BAD_MODEL', `TensorFlow.js cannot load the model: ${(error as Error).message.slice(0, 300)}`);
  }
}

function layersNetwork(model: LayersModel): Network {
  return {
    inputs: model.inputs.map((input) => declared(input.sourceLayer.name, input.dtype, input.shape)),
    outputs: model.outputs.map(({ sourceLayer }) => ({ name: sourceLayer.name, meaning: meaningOfLayer(sourceLayer.getConfig(), sourceLayer.getClassName()) })),
    run(inputs, index) {
      const answer = model.apply(inputs.length === 1 ? inputs[0] : inputs, { training: false }) as Tensor | Tensor[];
      return Array.isArray(answer) ? answer[index] : answer;
    },
    dispose: () => void model.dispose(),
  };
}

function graphNetwork(model: InferenceModel & { dispose(): void }, file: TfjsFile): Network {
  const names = model.outputs.map(({ name }) => name);
  const inputNames = model.inputs.map(({ name }) => name);
  return {
    inputs: model.inputs.map((input) => declared(input.name.replace(/:0$/, ''), input.dtype, input.shape ?? null)),
    outputs: names.map((name) => ({ name: name.replace(/:0$/, ''), meaning: meaningOfNode(file.topology, name) })),
    run(inputs, index) {
      return model.execute(Object.fromEntries(inputs.map((tensor, at) => [inputNames[at], tensor])), names[index]) as Tensor;
    },
    dispose: () => model.dispose(),
  };
}

function declared(name: string, dtype: string | undefined, shape: readonly (number | null)[] | null): DeclaredInput {
  const type: InputType | null = dtype === 'float32' || dtype === undefined ? 'float32' : dtype === 'int32' ? 'int32' : null;
  if (type === null) throw new ExplainError('UNSUPPORTED', `The TensorFlow.js input "${name}" has the type ${dtype}; float32 and int32 can be filled.`);
  return { name, type, dims: shape === null ? null : shape.map((size) => (size === null || size < 0 ? null : size)) };
}
