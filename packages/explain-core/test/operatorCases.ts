import { makeNode, makeTensor, type AttributeValue } from '../src/models/onnx/build.js';
import type { FloatType } from '../src/models/onnx/rule.js';
import { DOUBLE, FLOAT, INT64, writeModel, type GraphProto, type ModelProto, type NodeProto, type TensorProto } from '../src/models/onnx/schema.js';
import { parseOnnx } from '../src/models/onnx/validate.js';

/** A small graph from x to y. */
export interface Case {
  readonly shape: readonly number[];
  readonly nodes: readonly NodeProto[];
  readonly weights?: readonly TensorProto[];
  /** float32 where the runtime has no kernel in float64. */
  readonly type?: FloatType;
  readonly opset?: number;
  /** Added to every x, to stay where the function is defined or away from its kinks. */
  readonly shift?: number;
}

const attributes = (values: Readonly<Record<string, AttributeValue>>) => values;
const float = (value: number) => ({ float: value });
export const weight = (name: string, dims: readonly number[], type: FloatType = DOUBLE, from = 3) => {
  const size = dims.reduce((a, b) => a * b, 1);
  return makeTensor(name, type, dims, Array.from({ length: size }, (_, i) => wave(i + from)));
};
export const positive = (name: string, dims: readonly number[], type: FloatType = DOUBLE) => {
  const size = dims.reduce((a, b) => a * b, 1);
  return makeTensor(name, type, dims, Array.from({ length: size }, (_, i) => 0.5 + Math.abs(wave(i))));
};
export const ints = (name: string, values: readonly number[]) => makeTensor(name, INT64, [values.length], values);
const unary = (op: string, more: Partial<Case> & { with?: Readonly<Record<string, AttributeValue>> } = {}): Case => ({ shape: [3, 4], nodes: [makeNode(op, ['x'], ['y'], more.with ?? {})], ...more });
export const ml = (op: string, inputs: readonly string[], outputs: readonly string[], values: Readonly<Record<string, AttributeValue>>) => makeNode(op, inputs, outputs, values, 'ai.onnx.ml');
const floats = (node: NodeProto, name: string, values: readonly number[]): NodeProto => ({
  ...node,
  attribute: [...node.attribute, { name, type: 6, floats: values.map(Math.fround), ints: [], strings: [], tensors: [], graphs: [], type_protos: [], sparse_tensors: [] }],
});
const coefficients = (count: number) => Array.from({ length: count }, (_, i) => wave(i + 5));
const classifier = (post: string): Case => ({
  type: FLOAT,
  shape: [3, 4],
  nodes: [floats(floats(ml('LinearClassifier', ['x'], ['label', 'y'], attributes({ classlabels_ints: [0, 1, 2], post_transform: post })), 'coefficients', coefficients(12)), 'intercepts', [0.1, -0.2, 0.3])],
});

/** x away from 0, ±1 and ±3, the kinks of what is tested here. */
export function wave(i: number): number {
  const value = 1.4 * Math.sin(1.7 * i + 0.4);
  const kink = [-1, 0, 1].find((at) => Math.abs(value - at) < 0.06);
  return kink === undefined ? value : kink + 0.07;
}

const conv = (values: Readonly<Record<string, AttributeValue>>, kernel: readonly number[], shape: readonly number[]): Case => ({ type: FLOAT, shape, nodes: [makeNode('Conv', ['x', 'w'], ['y'], values)], weights: [weight('w', kernel, FLOAT)] });
const pool = (op: string, values: Readonly<Record<string, AttributeValue>>, more: Partial<Case> = {}): Case => ({ type: FLOAT, shape: [2, 2, 5, 4], nodes: [makeNode(op, ['x'], ['y'], values)], ...more });

