import { ExplainError } from '../../errors.js';
import { BOOL, DOUBLE, FLOAT, INT32, INT64, STRING, type GraphProto, type ValueInfoProto } from './schema.js';
import type { DeclaredInput, InputType } from '../bindInputs.js';

const TYPES: Readonly<Record<number, InputType>> = { [FLOAT]: 'float32', [DOUBLE]: 'float64', [INT64]: 'int64', [INT32]: 'int32', [STRING]: 'string' };
const REFUSED_TYPES: Readonly<Record<number, string>> = { [BOOL]: 'bool', 10: 'float16', 16: 'bfloat16' };

/** Graph inputs that are not weights: files of the first ONNX versions list initializers among the inputs. */
export function declaredInputs(graph: GraphProto): DeclaredInput[] {
  const weights = new Set(graph.initializer.map((tensor) => tensor.name ?? ''));
  const inputs = graph.input.filter((input) => !weights.has(input.name ?? ''));
  if (inputs.length === 0) throw new ExplainError('BAD_MODEL', 'The ONNX model has no inputs, so its answer cannot depend on the data.');
  return inputs.map(declaredInput);
}

function declaredInput(input: ValueInfoProto): DeclaredInput {
  const name = input.name ?? '';
  const tensor = input.type?.tensor_type;
  if (!tensor) throw new ExplainError('UNSUPPORTED', `The ONNX input "${name}" is not a tensor; only tensors can be filled from a table.`);
  const number = tensor.elem_type ?? 0;
  const type = TYPES[number];
  if (type === undefined) {
    throw new ExplainError('UNSUPPORTED', `The ONNX input "${name}" has the element type ${REFUSED_TYPES[number] ?? number}; ${Object.values(TYPES).join(', ')} can be filled. Export the model with float32 inputs.`);
  }
  const dims = tensor.shape?.dim.map((dim) => (dim.dim_value === undefined || Number(dim.dim_value) <= 0 ? null : Number(dim.dim_value))) ?? null;
  return { name, type, dims };
}
