import { decodeMessage, encodeMessage, type Field, type Int64, type Message, type Scalar, type WireRecord } from './wire.js';

/** The messages of ONNX (onnx/onnx.proto, IR version 10), as far as inference needs them; documentation and training parts are left out. */

export interface TensorProto {
  dims: Int64[];
  data_type?: number;
  float_data: number[];
  int32_data: Int64[];
  string_data: Uint8Array[];
  int64_data: Int64[];
  name?: string;
  raw_data?: Uint8Array;
  double_data: number[];
  uint64_data: Int64[];
  external_data: unknown[];
  data_location?: number;
}
export interface SparseTensorProto {
  values?: TensorProto;
  indices?: TensorProto;
  dims: Int64[];
}
export interface Dimension {
  dim_value?: Int64;
  dim_param?: string;
}
export interface TypeProto {
  tensor_type?: { elem_type?: number; shape?: { dim: Dimension[] } };
  sequence_type?: { elem_type?: TypeProto };
  map_type?: { key_type?: number; value_type?: TypeProto };
  sparse_tensor_type?: unknown;
  optional_type?: { elem_type?: TypeProto };
}
export interface ValueInfoProto {
  name?: string;
  type?: TypeProto;
}
export interface AttributeProto {
  name?: string;
  f?: number;
  i?: Int64;
  s?: Uint8Array;
  t?: TensorProto;
  g?: GraphProto;
  floats: number[];
  ints: Int64[];
  strings: Uint8Array[];
  tensors: TensorProto[];
  graphs: GraphProto[];
  tp?: TypeProto;
  type_protos: TypeProto[];
  type?: number;
  ref_attr_name?: string;
  sparse_tensor?: SparseTensorProto;
  sparse_tensors: SparseTensorProto[];
}
export interface NodeProto {
  input: string[];
  output: string[];
  name?: string;
  op_type?: string;
  attribute: AttributeProto[];
  domain?: string;
  overload?: string;
}
export interface GraphProto {
  node: NodeProto[];
  name?: string;
  initializer: TensorProto[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
  value_info: ValueInfoProto[];
  sparse_initializer: SparseTensorProto[];
}
export interface ModelProto {
  ir_version?: Int64;
  producer_name?: string;
  producer_version?: string;
  graph?: GraphProto;
  opset_import: { domain?: string; version?: Int64 }[];
  functions: unknown[];
}

/** Element types of tensors (TensorProto.DataType). */
export const FLOAT = 1;
export const INT32 = 6;
export const INT64 = 7;
export const STRING = 8;
export const BOOL = 9;
export const DOUBLE = 11;

const one = (name: string, type: Scalar | Message): Field => ({ name, type, repeated: false });
const many = (name: string, type: Scalar | Message): Field => ({ name, type, repeated: true });
/** Messages refer to each other in circles, so the tables are filled after they exist. */
const declare = (name: string): Message & { fields: Map<number, Field> } => ({ name, fields: new Map() });

const entry = declare('StringStringEntryProto');
const tensor = declare('TensorProto');
const sparse = declare('SparseTensorProto');
const dimension = declare('Dimension');
const shape = declare('TensorShapeProto');
const tensorType = declare('Tensor type');
const elementType = declare('Sequence type');
const mapType = declare('Map type');
const type = declare('TypeProto');
const valueInfo = declare('ValueInfoProto');
const attribute = declare('AttributeProto');
const node = declare('NodeProto');
const graph = declare('GraphProto');
const opset = declare('OperatorSetIdProto');
const opaque = declare('FunctionProto');
const model = declare('ModelProto');

function fill(message: { fields: Map<number, Field> }, fields: Record<number, Field>): void {
  for (const [number, field] of Object.entries(fields)) message.fields.set(Number(number), field);
}

fill(entry, { 1: one('key', 'string'), 2: one('value', 'string') });
fill(tensor, {
  1: many('dims', 'int64'),
  2: one('data_type', 'int64'),
  4: many('float_data', 'float'),
  5: many('int32_data', 'int64'),
  6: many('string_data', 'bytes'),
  7: many('int64_data', 'int64'),
  8: one('name', 'string'),
  9: one('raw_data', 'bytes'),
  10: many('double_data', 'double'),
  11: many('uint64_data', 'uint64'),
  13: many('external_data', entry),
  14: one('data_location', 'int64'),
});
fill(sparse, { 1: one('values', tensor), 2: one('indices', tensor), 3: many('dims', 'int64') });
fill(dimension, { 1: one('dim_value', 'int64'), 2: one('dim_param', 'string') });
fill(shape, { 1: many('dim', dimension) });
fill(tensorType, { 1: one('elem_type', 'int64'), 2: one('shape', shape) });
fill(elementType, { 1: one('elem_type', type) });
fill(mapType, { 1: one('key_type', 'int64'), 2: one('value_type', type) });
fill(type, {
  1: one('tensor_type', tensorType),
  4: one('sequence_type', elementType),
  5: one('map_type', mapType),
  8: one('sparse_tensor_type', tensorType),
  9: one('optional_type', elementType),
});
fill(valueInfo, { 1: one('name', 'string'), 2: one('type', type) });
fill(attribute, {
  1: one('name', 'string'),
  2: one('f', 'float'),
  3: one('i', 'int64'),
  4: one('s', 'bytes'),
  5: one('t', tensor),
  6: one('g', graph),
  7: many('floats', 'float'),
  8: many('ints', 'int64'),
  9: many('strings', 'bytes'),
  10: many('tensors', tensor),
  11: many('graphs', graph),
  14: one('tp', type),
  15: many('type_protos', type),
  20: one('type', 'int64'),
  21: one('ref_attr_name', 'string'),
  22: one('sparse_tensor', sparse),
  23: many('sparse_tensors', sparse),
});
fill(node, {
  1: many('input', 'string'),
  2: many('output', 'string'),
  3: one('name', 'string'),
  4: one('op_type', 'string'),
  5: many('attribute', attribute),
  7: one('domain', 'string'),
  8: one('overload', 'string'),
});
fill(graph, {
  1: many('node', node),
  2: one('name', 'string'),
  5: many('initializer', tensor),
  11: many('input', valueInfo),
  12: many('output', valueInfo),
  13: many('value_info', valueInfo),
  15: many('sparse_initializer', sparse),
});
fill(opset, { 1: one('domain', 'string'), 2: one('version', 'int64') });
fill(model, {
  1: one('ir_version', 'int64'),
  2: one('producer_name', 'string'),
  3: one('producer_version', 'string'),
  7: one('graph', graph),
  8: many('opset_import', opset),
  25: many('functions', opaque),
});

export function readModel(bytes: Uint8Array): ModelProto {
  return decodeMessage(bytes, model) as unknown as ModelProto;
}

export function writeModel(value: ModelProto): Uint8Array {
  return encodeMessage(value as unknown as WireRecord, model);
}
