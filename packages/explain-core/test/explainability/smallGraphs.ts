import { FLOAT, type GraphProto, type ModelProto, type NodeProto, type TensorProto } from '../../src/models/onnx/schema.js';

/** A graph from x, [n, features] of float32, to y. */
export function graphModel(nodes: readonly NodeProto[], weights: readonly TensorProto[], features: number, outputs: number): ModelProto {
  const valueOf = (name: string, width: number) => ({ name, type: { tensor_type: { elem_type: FLOAT, shape: { dim: [{}, { dim_value: width }] } } } });
  const graph: GraphProto = { name: 'g', node: [...nodes], initializer: [...weights], input: [valueOf('x', features)], output: [valueOf('y', outputs)], value_info: [], sparse_initializer: [] };
  return { ir_version: 8, graph, opset_import: [{ domain: '', version: 17 }, { domain: 'ai.onnx.ml', version: 1 }], functions: [] };
}

/** The node with a list of floats as an attribute. */
export function floatsNode(node: NodeProto, name: string, values: readonly number[]): NodeProto {
  return { ...node, attribute: [...node.attribute, { name, type: 6, floats: values.map(Math.fround), ints: [], strings: [], tensors: [], graphs: [], type_protos: [], sparse_tensors: [] }] };
}
