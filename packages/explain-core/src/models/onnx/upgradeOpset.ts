import { attributeOf, domainOf, floatAttribute, intAttribute, intsAttribute, makeNode, makeTensor } from './build.js';
import { DOUBLE, FLOAT, INT64, type NodeProto, type TensorProto } from './schema.js';

/** The operators that gradient graphs are written in: ScatterElements with "add" is 16, and everything older is brought to it. */
export const TARGET_OPSET = 17;

/** Operators whose meaning or form changed between 13 and 17; all others kept theirs. */
const CHANGED_SINCE_13 = new Set(['RoiAlign']);
/** Operators of versions 7 to 12 whose form or meaning changed by 13 and that are not rewritten below. */
const CHANGED_BEFORE_13 = new Set(['Upsample', 'Resize', 'TopK', 'Pad', 'Scan', 'Loop', 'If', 'GatherND', 'OneHot', 'NonMaxSuppression', 'RoiAlign', 'Hardmax', 'Scatter', 'CumSum']);
const OLDEST = 7;

/**
 * Nodes of an older operator set as nodes of version 17 (https://github.com/onnx/onnx/blob/main/docs/Changelog.md). Between these versions, attributes
 * became inputs (axes, split, min and max, the ratio of Dropout) and Softmax stopped flattening. Newer nodes stay as they are.
 */
export function upgradeOpset(
  nodes: readonly NodeProto[],
  version: number,
  constants: ReadonlyMap<string, TensorProto>,
  refuse: (message: string) => Error,
): { nodes: NodeProto[]; tensors: TensorProto[] } {
  const tensors: TensorProto[] = [];
  if (version >= TARGET_OPSET) return { nodes: [...nodes], tensors };
  if (version < OLDEST) throw refuse(`The model uses version ${version} of the ONNX operators; derivatives are built for ${OLDEST} and later.`);
  const ints = (values: readonly number[]): string => {
    const tensor = makeTensor(`plumbline/upgrade/${tensors.length}`, INT64, [values.length], values);
    tensors.push(tensor);
    return tensor.name!;
  };
  const bound = (value: number, like: string): string => {
    const isDouble = constants.get(like)?.data_type === DOUBLE;
    const tensor = makeTensor(`plumbline/upgrade/${tensors.length}`, isDouble ? DOUBLE : FLOAT, [], [value]);
    tensors.push(tensor);
    return tensor.name!;
  };
  const upgraded = nodes.flatMap((node): NodeProto[] => {
    if (domainOf(node) !== '') return [node];
    const op = node.op_type ?? '';
    if (CHANGED_SINCE_13.has(op) || (version < 13 && CHANGED_BEFORE_13.has(op))) throw refuse(`The operator ${op} of version ${version} is not brought to version ${TARGET_OPSET}. Export the model with a newer opset.`);
    if (version >= 13) return [node];
    switch (op) {
      case 'Squeeze':
      case 'Unsqueeze':
      case 'ReduceSum': {
        const axes = intsAttribute(node, 'axes');
        return [axes === null ? node : withInput(node, 'axes', ints(axes))];
      }
      case 'Split': {
        const split = intsAttribute(node, 'split');
        return [split === null ? node : withInput(node, 'split', ints(split))];
      }
      case 'Slice': {
        if (version >= 10) return [node];
        const axes = intsAttribute(node, 'axes');
        const given = [ints(intsAttribute(node, 'starts') ?? []), ints(intsAttribute(node, 'ends') ?? []), ...(axes === null ? [] : [ints(axes)])];
        return [{ ...node, input: [...node.input, ...given], attribute: [] }];
      }
      case 'Clip': {
        if (version >= 11) return [node];
        const limits = ['min', 'max'].map((name) => (attributeOf(node, name) === undefined ? '' : bound(floatAttribute(node, name, 0), node.input[0])));
        return [{ ...node, input: [node.input[0], ...limits], attribute: [] }];
      }
      case 'Dropout':
        return [makeNode('Identity', [node.input[0]], [node.output[0]])];
      case 'BatchNormalization':
        if (node.output.length > 1 || intAttribute(node, 'spatial', 1) !== 1) throw refuse('BatchNormalization in training form has no derivative here.');
        return [{ ...node, attribute: node.attribute.filter(({ name }) => name === 'epsilon' || name === 'momentum') }];
      case 'Softmax':
      case 'LogSoftmax': {
        // Until 12 everything from the axis on was one long row; from 13 on only the axis itself. The default was 1.
        const axis = intAttribute(node, 'axis', 1);
        const [flat, soft, shape] = ['flat', 'soft', 'shape'].map((part) => `plumbline/upgrade/${node.output[0]}/${part}`);
        return [
          makeNode('Flatten', [node.input[0]], [flat], { axis }),
          makeNode(op, [flat], [soft], { axis: 1 }),
          makeNode('Shape', [node.input[0]], [shape]),
          makeNode('Reshape', [soft, shape], [node.output[0]]),
        ];
      }
      default:
        return [node];
    }
  });
  return { nodes: upgraded, tensors };
}

function withInput(node: NodeProto, attribute: string, input: string): NodeProto {
  return { ...node, input: [node.input[0], input], attribute: node.attribute.filter(({ name }) => name !== attribute) };
}
