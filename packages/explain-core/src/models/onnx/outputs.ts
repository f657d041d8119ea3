import { ExplainError } from '../../errors.js';
import { attributeOf, stringAttribute, tensorNumbers } from './build.js';
import { DOUBLE, FLOAT, INT32, INT64, STRING, type GraphProto, type ModelProto, type NodeProto, type ValueInfoProto } from './schema.js';
import type { ColumnMapping } from '../mapping.js';
import type { Answer, ScoreKind } from '../scores.js';

/** The tensor that is the model's answer and what its numbers mean. */
export interface ChosenOutput extends Answer {
  readonly type: number;
  /** Numbers a row; null where the graph does not say. */
  readonly width: number | null;
}

/**
 * Which output to read. A ZipMap (a list of maps, which onnxruntime-node cannot hand over) is read at its input, the plain matrix of probabilities. What the
 * scores mean is taken from the mapping, else from the operator that made them; where neither says, we ask rather than guess.
 */
export function chooseOutput(model: ModelProto, said: ColumnMapping['output']): ChosenOutput {
  const graph = model.graph!;
  const makers = new Map<string, NodeProto>();
  for (const node of graph.node) for (const output of node.output) if (output !== '') makers.set(output, node);

  const candidates = graph.output.map((output) => candidateOf(output, graph, makers));
  const chosen = pick(candidates, said);
  const { tensor, type } = chosen;
  const isNumber = type === FLOAT || type === DOUBLE;
  if (!isNumber && said.scores !== undefined && said.scores !== 'label') {
    throw new ExplainError('BAD_MAPPING', `The column mapping says that the output "${chosen.name}" holds a ${said.scores}, and it holds ${type === STRING ? 'text' : 'whole numbers'}: those are labels.`);
  }
  const kind = said.scores ?? (isNumber ? meaningOf(chosen, model, makers, candidates) : 'label');
  return { tensor, kind, type, width: chosen.width, graphClasses: classesIn(graph, chosen.zipMap), isPosition: kind === 'label' && trace(tensor, makers)?.op_type === 'ArgMax' };
}

interface Candidate {
  readonly name: string;
  readonly tensor: string;
  readonly type: number;
  readonly width: number | null;
  readonly zipMap: NodeProto | null;
}

function candidateOf(output: ValueInfoProto, graph: GraphProto, makers: ReadonlyMap<string, NodeProto>): Candidate {
  const name = output.name ?? '';
  const maker = makers.get(name);
  if (maker?.op_type === 'ZipMap') {
    const labels = classLabels(maker);
    return { name, tensor: maker.input[0], type: FLOAT, width: labels?.length ?? null, zipMap: maker };
  }
  const tensor = output.type?.tensor_type;
  const dims = tensor?.shape?.dim.map((dim) => Number(dim.dim_value ?? 0));
  // [n] and [n, k], and [n, k, 1, 1] as convolutions leave it.
  const width = dims === undefined || dims.slice(1).some((dim) => dim <= 0) ? null : dims.slice(1).reduce((product, dim) => product * dim, 1);
  return { name, tensor: name, type: tensor?.elem_type ?? 0, width, zipMap: null };
}

function pick(candidates: readonly Candidate[], said: ColumnMapping['output']): Candidate {
  const names = candidates.map(({ name }) => `"${name}"`).join(', ');
  if (said.name !== undefined) {
    const named = candidates.find(({ name }) => name === said.name);
    if (!named) throw new ExplainError('BAD_MAPPING', `The column mapping reads the output "${said.name}", and the ONNX model has ${names}.`);
    if (!isReadable(named)) throw new ExplainError('BAD_MODEL', `The ONNX output "${said.name}" holds neither numbers nor labels.`);
    return named;
  }
  const labels = candidates.filter(({ type }) => type === INT64 || type === INT32 || type === STRING);
  const scores = candidates.filter(({ type }) => type === FLOAT || type === DOUBLE);
  const wanted = said.scores === 'label' && labels.length > 0 ? labels : scores.length > 0 ? scores : labels;
  // A lone text output may be anything; labels of a classifier come with its operator or are numbers.
  if (wanted.length === 0) throw new ExplainError('BAD_MODEL', `The ONNX model's outputs (${names}) hold neither numbers nor labels.`);
  if (wanted.length > 1) {
    const known = wanted.filter(({ name }) => PROBABILITY_NAME.test(name));
    if (known.length === 1) return known[0];
    throw new ExplainError('BAD_MAPPING', `The ONNX model has ${wanted.length} outputs that could be its scores (${wanted.map(({ name }) => `"${name}"`).join(', ')}). Say which in the column mapping: {"output":{"name":"…"}}.`);
  }
  return wanted[0];
}

