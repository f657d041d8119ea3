import { ExplainError } from '../../errors.js';
import { domainOf, tensorNumbers } from './build.js';
import { readModel, type AttributeProto, type GraphProto, type ModelProto, type NodeProto, type SparseTensorProto, type TensorProto } from './schema.js';

/** Protocol buffers end at 2 GiB; we hold the file, its parts and the runtime's copy at once. */
const MAX_BYTES = 1024 * 1024 * 1024;
/** More elements than this out of a few constants is 1 GiB of float32: a bomb, or a model that cannot run here anyway. */
const MAX_CONSTANT_ELEMENTS = 2 ** 28;
const DOMAINS = new Set(['', 'ai.onnx.ml']);
/** A predictor promises the same bits for the same rows; a graph that draws its own numbers cannot. */
const RANDOM = new Set(['RandomNormal', 'RandomNormalLike', 'RandomUniform', 'RandomUniformLike', 'Multinomial', 'Bernoulli']);
/** Bytes an element takes in raw_data, by TensorProto.DataType. Strings (8) have none. */
const WIDTH: Readonly<Record<number, number>> = { 1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8, 14: 8, 15: 16, 16: 2 };

/**
 * An ONNX file from a stranger, read before the runtime sees it. What the runtime then gets is written anew from what was checked here, so a file that
 * two readers understand in two ways has one meaning. Refused: data in other files (they would be read from the working directory), operators
 * outside the standard, random operators, tensors whose size is not what their dimensions say, and constants that unfold to gigabytes. What only
 * running can tell (loops without end, memory) is left to the limits of the process that runs it.
 */
export function parseOnnx(bytes: Uint8Array): ModelProto {
  if (bytes.length === 0) throw refuse('it is empty');
  if (bytes.length > MAX_BYTES) throw new ExplainError('RESOURCE_LIMIT', `The ONNX file has ${bytes.length} bytes; at most ${MAX_BYTES} are read.`);
  const model = readModel(bytes);
  if (!model.graph) throw refuse('it holds no graph');
  if (model.functions.length > 0) {
    throw new ExplainError('UNSUPPORTED', `The ONNX file defines ${model.functions.length} functions of its own. Inline them (onnx.inliner.inline_local_functions) and export again.`);
  }
  const opset = checkOpsets(model);
  checkGraph(model.graph, opset);
  if (model.graph.node.length === 0) throw refuse('its graph has no operators');
  if (model.graph.output.length === 0) throw refuse('its graph has no outputs');
  return { ...model, opset_import: [...opset].map(([domain, version]) => ({ domain, version })) };
}

/** One version a domain; converters write some twice. Domains that no operator uses do not matter and are left out. */
function checkOpsets(model: ModelProto): Map<string, number> {
  const versions = new Map<string, number>();
  for (const { domain = '', version = 0 } of model.opset_import) {
    const name = domain === 'ai.onnx' ? '' : domain;
    const known = versions.get(name);
    if (known !== undefined && known !== Number(version)) throw refuse(`it asks for versions ${known} and ${version} of the operators "${name || 'ai.onnx'}" at once`);
    if (DOMAINS.has(name)) versions.set(name, Number(version));
  }
  return versions;
}

function checkGraph(graph: GraphProto, opset: ReadonlyMap<string, number>): void {
  const constants = new Map<string, TensorProto>();
  for (const tensor of graph.initializer) {
    checkTensor(tensor);
    constants.set(tensor.name ?? '', tensor);
  }
  graph.sparse_initializer.forEach(checkSparse);
  for (const node of graph.node) {
    checkOperator(node, opset);
    const value = node.attribute.find((attribute) => attribute.name === 'value')?.t;
    if (node.op_type === 'Constant' && value && node.output.length > 0) constants.set(node.output[0], value);
    checkUnfolding(node, constants);
    for (const attribute of node.attribute) checkAttribute(attribute, opset);
  }
}

