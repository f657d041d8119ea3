import { DOUBLE, FLOAT, INT64, type AttributeProto, type NodeProto, type TensorProto } from './schema.js';
import type { Int64 } from './wire.js';

/** An attribute's value as code writes it. A float attribute is `{ float }`, since 1 could also be a whole number. */
export type AttributeValue = number | string | readonly number[] | { readonly float: number } | TensorProto;

/** AttributeProto.AttributeType. */
const KIND = { float: 1, int: 2, string: 3, tensor: 4, ints: 7 } as const;

export function makeNode(op: string, input: readonly string[], output: readonly string[], attributes: Readonly<Record<string, AttributeValue>> = {}, domain = ''): NodeProto {
  return { op_type: op, domain, input: [...input], output: [...output], attribute: Object.entries(attributes).map(([name, value]) => makeAttribute(name, value)) };
}

function makeAttribute(name: string, value: AttributeValue): AttributeProto {
  const empty = { name, floats: [], ints: [], strings: [], tensors: [], graphs: [], type_protos: [], sparse_tensors: [] };
  if (typeof value === 'number') return { ...empty, type: KIND.int, i: value };
  if (typeof value === 'string') return { ...empty, type: KIND.string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { ...empty, type: KIND.float, f: value.float };
  if ('data_type' in value) return { ...empty, type: KIND.tensor, t: value };
  return { ...empty, type: KIND.ints, ints: [...(value as readonly number[])] };
}

export function makeTensor(name: string, type: typeof FLOAT | typeof DOUBLE | typeof INT64, dims: readonly number[], values: ArrayLike<number>): TensorProto {
  const width = type === FLOAT ? 4 : 8;
  const raw = new Uint8Array(values.length * width);
  const view = new DataView(raw.buffer);
  for (let i = 0; i < values.length; i++) {
    if (type === FLOAT) view.setFloat32(i * 4, values[i], true);
    else if (type === DOUBLE) view.setFloat64(i * 8, values[i], true);
    else view.setBigInt64(i * 8, BigInt(values[i]), true);
  }
  return { name, data_type: type, dims: [...dims], raw_data: raw, float_data: [], int32_data: [], string_data: [], int64_data: [], double_data: [], uint64_data: [], external_data: [] };
}

/** Numbers of a small float, double, int32 or int64 tensor; null for any other type. */
export function tensorNumbers(tensor: TensorProto): Int64[] | null {
  const view = tensor.raw_data && new DataView(tensor.raw_data.buffer, tensor.raw_data.byteOffset, tensor.raw_data.byteLength);
  const read = <T>(width: number, typed: T[], at: (view: DataView, offset: number) => T): T[] =>
    view ? Array.from({ length: Math.floor(view.byteLength / width) }, (_, i) => at(view, i * width)) : typed;
  switch (tensor.data_type) {
    case FLOAT:
      return read(4, tensor.float_data, (data, at) => data.getFloat32(at, true));
    case DOUBLE:
      return read(8, tensor.double_data, (data, at) => data.getFloat64(at, true));
    case 6:
      return read<Int64>(4, tensor.int32_data, (data, at) => data.getInt32(at, true));
    case INT64:
      return read<Int64>(8, tensor.int64_data, (data, at) => Number(data.getBigInt64(at, true)));
    default:
      return null;
  }
}

export function attributeOf(node: NodeProto, name: string): AttributeProto | undefined {
  return node.attribute.find((attribute) => attribute.name === name);
}

export function intAttribute(node: NodeProto, name: string, fallback: number): number {
  return Number(attributeOf(node, name)?.i ?? fallback);
}

export function floatAttribute(node: NodeProto, name: string, fallback: number): number {
  return attributeOf(node, name)?.f ?? fallback;
}

export function stringAttribute(node: NodeProto, name: string, fallback: string): string {
  const bytes = attributeOf(node, name)?.s;
  return bytes === undefined ? fallback : new TextDecoder().decode(bytes);
}

/** null where the attribute is absent: an empty list and no list differ for some operators. */
export function intsAttribute(node: NodeProto, name: string): number[] | null {
  const attribute = attributeOf(node, name);
  return attribute === undefined ? null : attribute.ints.map(Number);
}

/** "ai.onnx" and "" are one domain. */
export function domainOf(node: NodeProto): string {
  return node.domain === undefined || node.domain === 'ai.onnx' ? '' : node.domain;
}
