import { ExplainError } from '../../errors.js';
import { isObject, type TfjsFile } from './archive.js';
import type { Json, JsonObject } from '../../json.js';
import type { ScoreKind } from '../scores.js';
import type { Tensorflow } from './backend.js';

const RANDOM_OPS = new Set(['RandomUniform', 'RandomUniformInt', 'RandomStandardNormal', 'TruncatedNormal', 'Multinomial', 'StatelessRandomUniform']);

/** Refuses what this process must not or cannot run: layers that are code of their own, operators that draw random numbers. */
export function checkTopology(file: TfjsFile, tf: Tensorflow): void {
  if (file.format === 'graph') {
    for (const { op } of graphNodes(file.topology)) {
      if (typeof op === 'string' && RANDOM_OPS.has(op)) throw new ExplainError('BAD_MODEL', `The TensorFlow.js model draws random numbers (${op}), so the same row would get other answers. Export it in inference mode.`);
    }
    return;
  }
  const known = tf.serialization.SerializationMap.getMap().classNameMap;
  for (const { class_name: name } of layersOf(file.topology)) {
    if (typeof name !== 'string') throw new ExplainError('BAD_MODEL', 'A layer of the TensorFlow.js model has no "class_name".');
    if (Object.hasOwn(known, name)) continue;
    const why = name === 'Lambda' ? 'Lambda layers hold program code, which is not run' : 'it is no layer of TensorFlow.js, and code for other layers is not run';
    throw new ExplainError('BAD_MODEL', `The TensorFlow.js model has the layer "${name.slice(0, 60)}": ${why}. Replace it by standard layers, or export the model to ONNX.`);
  }
}

/** Every layer, those inside wrappers and nested models too. */
function layersOf(value: Json | undefined, depth = 0): JsonObject[] {
  if (depth > 100) throw new ExplainError('BAD_MODEL', 'The layers of the TensorFlow.js model are nested more than 100 levels deep.');
  if (Array.isArray(value)) return value.flatMap((item) => layersOf(item, depth + 1));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = key === 'layers' && Array.isArray(inner) ? inner.filter(isObject) : (key === 'layer' || key === 'backward_layer' || key === 'cell') && isObject(inner) ? [inner] : [];
    return [...own, ...layersOf(inner, depth + 1)];
  });
}

function graphNodes(topology: JsonObject): JsonObject[] {
  const library = isObject(topology.library) ? topology.library.function : undefined;
  const functions = Array.isArray(library) ? library.filter(isObject).flatMap((one) => (Array.isArray(one.nodeDef) ? one.nodeDef : [])) : [];
  return [...(Array.isArray(topology.node) ? topology.node : []), ...functions].filter(isObject);
}

/** What a layers model's output means, by the activation it ends in; null where that does not tell. */
export function meaningOfLayer(config: Readonly<Record<string, unknown>>, className: string): ScoreKind | null {
  if (className === 'Softmax') return 'probability';
  return config.activation === 'softmax' || config.activation === 'sigmoid' ? 'probability' : null;
}

/** What a graph's output means, by the operator that made it, looking through those that keep its values. */
export function meaningOfNode(topology: JsonObject, output: string): ScoreKind | null {
  const nodes = new Map(graphNodes(topology).map((node) => [node.name, node]));
  let node = nodes.get(output.replace(/:\d+$/, ''));
  for (let step = 0; step < 100 && node; step++) {
    if (node.op === 'Softmax' || node.op === 'Sigmoid') return 'probability';
    if (node.op === 'LogSoftmax') return 'logit';
    if (node.op === 'ArgMax') return 'label';
    if (!['Identity', 'Reshape', 'Squeeze', 'Cast'].includes(String(node.op)) || !Array.isArray(node.input)) return null;
    node = nodes.get(String(node.input[0]).replace(/:\d+$/, ''));
  }
  return null;
}