export const cases: Readonly<Record<string, readonly Case[]>> = {
  Identity: [unary('Identity')],
  Dropout: [unary('Dropout'), { ...unary('Dropout', { with: { ratio: float(0.4) } }), opset: 10 }],
  Neg: [unary('Neg')],
  Abs: [unary('Abs')],
  Exp: [unary('Exp')],
  Log: [unary('Log', { shift: 2 })],
  Sqrt: [unary('Sqrt', { shift: 2 })],
  Reciprocal: [unary('Reciprocal', { shift: 2.5 })],
  Sin: [unary('Sin')],
  Cos: [unary('Cos', { type: FLOAT })],
  Sigmoid: [unary('Sigmoid')],
  Tanh: [unary('Tanh')],
  Softplus: [unary('Softplus', { type: FLOAT })],
  Softsign: [unary('Softsign', { type: FLOAT })],
  Erf: [unary('Erf', { type: FLOAT })],
  Relu: [unary('Relu')],
  LeakyRelu: [unary('LeakyRelu', { type: FLOAT }), unary('LeakyRelu', { type: FLOAT, with: { alpha: float(0.3) } })],
  Elu: [unary('Elu', { type: FLOAT }), unary('Elu', { type: FLOAT, with: { alpha: float(0.5) } })],
  Selu: [unary('Selu', { type: FLOAT }), unary('Selu', { type: FLOAT, with: { alpha: float(0.5), gamma: float(2) } })],
  HardSigmoid: [unary('HardSigmoid', { type: FLOAT, with: { alpha: float(0.6) } })],
  HardSwish: [unary('HardSwish', { type: FLOAT }), unary('HardSwish', { type: FLOAT, shift: 4.5 }), unary('HardSwish', { type: FLOAT, shift: -4.5 })],
  Gelu: [unary('Gelu', { type: FLOAT, opset: 20 })],
  Slice: [
    { shape: [4, 5], nodes: [makeNode('Slice', ['x', 's', 'e', 'a', 't'], ['z']), makeNode('Exp', ['z'], ['y'])], weights: [ints('s', [-1, 1]), ints('e', [-5, 4]), ints('a', [0, 1]), ints('t', [-2, 1])] },
    { shape: [4, 5], opset: 9, nodes: [makeNode('Slice', ['x'], ['z'], { starts: [1], ends: [3], axes: [1] }), makeNode('Exp', ['z'], ['y'])] },
  ],
  Gather: [
    { shape: [3, 4], nodes: [makeNode('Gather', ['x', 'i'], ['z'], { axis: 1 }), makeNode('Exp', ['z'], ['y'])], weights: [ints('i', [2, 0, 2, -1])] },
    { shape: [3, 4], nodes: [makeNode('Gather', ['x', 'i'], ['z']), makeNode('Exp', ['z'], ['y'])], weights: [makeTensor('i', INT64, [], [1])] },
  ],
  GatherElements: [{ shape: [3, 4], nodes: [makeNode('GatherElements', ['x', 'i'], ['z'], { axis: 1 }), makeNode('Exp', ['z'], ['y'])], weights: [makeTensor('i', INT64, [3, 2], [0, 0, 1, 3, 2, 1])] }],
  GatherND: [{ shape: [3, 4], nodes: [makeNode('GatherND', ['x', 'i'], ['z'], { batch_dims: 1 }), makeNode('Exp', ['z'], ['y'])], weights: [makeTensor('i', INT64, [3, 1], [0, 3, 1])] }],
  ReduceMax: [
    { shape: [3, 4], nodes: [makeNode('ReduceMax', ['x'], ['m'], { axes: [1] }), makeNode('Sub', ['x', 'm'], ['d']), makeNode('Exp', ['d'], ['y'])] },
    { shape: [3, 4], opset: 18, nodes: [makeNode('ReduceMax', ['x', 'a'], ['m'], { keepdims: 0 }), makeNode('Exp', ['m'], ['y'])], weights: [ints('a', [0])] },
  ],
  ReduceMin: [{ shape: [3, 4], nodes: [makeNode('ReduceMin', ['x'], ['m']), makeNode('Mul', ['x', 'm'], ['y'])] }],
  LayerNormalization: [{ type: FLOAT, shape: [2, 3, 4], nodes: [makeNode('LayerNormalization', ['x', 's', 'b'], ['y'], { epsilon: float(0.01) })], weights: [weight('s', [4], FLOAT), weight('b', [4], FLOAT)] }],
  Clip: [
    { shape: [3, 4], nodes: [makeNode('Clip', ['x', 'low', 'high'], ['y'])], weights: [makeTensor('low', DOUBLE, [], [-0.7]), makeTensor('high', DOUBLE, [], [0.8])] },
    { shape: [3, 4], nodes: [makeNode('Clip', ['x', '', 'high'], ['y'])], weights: [makeTensor('high', DOUBLE, [], [0.8])] },
    { shape: [3, 4], nodes: [makeNode('Clip', ['x'], ['y'])] },
    { type: FLOAT, shape: [3, 4], opset: 7, nodes: [makeNode('Clip', ['x'], ['y'], { min: float(-0.7), max: float(0.8) })] },
  ],
  PRelu: [{ shape: [3, 4], nodes: [makeNode('PRelu', ['x', 's'], ['y'])], weights: [positive('s', [4])] }],
  Cast: [{ type: FLOAT, shape: [3, 4], nodes: [makeNode('Cast', ['x'], ['z'], { to: DOUBLE }), makeNode('Sigmoid', ['z'], ['y'])] }],
  Add: [
    { shape: [3, 4], nodes: [makeNode('Add', ['x', 'b'], ['y'])], weights: [weight('b', [4])] },
    { shape: [4], nodes: [makeNode('Add', ['b', 'x'], ['y'])], weights: [weight('b', [2, 3, 4])] },
    { shape: [3, 1], nodes: [makeNode('Add', ['x', 'b'], ['y'])], weights: [weight('b', [2, 1, 4])] },
    { shape: [3, 4], nodes: [makeNode('Add', ['x', 'x'], ['y'])] },
  ],
  Sub: [
    { shape: [3, 1], nodes: [makeNode('Sub', ['b', 'x'], ['y'])], weights: [weight('b', [3, 4])] },
    { shape: [3, 4], nodes: [makeNode('Sub', ['x', 'b'], ['y'])], weights: [weight('b', [1])] },
  ],
  Mul: [
    { shape: [3, 1], nodes: [makeNode('Mul', ['x', 'b'], ['y'])], weights: [weight('b', [3, 4])] },
    { shape: [3, 4], nodes: [makeNode('Mul', ['x', 'x'], ['y'])] },
  ],
  Div: [
    { shape: [3, 4], nodes: [makeNode('Div', ['x', 'b'], ['y'])], weights: [positive('b', [4])] },
    { shape: [4], shift: 2.5, nodes: [makeNode('Div', ['b', 'x'], ['y'])], weights: [weight('b', [3, 4])] },
  ],
  Sum: [{ shape: [3, 1], nodes: [makeNode('Sum', ['x', 'b', 'x'], ['y'])], weights: [weight('b', [3, 4])] }],
  Max: [{ shape: [3, 4], nodes: [makeNode('Max', ['x', 'b'], ['y'])], weights: [makeTensor('b', DOUBLE, [1], [0.01])] }, { shape: [1, 4], nodes: [makeNode('Max', ['b', 'x'], ['y'])], weights: [weight('b', [3, 4], DOUBLE, 40)] }],
  Min: [{ shape: [3, 4], nodes: [makeNode('Min', ['x', 'b'], ['y'])], weights: [makeTensor('b', DOUBLE, [1], [0.01])] }, { shape: [1, 4], nodes: [makeNode('Min', ['b', 'x'], ['y'])], weights: [weight('b', [3, 4], DOUBLE, 40)] }],
  Pow: [
    { shape: [3, 4], nodes: [makeNode('Pow', ['x', 'c'], ['y'])], weights: [makeTensor('c', DOUBLE, [], [3])] },
    { shape: [3, 4], shift: 2, nodes: [makeNode('Pow', ['x', 'c'], ['y'])], weights: [makeTensor('c', FLOAT, [4], [0.5, -1.5, 2, 0])] },
  ],
  Where: [{ shape: [3, 4], nodes: [makeNode('Greater', ['x', 'zero'], ['test']), makeNode('Exp', ['x'], ['e']), makeNode('Sin', ['x'], ['s']), makeNode('Where', ['test', 'e', 's'], ['y'])], weights: [makeTensor('zero', DOUBLE, [], [0])] }],
  Reshape: [{ shape: [3, 4], nodes: [makeNode('Reshape', ['x', 's'], ['z']), makeNode('Softmax', ['z'], ['y'])], weights: [ints('s', [2, -1])] }],
  Flatten: [{ shape: [3, 2, 2], nodes: [makeNode('Flatten', ['x'], ['z']), makeNode('Softmax', ['z'], ['y'])] }],
  Squeeze: [
    { shape: [3, 1, 4], nodes: [makeNode('Squeeze', ['x', 'a'], ['z']), makeNode('Softmax', ['z'], ['y'])], weights: [ints('a', [1])] },
    { shape: [3, 1, 4], opset: 11, nodes: [makeNode('Squeeze', ['x'], ['z'], { axes: [1] }), makeNode('Exp', ['z'], ['y'])] },
  ],
  Unsqueeze: [
    { shape: [3, 4], nodes: [makeNode('Unsqueeze', ['x', 'a'], ['z']), makeNode('Softmax', ['z'], ['y'])], weights: [ints('a', [0, 3])] },
    { shape: [3, 4], opset: 11, nodes: [makeNode('Unsqueeze', ['x'], ['z'], { axes: [1] }), makeNode('Exp', ['z'], ['y'])] },
  ],
  Expand: [{ shape: [3, 1], nodes: [makeNode('Expand', ['x', 's'], ['z']), makeNode('Exp', ['z'], ['y'])], weights: [ints('s', [2, 3, 4])] }],
  Transpose: [
    { shape: [2, 3, 4], nodes: [makeNode('Transpose', ['x'], ['z'], { perm: [1, 2, 0] }), makeNode('Softmax', ['z'], ['y'])] },
    { shape: [2, 3, 4], nodes: [makeNode('Transpose', ['x'], ['z']), makeNode('Softmax', ['z'], ['y'])] },
  ],
  Concat: [{ shape: [3, 4], nodes: [makeNode('Sigmoid', ['x'], ['s']), makeNode('Concat', ['s', 'b', 'x', 's'], ['z'], { axis: -1 }), makeNode('Softmax', ['z'], ['y'])], weights: [weight('b', [3, 2])] }],
  Split: [
    { shape: [3, 5], nodes: [makeNode('Split', ['x', 's'], ['a', 'b'], { axis: 1 }), makeNode('Exp', ['b'], ['y'])], weights: [ints('s', [2, 3])] },
    { shape: [3, 4], opset: 11, nodes: [makeNode('Split', ['x'], ['a', 'b'], { axis: 1, split: [2, 2] }), makeNode('Mul', ['a', 'b'], ['y'])] },
  ],
  ReduceSum: [
    { shape: [3, 4], nodes: [makeNode('ReduceSum', ['x', 'a'], ['z'], { keepdims: 0 }), makeNode('Exp', ['z'], ['y'])], weights: [ints('a', [1])] },
    { shape: [3, 4], nodes: [makeNode('ReduceSum', ['x'], ['z']), makeNode('Mul', ['z', 'x'], ['y'])] },
    { shape: [3, 4], opset: 11, nodes: [makeNode('ReduceSum', ['x'], ['z'], { axes: [0] }), makeNode('Exp', ['z'], ['y'])] },
  ],
  ReduceMean: [
    { shape: [2, 3, 4], nodes: [makeNode('ReduceMean', ['x'], ['z'], { axes: [1, -1], keepdims: 0 }), makeNode('Exp', ['z'], ['y'])] },
    { shape: [3, 4], opset: 18, nodes: [makeNode('ReduceMean', ['x', 'a'], ['z']), makeNode('Mul', ['z', 'x'], ['y'])], weights: [ints('a', [0])] },
  ],
  Softmax: [
    { shape: [3, 4], nodes: [makeNode('Softmax', ['x'], ['y'])] },
    { shape: [3, 4, 2], nodes: [makeNode('Softmax', ['x'], ['y'], { axis: 1 })] },
    { shape: [3, 4, 2], opset: 11, nodes: [makeNode('Softmax', ['x'], ['y'], { axis: 1 })] },
  ],
  LogSoftmax: [
    { shape: [3, 4], nodes: [makeNode('LogSoftmax', ['x'], ['y'], { axis: 0 })] },
    { shape: [3, 4], opset: 11, nodes: [makeNode('LogSoftmax', ['x'], ['y'])] },
  ],
  MatMul: [
    { shape: [3, 4], nodes: [makeNode('MatMul', ['x', 'w'], ['y'])], weights: [weight('w', [4, 2])] },
    { shape: [2, 3, 4], nodes: [makeNode('MatMul', ['x', 'w'], ['y'])], weights: [weight('w', [4, 2])] },
    { shape: [4, 2], nodes: [makeNode('MatMul', ['w', 'x'], ['y'])], weights: [weight('w', [2, 3, 4])] },
    { shape: [2, 3, 3], nodes: [makeNode('MatMul', ['x', 'x'], ['y'])] },
    { shape: [3, 4], nodes: [makeNode('MatMul', ['x', 'w'], ['y'])], weights: [weight('w', [2, 4, 2])] },
  ],
  Gemm: [
    ...[0, 1].flatMap((transA) =>
      [0, 1].flatMap((transB): Case[] => [
        { shape: transA ? [4, 3] : [3, 4], nodes: [makeNode('Gemm', ['x', 'w'], ['y'], { transA, transB, alpha: float(0.5) })], weights: [weight('w', transB ? [2, 4] : [4, 2])] },
        { shape: transB ? [2, 4] : [4, 2], nodes: [makeNode('Gemm', ['w', 'x', 'c'], ['y'], { transA, transB, alpha: float(-1.5) })], weights: [weight('w', transA ? [4, 3] : [3, 4]), weight('c', [2])] },
      ]),
    ),
    { shape: [2], nodes: [makeNode('Gemm', ['a', 'b', 'x'], ['y'], { beta: float(0.25) })], weights: [weight('a', [3, 4]), weight('b', [4, 2])] },
  ],
  Conv: [
    conv({}, [2, 3, 3, 2], [2, 3, 5, 4]),
    conv({ strides: [2, 3], pads: [1, 0, 2, 1] }, [2, 2, 3, 2], [2, 2, 6, 6]),
    conv({ strides: [2, 2] }, [2, 1, 2, 2], [1, 1, 5, 6]),
    conv({ dilations: [2, 1], group: 2, pads: [1, 1, 1, 1] }, [4, 1, 2, 3], [2, 2, 5, 4]),
    conv({ auto_pad: 'SAME_UPPER' }, [2, 1, 2, 3], [1, 1, 5, 4]),
    conv({ auto_pad: 'SAME_LOWER' }, [2, 1, 4, 3], [1, 1, 5, 4]),
    conv({ strides: [3] }, [2, 2, 2], [2, 2, 8]),
  ],
  MaxPool: [
    pool('MaxPool', { kernel_shape: [2, 2], strides: [2, 2] }),
    pool('MaxPool', { kernel_shape: [3, 2], pads: [1, 0, 1, 1] }),
    pool('MaxPool', { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 }, { opset: 12 }),
  ],
  AveragePool: [
    pool('AveragePool', { kernel_shape: [2, 2], strides: [2, 2] }),
    pool('AveragePool', { kernel_shape: [3, 2], pads: [1, 0, 1, 1] }),
    pool('AveragePool', { kernel_shape: [3, 2], pads: [1, 0, 1, 1], strides: [2, 1], count_include_pad: 1 }),
  ],
  GlobalAveragePool: [pool('GlobalAveragePool', {})],
  BatchNormalization: [
    { type: FLOAT, shape: [3, 4], nodes: [makeNode('BatchNormalization', ['x', 's', 'b', 'm', 'v'], ['y'], { epsilon: float(0.01) })], weights: [weight('s', [4], FLOAT), weight('b', [4], FLOAT), weight('m', [4], FLOAT), positive('v', [4], FLOAT)] },
    { type: FLOAT, shape: [2, 3, 2, 2], opset: 9, nodes: [makeNode('BatchNormalization', ['x', 's', 'b', 'm', 'v'], ['y'])], weights: [weight('s', [3], FLOAT), weight('b', [3], FLOAT), weight('m', [3], FLOAT), positive('v', [3], FLOAT)] },
  ],
  'ml.Scaler': [{ type: FLOAT, shape: [3, 4], nodes: [floats(floats(ml('Scaler', ['x'], ['y'], {}), 'offset', [1, 2, 3, 4]), 'scale', [0.5, -1, 2, 3])] }],
  'ml.LinearRegressor': [{ type: FLOAT, shape: [3, 4], nodes: [floats(floats(ml('LinearRegressor', ['x'], ['y'], { targets: 2 }), 'coefficients', coefficients(8)), 'intercepts', [1, 2])] }],
  'ml.LinearClassifier': [classifier('NONE'), classifier('SOFTMAX'), classifier('LOGISTIC')],
  'ml.Normalizer': [
    { type: FLOAT, shape: [3, 4], nodes: [ml('Normalizer', ['x'], ['y'], { norm: 'L1' })] },
    { type: FLOAT, shape: [3, 4], nodes: [ml('Normalizer', ['x'], ['y'], { norm: 'L2' })] },
  ],
  'ml.Imputer': [{ type: FLOAT, shape: [3, 4], nodes: [floats({ ...ml('Imputer', ['x'], ['y'], {}), attribute: [{ ...ml('X', [], [], { a: 1 }).attribute[0], name: 'replaced_value_float', type: 1, i: undefined, f: NaN }] }, 'imputed_value_floats', [1, 2, 3, 4])] }],
};

export function modelOf({ shape, nodes, weights = [], type = DOUBLE, opset = 17 }: Case): ModelProto {
  const graph: GraphProto = {
    name: 'g',
    node: [...nodes],
    initializer: [...weights],
    input: [{ name: 'x', type: { tensor_type: { elem_type: type, shape: { dim: shape.map(() => ({})) } } } }],
    output: [{ name: 'y', type: { tensor_type: { elem_type: outputType(nodes, type) } } }],
    value_info: [],
    sparse_initializer: [],
  };
  const model: ModelProto = { ir_version: 8, graph, opset_import: [{ domain: '', version: opset }, { domain: 'ai.onnx.ml', version: 1 }], functions: [] };
  return parseOnnx(writeModel(model));
}

export function outputType(nodes: readonly NodeProto[], type: FloatType): FloatType {
  return nodes.some((node) => node.op_type === 'Cast') ? DOUBLE : type;
}
