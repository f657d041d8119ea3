import type { AttributeValue } from './build.js';
import type { DOUBLE, FLOAT, NodeProto, TensorProto } from './schema.js';

export type FloatType = typeof FLOAT | typeof DOUBLE;

/** Thrown by a rule that meets a form of its operator it has no derivative for; ends in a predictor without gradient, with this sentence. */
export class NoDerivative extends Error {}

/**
 * What a rule sees of one node. A rule answers the cotangents of the node's inputs, given those of its outputs: null for an input without one. It emits ONNX
 * nodes; nothing is computed here.
 */
export interface Site {
  readonly node: NodeProto;
  /** Whether the input at this position needs a cotangent. */
  wants(index: number): boolean;
  /** The cotangent of an output; null where the score does not depend on it. */
  cotangent(index: number): string | null;
  /** Element type of a float tensor. */
  floatType(tensor: string): FloatType;
  /** The constant behind a name; null where it is computed. */
  constant(tensor: string): TensorProto | null;
  /** The tensor at the point that is compared with, where rules compare; the same tensor where that does not differ, and in derivatives. */
  reference(tensor: string): string;
  emit(op: string, inputs: readonly string[], attributes?: Readonly<Record<string, AttributeValue>>): string;
  /** All outputs of a node with several. */
  emitMany(op: string, inputs: readonly string[], outputs: number, attributes?: Readonly<Record<string, AttributeValue>>): string[];
  float(value: number | readonly number[], type: FloatType, dims?: readonly number[]): string;
  ints(values: readonly number[], isScalar?: boolean): string;
  /** `cotangent` added up over the dimensions along which `tensor` was broadcast. */
  sumTo(cotangent: string, tensor: string): string;
}

export type Rule = (site: Site) => (string | null)[];
