import type { RandomStream } from '../../random/stream.js';
import { dealt } from '../dealtAnew.js';
import { attributeOf, makeTensor, tensorNumbers } from './build.js';
import { DOUBLE, FLOAT, type AttributeProto, type GraphProto, type ModelProto, type NodeProto, type TensorProto } from './schema.js';

/** Lists of numbers that scikit-learn’s operators keep what was learned in. */
const LEARNED = ['coefficients', 'class_weights', 'target_weights', 'rho', 'support_vectors'];

/**
 * The model with what it learned dealt anew: within each float tensor, and each list of coefficients or leaves, the same numbers in a drawn order. Shapes, words and whole numbers, which say how the graph is built, stay.
 */
export function modelDealtAnew(model: ModelProto, random: RandomStream): ModelProto {
  return { ...model, graph: graphDealtAnew(model.graph!, random) };
}

function graphDealtAnew(graph: GraphProto, random: RandomStream): GraphProto {
  return {
    ...graph,
    initializer: graph.initializer.map((tensor, i) => tensorDealtAnew(tensor, random.child('initializer').child(i))),
    node: graph.node.map((node, i) => nodeDealtAnew(node, random.child('node').child(i))),
  };
}

function nodeDealtAnew(node: NodeProto, random: RandomStream): NodeProto {
  return {
    ...node,
    attribute: node.attribute.map((attribute, i): AttributeProto => {
      const own = random.child(i);
      if (attribute.t !== undefined && node.op_type === 'Constant') return { ...attribute, t: tensorDealtAnew(attribute.t, own) };
      return LEARNED.includes(attribute.name ?? '') && attribute.floats.length > 0 ? { ...attribute, floats: dealtList(node, attribute.floats, own) } : attribute;
    }),
  };
}

/** Of a linear operator the features change places, in every class alike: with two classes the one's coefficients are the other's, turned round. */
function dealtList(node: NodeProto, floats: readonly number[], random: RandomStream): number[] {
  if (node.op_type !== 'LinearClassifier' && node.op_type !== 'LinearRegressor') return dealt(floats, random);
  const classes = Math.max(1, attributeOf(node, 'intercepts')?.floats.length ?? 1);
  const features = floats.length / classes;
  const places = random.permutation(features);
  return floats.map((_, at) => floats[Math.floor(at / features) * features + places[at % features]!]!);
}

function tensorDealtAnew(tensor: TensorProto, random: RandomStream): TensorProto {
  const { data_type: type } = tensor;
  if (type !== FLOAT && type !== DOUBLE) return tensor;
  return makeTensor(tensor.name ?? '', type, tensor.dims.map(Number), dealt(tensorNumbers(tensor) as number[], random));
}