const PROBABILITY_NAME = /^(output_)?probabilit(y|ies)$/i;

function isReadable({ type }: Candidate): boolean {
  return type === FLOAT || type === DOUBLE || type === INT64 || type === INT32 || type === STRING;
}

const PASSES = new Set(['Identity', 'Cast', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten']);

/** The node that made a tensor, looking through operators that keep its values. */
function trace(tensor: string, makers: ReadonlyMap<string, NodeProto>): NodeProto | undefined {
  let maker = makers.get(tensor);
  for (let step = 0; step < 100 && maker && PASSES.has(maker.op_type ?? ''); step++) maker = makers.get(maker.input[0]);
  return maker;
}

function meaningOf(chosen: Candidate, model: ModelProto, makers: ReadonlyMap<string, NodeProto>, candidates: readonly Candidate[]): ScoreKind {
  if (chosen.zipMap) return 'probability';
  const kind = meaningOfTensor(chosen.tensor, makers, 0);
  if (kind !== null) return kind;
  // scikit-learn's converter names probabilities beside a label, and a regression's answer "variable".
  const hasLabel = candidates.some(({ type }) => type === INT64 || type === STRING);
  if (hasLabel && PROBABILITY_NAME.test(chosen.name)) return 'probability';
  if (model.producer_name === 'skl2onnx' && chosen.name === 'variable') return 'value';
  throw new ExplainError('BAD_MAPPING', `The ONNX output "${chosen.name}" ends in the operator ${trace(chosen.tensor, makers)?.op_type ?? 'none'}, which does not tell what its numbers are. Say so in the column mapping: {"output":{"scores":"probability"}}, "logit" or "value" (a regression).`);
}

function meaningOfTensor(tensor: string, makers: ReadonlyMap<string, NodeProto>, depth: number): ScoreKind | null {
  const maker = trace(tensor, makers);
  if (!maker || depth > 8) return null;
  switch (maker.op_type) {
    case 'Softmax':
    case 'Sigmoid':
    case 'TreeEnsembleClassifier':
      return 'probability';
    case 'LinearClassifier':
    case 'SVMClassifier':
      return stringAttribute(maker, 'post_transform', 'NONE') === 'NONE' && maker.op_type === 'LinearClassifier' ? 'logit' : 'probability';
    case 'LogSoftmax':
      return 'logit';
    case 'LinearRegressor':
    case 'TreeEnsembleRegressor':
    case 'SVMRegressor':
      return 'value';
    case 'Sub':
      // 1 − p beside p.
      return meaningOfTensor(maker.input[1], makers, depth + 1) === 'probability' ? 'probability' : null;
    case 'Concat': {
      const kinds = maker.input.map((input) => meaningOfTensor(input, makers, depth + 1));
      return kinds.every((kind) => kind === kinds[0]) ? kinds[0] : null;
    }
    default:
      return null;
  }
}

function classesIn(graph: GraphProto, zipMap: NodeProto | null): string[] | null {
  if (zipMap) return classLabels(zipMap);
  const lists = new Map<string, string[]>();
  for (const node of graph.node) {
    const labels = classLabels(node) ?? extractedLabels(node, graph);
    if (labels) lists.set(labels.join('\u0000'), labels);
  }
  const [only] = lists.values();
  return lists.size === 1 ? only : null;
}

const CLASS_LABELS = ['classlabels_strings', 'classlabels_int64s', 'classlabels_ints'];

function classLabels(node: NodeProto): string[] | null {
  for (const name of CLASS_LABELS) {
    const attribute = attributeOf(node, name);
    if (attribute && attribute.strings.length > 0) return attribute.strings.map((bytes) => new TextDecoder().decode(bytes));
    if (attribute && attribute.ints.length > 0) return attribute.ints.map(String);
  }
  return null;
}

/** scikit-learn's networks look their label up in a list: ArrayFeatureExtractor(classes, ArgMax(scores)). */
function extractedLabels(node: NodeProto, graph: GraphProto): string[] | null {
  if (node.op_type !== 'ArrayFeatureExtractor') return null;
  const list = graph.initializer.find((tensor) => tensor.name === node.input[0]);
  if (!list) return null;
  if (list.data_type === STRING) return list.string_data.map((bytes) => new TextDecoder().decode(bytes));
  return tensorNumbers(list)?.map(String) ?? null;
}
