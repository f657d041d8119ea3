import { domainOf } from './build.js';
import { BOOL, FLOAT, INT64, STRING, type GraphProto, type NodeProto, type TensorProto } from './schema.js';

/**
 * Element types of tensors by name. Enough of type inference to write constants of the right type; where it errs the runtime refuses the graph and the model has no gradient.
 * nodes: in the order they are computed.
 */
export function tensorTypes(graph: GraphProto, constants: ReadonlyMap<string, TensorProto>, nodes: readonly NodeProto[]): Map<string, number> {
  const types = new Map<string, number>();
  for (const input of graph.input) types.set(input.name ?? '', input.type?.tensor_type?.elem_type ?? 0);
  for (const [name, tensor] of constants) types.set(name, tensor.data_type ?? 0);
  for (const node of nodes) node.output.forEach((output, index) => types.set(output, outputType(types, node, index)));
  return types;
}

function outputType(types: ReadonlyMap<string, number>, node: NodeProto, index: number): number {
  const op = node.op_type ?? '';
  if (domainOf(node) === 'ai.onnx.ml') {
    if (op.endsWith('Classifier')) return index === 0 ? INT64 : FLOAT;
    if (op === 'ArrayFeatureExtractor' || op === 'Binarizer' || op === 'Imputer') return types.get(node.input[0]) ?? 0;
    if (op === 'LabelEncoder' || op === 'CategoryMapper') return STRING;
    return FLOAT;
  }
  const attribute = (name: string) => node.attribute.find((candidate) => candidate.name === name);
  switch (op) {
    case 'Cast':
      return Number(attribute('to')?.i ?? 0);
    case 'Constant':
    case 'ConstantOfShape': {
      const tensor = attribute('value')?.t;
      return tensor?.data_type ?? (attribute('value_int') || attribute('value_ints') ? INT64 : FLOAT);
    }
    case 'Shape':
    case 'Size':
    case 'ArgMax':
    case 'ArgMin':
    case 'NonZero':
      return INT64;
    case 'TopK':
    case 'MaxPool':
      return index === 1 ? INT64 : (types.get(node.input[0]) ?? 0);
    case 'Greater':
    case 'GreaterOrEqual':
    case 'Less':
    case 'LessOrEqual':
    case 'Equal':
    case 'IsNaN':
    case 'IsInf':
    case 'Not':
    case 'And':
    case 'Or':
      return BOOL;
    case 'Where':
    case 'OneHot':
      return types.get(node.input[op === 'Where' ? 1 : 2]) ?? 0;
    case 'Dropout':
      return index === 1 ? BOOL : (types.get(node.input[0]) ?? 0);
    default:
      return types.get(node.input[0]) ?? 0;
  }
}