function checkOperator(node: NodeProto, opset: ReadonlyMap<string, number>): void {
  const domain = domainOf(node);
  const op = node.op_type ?? '';
  if (op === '') throw refuse(`a node "${(node.name ?? '').slice(0, 60)}" has no operator`);
  if (!DOMAINS.has(domain)) {
    throw refuse(`the operator ${op.slice(0, 60)} is of the domain "${domain.slice(0, 60)}". Only the standard domains ai.onnx and ai.onnx.ml are run; export without custom operators`);
  }
  if (!opset.has(domain)) throw refuse(`the operator ${op.slice(0, 60)} is used and no version of "${domain || 'ai.onnx'}" is given`);
  if (RANDOM.has(op)) throw refuse(`it draws random numbers (${op}), so the same row would get other answers. Export the model in inference mode`);
}

function checkAttribute(attribute: AttributeProto, opset: ReadonlyMap<string, number>): void {
  if (attribute.t) checkTensor(attribute.t);
  attribute.tensors.forEach(checkTensor);
  if (attribute.sparse_tensor) checkSparse(attribute.sparse_tensor);
  attribute.sparse_tensors.forEach(checkSparse);
  if (attribute.g) checkGraph(attribute.g, opset);
  for (const graph of attribute.graphs) checkGraph(graph, opset);
}

function checkSparse({ values, indices, dims }: SparseTensorProto): void {
  if (values) checkTensor(values);
  if (indices) checkTensor(indices);
  const elements = dims.reduce<number>((product, dim) => product * Number(dim), 1);
  if (!(elements >= 0 && elements <= MAX_CONSTANT_ELEMENTS)) throw refuse(`a sparse tensor unfolds to ${elements} numbers`);
}

function checkTensor(tensor: TensorProto): void {
  const name = `the tensor "${(tensor.name ?? '').slice(0, 60)}"`;
  if (tensor.external_data.length > 0 || Number(tensor.data_location ?? 0) !== 0) {
    throw refuse(`${name} keeps its data in another file. Save the model with all its weights inside (save_as_external_data=False)`);
  }
  const elements = tensor.dims.reduce<number>((product, dim) => (Number(dim) >= 0 ? product * Number(dim) : NaN), 1);
  if (!Number.isSafeInteger(elements)) throw refuse(`${name} has the dimensions ${tensor.dims.join(' × ').slice(0, 100)}`);
  const type = tensor.data_type ?? 0;
  const width = WIDTH[type];
  if (width === undefined && type !== 8) throw new ExplainError('UNSUPPORTED', `In the ONNX file ${name} has the element type ${type}, which is not read here. Export the model in float32.`);
  const held = tensor.raw_data === undefined ? typedCount(tensor, type) : type === 8 ? NaN : tensor.raw_data.length / width;
  if (held !== elements) throw refuse(`${name} should hold ${elements} values (${tensor.dims.join(' × ') || 'a scalar'}) and holds ${held}`);
}

/** Values outside raw_data; a complex number is two. */
function typedCount(tensor: TensorProto, type: number): number {
  if (type === 1) return tensor.float_data.length;
  if (type === 14) return tensor.float_data.length / 2;
  if (type === 7) return tensor.int64_data.length;
  if (type === 8) return tensor.string_data.length;
  if (type === 11) return tensor.double_data.length;
  if (type === 15) return tensor.double_data.length / 2;
  if (type === 12 || type === 13) return tensor.uint64_data.length;
  return tensor.int32_data.length;
}

/** Shapes written into the file as constants, which the runtime may unfold while it loads. */
function checkUnfolding(node: NodeProto, constants: ReadonlyMap<string, TensorProto>): void {
  const at = { Expand: 1, ConstantOfShape: 0, Tile: 1 }[node.op_type ?? ''];
  if (at === undefined || domainOf(node) !== '') return;
  const shape = constants.get(node.input[at] ?? '');
  const dims = shape && tensorNumbers(shape);
  if (!dims) return;
  const elements = dims.reduce<number>((product, dim) => product * Math.max(1, Number(dim)), 1);
  if (elements > MAX_CONSTANT_ELEMENTS) {
    throw new ExplainError('RESOURCE_LIMIT', `The ONNX file is refused: a ${node.op_type} makes ${elements} numbers out of a constant; at most ${MAX_CONSTANT_ELEMENTS} are allowed.`);
  }
}

function refuse(what: string): ExplainError {
  return new ExplainError('BAD_MODEL', `The ONNX file is refused: ${what}.`);
}
