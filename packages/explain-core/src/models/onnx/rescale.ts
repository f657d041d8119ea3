import { Backward, type GradientGraph, type RuleBook } from './backward.js';
import { forwardOf, PREFIX, type Forward, type GraphLink } from './forward.js';
import { derivativeRules } from './gradient.js';
import { NoDerivative, type Rule } from './rule.js';
import { atMiddle, dividedAtMiddle, ifUnchanged, rescaled, rescaledLogSoftmax, rescaledMaxPool, rescaledSoftmax } from './rules/rescale.js';
import type { ModelProto, NodeProto } from './schema.js';

/** Linear in what follows the features: the derivative is the multiplier. */
const LINEAR = [
  ...['Identity', 'Dropout', 'Neg', 'Cast', 'Add', 'Sub', 'Sum', 'ReduceSum', 'ReduceMean', 'Reshape', 'Flatten', 'Squeeze', 'Unsqueeze', 'Expand', 'Transpose', 'Concat', 'Slice', 'Split'],
  ...['Gather', 'GatherElements', 'GatherND', 'Conv', 'AveragePool', 'GlobalAveragePool', 'BatchNormalization', 'ml.Scaler', 'ml.LinearRegressor'],
];
/** Number by number. */
const POINTWISE = [
  ...['Abs', 'Exp', 'Log', 'Sqrt', 'Reciprocal', 'Sin', 'Cos', 'Sigmoid', 'Tanh', 'Softplus', 'Softsign', 'Erf', 'Gelu', 'Relu', 'LeakyRelu', 'PRelu', 'Elu', 'Selu'],
  ...['HardSigmoid', 'HardSwish', 'Clip', 'Pow', 'Max', 'Min'],
];
const BILINEAR = ['Mul', 'MatMul', 'Gemm'];

const among = (names: readonly string[], turn: (rule: Rule) => Rule): Record<string, Rule> => Object.fromEntries(names.map((name) => [name, turn(derivativeRules[name])]));

const rescaleRules: Readonly<Record<string, Rule>> = {
  ...among(LINEAR, (rule) => rule),
  ...among(POINTWISE, rescaled),
  ...among(BILINEAR, atMiddle),
  ...among(['Div'], dividedAtMiddle),
  ...among(['Where'], ifUnchanged),
  MaxPool: rescaledMaxPool,
  Softmax: rescaledSoftmax,
  LogSoftmax: rescaledLogSoftmax,
};

/** Operators with a rule; those of ai.onnx.ml begin with "ml.". */
export const rescaledOperators: readonly string[] = Object.keys(rescaleRules).sort();

export interface RescaleGraph extends GradientGraph {
  /** Input name -> the input that takes the point it is compared with. */
  readonly references: ReadonlyMap<string, string>;
}

/**
 * DeepLIFT's multipliers as a graph: two points and the score's cotangent c in, for each input a multiplier m with Σ m · (x − x₀) = Σ c · (y − y₀).
 * Shrikumar, Greenside, Kundaje 2017, the rescale rule: a nonlinear unit multiplies by Δy ÷ Δx where the derivative has dy/dx; what is linear is as in the derivative. What the paper leaves open is
 * decided so that it adds up: products share the change of both factors evenly, and softmax is e to (z − ln Σ e^z), step by step.
 *
 * The forward pass is there twice; tensors that do not follow the inputs are shared. Answers with a sentence where an operator has no rule.
 */
export function rescaleGraph(model: ModelProto, score: string, link: GraphLink, inputs: readonly string[]): RescaleGraph | { readonly unavailableBecause: string } {
  try {
    const { forward, names } = withReference(forwardOf(model, score, link), inputs);
    const rules: RuleBook = {
      ruleOf: (operator) => (Object.hasOwn(rescaleRules, operator) ? rescaleRules[operator] : null),
      lacking: (operator) => `The operator ${operator} has no rescale rule here.`,
      reference: (tensor) => names.get(tensor) ?? tensor,
    };
    const { model: built, outputs } = new Backward(forward, inputs, rules).build();
    return { model: built, outputs, references: new Map(inputs.map((input) => [input, names.get(input)!])) };
  } catch (error) {
    if (error instanceof NoDerivative) return { unavailableBecause: error.message };
    throw error;
  }
}

/** The graph with everything that follows the inputs a second time, from inputs of its own; and those tensors' second names. */
function withReference(forward: Forward, inputs: readonly string[]): { forward: Forward; names: ReadonlyMap<string, string> } {
  const { graph, nodes } = forward;
  const second = (tensor: string): string => `${PREFIX}reference/${tensor}`;
  const names = new Map(inputs.map((input) => [input, second(input)]));
  const copies: NodeProto[] = [];
  for (const node of nodes) {
    if (node.attribute.some(({ g, graphs }) => g !== undefined || graphs.length > 0)) throw new NoDerivative(`The operator ${node.op_type} has no rescale rule here.`);
    if (!node.input.some((input) => names.has(input))) continue;
    const input = node.input.map((tensor) => names.get(tensor) ?? tensor);
    for (const output of node.output) if (output !== '') names.set(output, second(output));
    copies.push({ ...node, name: undefined, input, output: node.output.map((output) => names.get(output) ?? '') });
  }
  const twice = graph.input.flatMap((input) => (inputs.includes(input.name ?? '') ? [input, { ...input, name: names.get(input.name ?? '') }] : [input]));
  return { forward: { ...forward, graph: { ...graph, input: twice }, nodes: [...nodes, ...copies] }, names };
}
