import { makeNode } from './build.js';
import { NoDerivative } from './rule.js';
import type { GraphProto, ModelProto, NodeProto, TensorProto } from './schema.js';
import { TARGET_OPSET, upgradeOpset } from './upgradeOpset.js';

/** Names of what we add to a graph begin with this; a file that uses it already is not differentiated. */
export const PREFIX = 'plumbline/';

/** What stands between the score tensor and the scores. */
export type GraphLink = 'none' | 'softmax' | 'sigmoid';

/** A graph's way from inputs to scores, brought to the operators that derivatives are written in. */
export interface Forward {
  readonly model: ModelProto;
  readonly graph: GraphProto;
  readonly nodes: NodeProto[];
  /** Constants that came with that. */
  readonly tensors: TensorProto[];
  /** All constants, by name. */
  readonly constants: Map<string, TensorProto>;
  /** The scores, behind their link. */
  readonly score: string;
}

/** Throws NoDerivative where a graph cannot be brought to them. */
export function forwardOf(model: ModelProto, score: string, link: GraphLink): Forward {
  const graph = model.graph!;
  const version = Number(model.opset_import.find(({ domain }) => domain === '')?.version ?? TARGET_OPSET);
  if (graph.node.flatMap((node) => node.output).some((name) => name.startsWith(PREFIX))) throw new NoDerivative(`The graph already uses names that begin with "${PREFIX}".`);
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const { nodes: upgraded, tensors } = upgradeOpset(graph.node, version, constants, (message) => new NoDerivative(message));
  for (const tensor of tensors) constants.set(tensor.name ?? '', tensor);
  const nodes = upgraded.map((node) => ({ ...node, output: [...node.output] }));
  for (const node of nodes) {
    const value = node.attribute.find((attribute) => attribute.name === 'value')?.t;
    if (node.op_type === 'Constant' && value) constants.set(node.output[0], value);
  }
  if (link === 'none') return { model, graph, nodes, tensors, constants, score };
  const probability = `${PREFIX}probability`;
  nodes.push(link === 'softmax' ? makeNode('Softmax', [score], [probability], { axis: -1 }) : makeNode('Sigmoid', [score], [probability]));
  return { model, graph, nodes, tensors, constants, score: probability };
}
